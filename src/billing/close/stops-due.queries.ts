import { type Day, earlierDay } from '#src/lib/days.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import type { Managed } from '#src/subscriptions/manage/changes.rules.ts';
import type { ServiceEnd } from '#src/subscriptions/service/lifecycle-sets.service.ts';
import type { AtMonthEnd } from '#src/subscriptions/service/month-end.queries.ts';
import type { CloseDays } from './close.rules.ts';

/** A subscription whose service ends with this month. */
export interface Due {
  readonly id: number;
  readonly partnerId: number;
  /** Its stop date, when it comes within the month; else auto-renewal is off. */
  readonly stopOn: Day | null;
}

/** Those that end by set, charged through the month's last day, and those that go one by one. */
export interface StopsDue {
  readonly whole: readonly Due[];
  readonly odd: readonly Due[];
}

/**
 * Stops of the month's end: a stop date within the month, or auto-renewal off (product rule §8). One by one go those with a period
 * to cut back, whose stop date was missed, and those `changed` since a month that is closed late (README). Service that was begun
 * again in the next month is left alone.
 */
export async function stopsDue(
  sql: Sql,
  days: CloseDays,
  partnerIds: readonly number[],
  changed: readonly AtMonthEnd[],
): Promise<StopsDue> {
  const due = await sql<Due>(
    'stops_due',
    `select id, partner_id as "partnerId", case when stop_on <= $2::date then stop_on::text end as "stopOn" from subscriptions s
      where partner_id = any($1::int[]) and status = 'active' and (stop_on <= $2::date or not auto_renew)
        and started_on <= $2::date and id <> all($3::int[])
        and not exists (select 1 from service_periods sp where sp.partner_id = any($1::int[]) and sp.subscription_id = s.id and sp.from_on > $2::date)
      order by partner_id, id`,
    [partnerIds, days.last, changed.map(({ id }) => id)],
  );
  const isWhole = ({ stopOn }: Due) => stopOn === null || stopOn === days.last;
  return { whole: due.filter(isWhole), odd: [...due.filter((one) => !isWhole(one)), ...changed.flatMap((then) => dueThen(then, days))] };
}

/** Why it ends, and its last day. */
export function endOf(stopOn: Day | null, { last }: CloseDays): Pick<ServiceEnd, 'cause' | 'lastDay'> {
  return { cause: stopOn ? 'stop_date' : 'auto_renew_off', lastDay: earlierDay(stopOn ?? last, last) };
}

/** Does it run on to this day? One that was stopped since, and perhaps begun again, had ended before. */
export const isRunningOn = ({ status, periods }: Managed, { last }: CloseDays): boolean =>
  status === 'active' && !periods.some(({ from }) => from > last);

/** Whether it was to end with the month as it stood at the month's end. */
function dueThen({ id, partnerId, status, autoRenew, stopOn, isServed }: AtMonthEnd, { last }: CloseDays): Due[] {
  const isByDate = stopOn !== null && stopOn <= last;
  return status === 'active' && isServed && (isByDate || !autoRenew) ? [{ id, partnerId, stopOn: isByDate ? stopOn : null }] : [];
}
