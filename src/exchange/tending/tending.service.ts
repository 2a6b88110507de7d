import { watchCredits } from '#src/credit/credit.service.ts';
import { queueManyLetters } from '#src/letters/letters.service.ts';
import { command } from '#src/platform/command.ts';
import { type Portal, type Scope, systemScope, type Tx } from '#src/platform/scope.ts';
import { isExchangeOn } from '../exchange.rules.ts';
import { queueOutgoing } from '../sending/outbox.service.ts';
import { freshnessOf } from '../standing/freshness.rules.ts';
import { settlePartners } from '../standing/standing.service.ts';
import { dataSilent } from './tending.letters.ts';
import { dataAge, partnersToSettle, staffToAlarm } from './tending.queries.ts';

/** Partners settled in one transaction. */
const AT_ONCE = 100;

/**
 * What time changes in the exchange: gaps that last are asked for once more, holds and credit follow the age of the data, an outage is told once.
 * Without Axapta nothing of its data counts any more. Safe to repeat and to run on many instances.
 */
export async function tendExchange(portal: Portal): Promise<void> {
  const scope = systemScope(portal, 'ax-tend');
  if (!isExchangeOn(portal.config)) return letGo(scope);
  await command(scope, { action: 'exchange.tend' }, async (tx) => {
    await askLasting(tx);
    await tellSilence(tx);
  });
  const { axFreshHours, axStaleHours } = portal.config;
  const ids = await partnersToSettle(portal.sql, portal.clock.now(), { freshHours: axFreshHours, staleHours: axStaleHours });
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    await command(scope, { action: 'exchange.settle', limitMs: 30_000 }, (tx) => settlePartners(tx, ids.slice(at, at + AT_ONCE)));
  }
}

/** Switched off: credit is counted from the portal's own ledger again; holds stay until a person lifts them. */
async function letGo(scope: Scope): Promise<void> {
  const [row] = await scope.portal.sql<{ isThere: boolean }>('ax_credits_there', 'select exists (select 1 from ax_credits) as "isThere"');
  if (!row?.isThere) return;
  await command(scope, { action: 'exchange.off' }, async (tx) => {
    tx.write('ax_credits_lock', 'select id from partners where id in (select partner_id from ax_credits) order by id for update');
    const gone = await tx.sql<{ id: number }>('ax_credits_gone', 'delete from ax_credits returning partner_id as id');
    watchCredits(
      tx,
      gone.map(({ id }) => id),
    );
  });
}

/** A gap of some minutes is no mere disorder: it is asked for by a message, once. */
const LASTING_MINUTES = 10;

async function askLasting(tx: Tx): Promise<void> {
  const gaps = await tx.sql<Gap>(
    'ax_gaps_ask',
    `update ax_gaps set asked_at = $1::timestamptz, asked_by = 'Портал' where asked_at is null and found_at < $2::timestamptz
     returning id, type, from_seq as "from", to_seq as "to"`,
    [tx.now, new Date(tx.now.getTime() - LASTING_MINUTES * 60_000)],
  );
  await askFor(tx, gaps);
}

/** Numbers of a type that are missing. */
interface Gap {
  readonly id: bigint;
  readonly type: string;
  readonly from: bigint;
  readonly to: bigint;
}

/** Asks Axapta for numbers that are missing. */
async function askFor(tx: Tx, gaps: readonly Gap[]): Promise<void> {
  await queueOutgoing(
    tx,
    ...gaps.map(({ type, from, to }) => ({
      type: 'replay' as const,
      key: `${type}:${from}-${to}@${tx.now.toISOString()}`,
      items: [{ type, from: Number(from), to: Number(to) }],
    })),
  );
}

/** A person asks once more for what is missing. @returns whether it still is */
export function askAgain(scope: Scope, gapId: bigint): Promise<boolean> {
  return command(scope, { action: 'exchange.ask' }, async (tx) => {
    const [gap] = await tx.sql<Gap>(
      'ax_gap_ask',
      `update ax_gaps set asked_at = $2::timestamptz, asked_by = $3 where id = $1::bigint returning id, type, from_seq as "from", to_seq as "to"`,
      [gapId, tx.now, scope.actor.name],
    );
    if (!gap) return false;
    await askFor(tx, [gap]);
    await tx.audit({ action: 'exchange.asked', subject: `сообщения ${gap.type} ${gap.from}–${gap.to}` });
    return true;
  });
}

/** Data older than fresh: managers and administrators are written to once, until they are fresh again. */
async function tellSilence(tx: Tx): Promise<void> {
  const { asOf, toldAt } = await dataAge(tx.sql);
  if (asOf === null) return;
  const { axFreshHours: freshHours, axStaleHours: staleHours } = tx.scope.portal.config;
  const isFresh = freshnessOf(asOf, tx.now, { freshHours, staleHours }) === 'fresh';
  if (isFresh === (toldAt === null)) return;
  await tx.sql('ax_silence_told', `update ax_streams set silence_told_at = $1::timestamptz where type = 'debtors'`, [
    isFresh ? null : tx.now,
  ]);
  if (isFresh) return;
  await queueManyLetters(
    tx,
    (await staffToAlarm(tx.sql)).map(({ userId, name, address }) => ({
      ...{ template: 'exchange-silent', cause: `exchange:silent:${asOf.toISOString()}`, to: { name, address }, userId, partnerId: null },
      content: dataSilent({ asOf, freshHours, staleHours }),
    })),
  );
}
