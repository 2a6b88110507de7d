import type { Month } from '#src/lib/days.ts';
import { command } from '#src/platform/command.ts';
import { isConnectionLost, withPatience } from '#src/platform/retry.ts';
import { type Portal, type Scope, systemScope } from '#src/platform/scope.ts';
import { type CloseDays, closeDays, closesAt, lastMonthDue, monthsBetween } from './close.rules.ts';
import type { CloseResult, ParkedPartner } from './close.types.ts';
import { tellParked } from './close-alarm.service.ts';
import { closeBatch, parkPartner } from './close-batch.service.ts';
import { firstOpenMonth, refuseOutOfOrder } from './month-order.service.ts';

/** Subscriptions closed in one transaction, roughly, and partners at most: memory and locks stay small whatever the size. */
const BATCH = { subscriptions: 2_000, partners: 100 };
/** Batches at work at once in one process. */
const RUNNERS = 2;

/**
 * Closes a month for every partner it is not closed for yet (product rule §9): stops due, renewals, invoice,
 * letters and jobs, per partner all or nothing. Any number of runs at once; a killed run is continued by the next.
 * One bad partner is parked with its reason, the run ends `partial` and MONT's people get a letter.
 * @throws Invalid as `refuseOutOfOrder`
 */
export async function closeMonth(scope: Scope, month: Month): Promise<CloseResult> {
  const days = closeDays(month);
  await withPatience(() => beginClose(scope, days));
  const size = await withPatience(() => batchSize(scope));
  const parked = new Map<number, ParkedPartner>();
  let closed = 0;
  const run = async (): Promise<void> => {
    for (;;) {
      const batch = await closeSome(scope, days, size, parked);
      if (batch.handled === 0) return;
      closed += batch.closed;
    }
  };
  const runs = await Promise.allSettled(Array.from({ length: RUNNERS }, run));
  for (const one of runs) if (one.status === 'rejected') throw one.reason;
  const state = await withPatience(() => endClose(scope, days));
  return { month, state, closed, parked: [...parked.values()] };
}

/** Partners in a batch, by what a partner has on the average; a large one makes a batch of its own anyway. */
async function batchSize(scope: Scope): Promise<number> {
  const [row] = await scope.portal.sql<{ size: number }>(
    'batch_size',
    `select least(greatest($1::int * (select count(*) from partners) / greatest(count(*), 1), 1), $2::int)::int as size
     from subscriptions where status = 'active'`,
    [BATCH.subscriptions, BATCH.partners],
  );
  return row?.size ?? 1;
}

/** Closes every month whose time has come, oldest first: what the clock starts, and what a start after a pause catches up. */
export async function closeDueMonths(portal: Portal): Promise<CloseResult[]> {
  const scope = systemScope(portal, 'month-close');
  const first = await firstOpenMonth(portal.sql);
  if (!first) return [];
  const results: CloseResult[] = [];
  for (const month of monthsBetween(first, lastMonthDue(portal.clock.now(), portal.clock.today()))) {
    const [done] = await portal.sql(`close_done`, `select 1 from month_closes where period = $1::date and state = 'done'`, [
      closeDays(month).first,
    ]);
    if (!done) results.push(await closeMonth(scope, month));
  }
  return results;
}

async function beginClose(scope: Scope, days: CloseDays): Promise<void> {
  await command(scope, { action: 'close.begin' }, async (tx) => {
    await refuseOutOfOrder(tx, days);
    await tx.sql(
      'close_begin',
      `insert into month_closes (period, state, started_at, started_by) values ($1::date, 'running', $2::timestamptz, $3)
       on conflict (period) do update set state = 'running', finished_at = null where month_closes.state <> 'done'`,
      [days.first, tx.now, scope.actor.name],
    );
    await tx.audit({ action: 'close.begin', subject: `закрытие ${days.month}` });
  });
}

/** How many partners a step closed, and how many it dealt with, parked ones included. */
interface Done {
  readonly closed: number;
  readonly handled: number;
}

/** Closes the next batch; `handled` is 0 when none is left. A batch that fails is done partner by partner, the bad ones are parked. */
async function closeSome(scope: Scope, days: CloseDays, size: number, parked: Map<number, ParkedPartner>): Promise<Done> {
  try {
    const batch = await closeBatch(scope, days, size, [...parked.keys()]);
    for (const one of batch.parked) parked.set(one.partnerId, one);
    return { closed: batch.closed, handled: batch.closed + batch.parked.length };
  } catch (error) {
    scope.portal.log.warn({ err: error, month: days.month }, 'a batch of the close failed; its partners are closed one by one');
    return closeOneByOne(scope, days, size, parked);
  }
}

/** A database out of reach for a moment is no fault of a partner: it is waited for, and when it does not come back nobody is parked. */
async function closeOneByOne(scope: Scope, days: CloseDays, size: number, parked: Map<number, ParkedPartner>): Promise<Done> {
  let handled = 0;
  let closed = 0;
  for (let i = 0; i < size; i++) {
    const skip = [...parked.keys()];
    const next = { id: 0 };
    try {
      const batch = await withPatience(() =>
        closeBatch(scope, days, 1, skip, (partnerId) => {
          next.id = partnerId;
        }),
      );
      for (const one of batch.parked) parked.set(one.partnerId, one);
      if (batch.closed + batch.parked.length === 0) break;
      closed += batch.closed;
    } catch (error) {
      if (next.id === 0 || isConnectionLost(error)) throw error;
      const one = await parkPartner(scope, days, next.id, `Ошибка при закрытии: ${(error as Error).message.slice(0, 300)}`);
      if (one) parked.set(next.id, one);
    }
    handled++;
  }
  return { closed, handled };
}

async function endClose(scope: Scope, days: CloseDays): Promise<CloseResult['state']> {
  return command(scope, { action: 'close.end' }, async (tx) => {
    const [row] = await tx.sql<{ state: CloseResult['state'] }>(
      'close_end',
      `update month_closes set finished_at = $3::timestamptz, state = case when exists (select 1 from partners
           where created_at < $4::timestamptz and coalesce(open_from, '-infinity'::date) <= $1::date) then 'partial'::close_state else 'done' end
        where period = $2::date returning state::text as state`,
      [days.first, days.first, tx.now, closesAt(days.month)],
    );
    const state = row?.state ?? 'partial';
    if (state === 'partial') await tellParked(tx, days);
    await tx.audit({ action: `close.${state}`, subject: `закрытие ${days.month}` });
    return state;
  });
}
