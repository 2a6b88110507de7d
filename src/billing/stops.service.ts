import { type Day, earlierDay } from '#src/lib/days.ts';
import type { Tx } from '#src/platform/scope.ts';
import type { ServiceEnd } from '#src/subscriptions/lifecycle-sets.service.ts';
import { lockFacts, lockManaged } from '#src/subscriptions/managed.queries.ts';
import { type AtMonthEnd, changedSince } from '#src/subscriptions/month-end.queries.ts';
import { endService, endServiceEarlier, endServices } from '#src/subscriptions/stop-date.service.ts';
import type { CloseDays } from './close.rules.ts';

/** A subscription whose service ends with this month. */
interface Due {
  readonly id: number;
  readonly partnerId: number;
  /** Its stop date, when it comes within the month; else auto-renewal is off. */
  readonly stopOn: Day | null;
}

/**
 * Stops of the month's end: a stop date within the month, or auto-renewal off (product rule §8). They are written by set;
 * one by one go those with a period to cut back, whose stop date was missed, and those that were changed since a month that
 * is closed late (README). Service that was begun again in the next month is left alone.
 */
export async function stopDue(tx: Tx, days: CloseDays, partnerIds: readonly number[]): Promise<void> {
  const changed = await changedSince(tx, partnerIds, days.next);
  const due = await tx.sql<Due>(
    'stops_due',
    `select id, partner_id as "partnerId", case when stop_on <= $2::date then stop_on::text end as "stopOn" from subscriptions s
      where partner_id = any($1::int[]) and status = 'active' and (stop_on <= $2::date or not auto_renew)
        and started_on <= $2::date and id <> all($3::int[])
        and not exists (select 1 from service_periods sp where sp.partner_id = any($1::int[]) and sp.subscription_id = s.id and sp.from_on > $2::date)
      order by partner_id, id`,
    [partnerIds, days.last, changed.map(({ id }) => id)],
  );
  const isWhole = ({ stopOn }: Due) => stopOn === null || stopOn === days.last;
  await stopWhole(tx, days, partnerIds, due.filter(isWhole));
  for (const one of due.filter((late) => !isWhole(late))) await stopOne(tx, days, one);
  for (const one of changed.flatMap((then) => dueThen(then, days))) await stopOne(tx, days, one);
}

/** Those charged through the month's last day: no period changes. */
async function stopWhole(tx: Tx, days: CloseDays, partnerIds: readonly number[], due: readonly Due[]): Promise<void> {
  const stopOn = new Map(due.map((one) => [one.id, one.stopOn]));
  const subscriptions = await lockFacts(tx, partnerIds, [...stopOn.keys()]);
  const ends = subscriptions.map((subscription): ServiceEnd => ({ subscription, ...endOf(stopOn.get(subscription.id) ?? null, days) }));
  await endServices(tx, ends);
}

/** One that was stopped since, and perhaps begun again, had ended before: its journal is told. */
async function stopOne(tx: Tx, days: CloseDays, { id, partnerId, stopOn }: Due): Promise<void> {
  const s = await lockManaged(tx, partnerId, { id });
  if (!s) return;
  const { cause, lastDay } = endOf(stopOn, days);
  const isRunningOn = s.status === 'active' && !s.periods.some(({ from }) => from > days.last);
  await (isRunningOn ? endService : endServiceEarlier)(tx, s, cause, lastDay);
}

function endOf(stopOn: Day | null, { last }: CloseDays): Pick<ServiceEnd, 'cause' | 'lastDay'> {
  return { cause: stopOn ? 'stop_date' : 'auto_renew_off', lastDay: earlierDay(stopOn ?? last, last) };
}

/** Whether it was to end with the month as it stood at the month's end. */
function dueThen({ id, partnerId, status, autoRenew, stopOn, isServed }: AtMonthEnd, { last }: CloseDays): Due[] {
  const isByDate = stopOn !== null && stopOn <= last;
  return status === 'active' && isServed && (isByDate || !autoRenew) ? [{ id, partnerId, stopOn: isByDate ? stopOn : null }] : [];
}
