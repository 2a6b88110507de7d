import { addDays, type Day } from '#src/lib/days.ts';
import type { Tx } from '#src/platform/scope.ts';
import { lockManaged } from '#src/subscriptions/managed.queries.ts';
import { endService } from '#src/subscriptions/stop-date.service.ts';
import type { CloseDays } from './close.rules.ts';

/**
 * Stops of the month's end: a stop date within the month, or auto-renewal off (product rule §8).
 * A stop date that was missed earlier is charged through that day, however late this runs; service that was begun again in
 * the next month before a late close is left alone.
 */
export async function stopDue(tx: Tx, days: CloseDays, partnerIds: readonly number[]): Promise<void> {
  const due = await tx.sql<{ id: number; partnerId: number; stopOn: Day | null }>(
    'stops_due',
    `select id, partner_id as "partnerId", case when stop_on <= $2::date then stop_on::text end as "stopOn" from subscriptions s
      where partner_id = any($1::int[]) and status = 'active' and (stop_on <= $2::date or not auto_renew)
        and started_on <= $2::date
        and not exists (select 1 from service_periods sp where sp.subscription_id = s.id and sp.from_on > $2::date) order by partner_id, id`,
    [partnerIds, days.last],
  );
  for (const { id, partnerId, stopOn } of due) {
    const subscription = await lockManaged(tx, partnerId, { id });
    if (!subscription) continue;
    const lastDay = stopOn ?? addDays(days.next, -1);
    await endService(tx, subscription, stopOn ? 'stop_date' : 'auto_renew_off', lastDay);
  }
}
