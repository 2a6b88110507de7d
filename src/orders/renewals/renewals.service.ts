import { firstRenewalTold } from '#src/catalog/prices/notice.rules.ts';
import { addDays, type Day } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import type { Tx } from '#src/platform/scope.ts';
import { changedSince } from '#src/subscriptions/service/month-end.queries.ts';
import { writeRenewals } from '#src/subscriptions/service/renewed.service.ts';
import { holdRenewals } from './held-renewals.service.ts';
import { renewChanged } from './late-renewals.service.ts';
import { candidates, candidatesListed, creditsAtClose, type Due, parameters, refused, sumsDue } from './renewals-due.queries.ts';

export { type PlannedRenewals, planRenewals } from './renewal-plan.queries.ts';

/**
 * Renews active subscriptions for the month that begins with `month`, at the price valid on that day (product rule §8).
 * Each is decided for itself, in order of number, unless the partner has no hold and the sum of its renewals fits: then each
 * one fits. What was decided is written by set. After the month has begun, those changed since go one by one: `renewChanged`.
 */
export async function renewAll(tx: Tx, { partnerIds, month }: Due): Promise<void> {
  const changed = await changedSince(tx, partnerIds, month);
  const due = parameters(
    { partnerIds, month },
    changed.map(({ id }) => id),
  );
  const credits = await creditsAtClose(tx.sql, partnerIds, month);
  await holdRenewals(tx, month, await refused(tx.sql, due, await sumsDue(tx.sql, due), credits));
  await writeRenewals(tx, { text: candidates, values: due });
  if (changed.length > 0) await renewChanged(tx, month, changed, await creditsAtClose(tx.sql, partnerIds, month));
}

/** What a partner's renewals for a month will take; kopecks. */
export interface RenewalsAhead {
  readonly count: number;
  readonly cost: Kopecks;
  /** The same subscriptions at the prices they have now. */
  readonly costNow: Kopecks;
}

/** The renewals of the month that begins with `month`, if nothing changes until then: those the close will find, at its prices; a raise counts
 * where its letter is out or still comes in time. */
export async function renewalsAhead(sql: Sql, partnerId: number, month: Day, today: Day): Promise<RenewalsAhead> {
  const isToBeTold = month >= firstRenewalTold(addDays(today, 1));
  const [row] = await sql<RenewalsAhead>(
    `renewals_ahead.${isToBeTold ? 'listed' : 'told'}`,
    `${isToBeTold ? candidatesListed : candidates} select count(*)::int as count, coalesce(sum(charge), 0)::bigint as cost, coalesce(sum(old_price * seats), 0)::bigint as "costNow" from due`,
    parameters({ partnerIds: [partnerId], month }, []),
  );
  if (!row) throw new Error('a sum came without a row');
  return row;
}
