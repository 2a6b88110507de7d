import { lockCredit, sendLocks, watchCredits } from '#src/credit/credit.service.ts';
import { liftHolds, placeHold } from '#src/credit/holds.service.ts';
import { takeLimit } from '#src/credit/limit.service.ts';
import type { Kopecks } from '#src/lib/money.ts';
import type { Tx } from '#src/platform/scope.ts';
import { ALLOWED, freshnessOf } from './freshness.rules.ts';
import { partnersInAxapta } from './standing.queries.ts';
import { holdText, holdToDo, limitToSet, type Standing } from './standing.rules.ts';

/**
 * Makes holds `axapta`, limits and credit of partners what Axapta's data say, as far as their age allows. Whoever is locked for it is locked in
 * the order of ids; held orders are decided once, when all of a partner is done. Changes nothing where all is as it should be.
 */
export async function settlePartners(tx: Tx, partnerIds: readonly number[]): Promise<void> {
  if (partnerIds.length === 0) return;
  sendLocks(tx, partnerIds);
  const { axFreshHours: freshHours, axStaleHours: staleHours } = tx.scope.portal.config;
  const found = (await partnersInAxapta(tx.sql, partnerIds)).map((row) => ({
    ...row,
    freshness: freshnessOf(row.asOf, tx.now, { freshHours, staleHours }),
  }));
  await keepCredits(tx, found);
  for (const partner of found) {
    const limit = limitToSet(partner.creditMax, partner.limitTold, partner.limit);
    if (limit !== null && limit !== partner.limit) await takeLimit(tx, partner.partnerId, limit, 'Лимит из учётной системы');
    await settleHold(tx, partner);
  }
}

type Partner = Awaited<ReturnType<typeof partnersInAxapta>>[number] & Pick<Standing, 'freshness'>;

/** The debts that credit is counted from, and the limits told. Where orders wait they are decided again at the end of the command. */
async function keepCredits(tx: Tx, partners: readonly Partner[]): Promise<void> {
  const rows = partners.map(({ partnerId, creditMax, balance, asOf, freshness }) => ({
    ...{ id: partnerId, credit_max: creditMax === null ? null : String(creditMax), balance: String(balance) },
    ...{ as_of: asOf, is_very_old: ALLOWED[freshness].counts === 'the greater' },
  }));
  await tx.sql(
    'ax_credits_keep',
    `with n as (select * from jsonb_to_recordset($1::jsonb) as n(id int, credit_max bigint, balance bigint, as_of timestamptz, is_very_old boolean)),
       gone as (delete from ax_credits where partner_id in (select id from n where credit_max is null)),
       limits as (insert into ax_limits (partner_id, credit_max, own_limit) select n.id, n.credit_max, p.credit_limit from n join partners p on p.id = n.id
         on conflict (partner_id) do update set credit_max = excluded.credit_max,
           own_limit = case when ax_limits.credit_max is null then excluded.own_limit else ax_limits.own_limit end)
     insert into ax_credits (partner_id, balance, as_of, is_very_old) select id, balance, as_of, is_very_old from n where credit_max is not null
     on conflict (partner_id) do update set balance = excluded.balance, as_of = excluded.as_of, is_very_old = excluded.is_very_old`,
    [JSON.stringify(rows)],
  );
  const waiting = partners.filter(({ waits }) => waits > 0).map(({ partnerId }) => partnerId);
  if (waiting.length > 0) watchCredits(tx, waiting);
}

async function settleHold(tx: Tx, partner: Partner): Promise<void> {
  const todo = holdToDo(partner);
  if (todo === 'place') {
    await placeHold(tx, { partnerId: partner.partnerId, reason: 'axapta', text: holdText(partner), amount: owed(partner.overdue) });
  } else if (todo === 'lift' && partner.holdId !== null) {
    const { holds } = await lockCredit(tx, partner.partnerId);
    const own = holds.filter(({ reason }) => reason === 'axapta').map(({ id }) => ({ id, comment: 'Снято учётной системой' }));
    await liftHolds(tx, partner.partnerId, own, 'axapta');
  }
}

const owed = (overdue: Kopecks): Kopecks | null => (overdue > 0n ? overdue : null);
