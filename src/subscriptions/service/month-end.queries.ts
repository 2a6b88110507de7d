import { type Day, moscowMidnight, nextMonth } from '#src/lib/days.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import type { Tx } from '#src/platform/scope.ts';
import type { SubscriptionStatus } from '#src/subscriptions/subscriptions.rules.ts';
import type { LaterChange } from './late-renewal.rules.ts';

/** A subscription changed since a month began, as it was the moment before. */
export interface AtMonthEnd {
  readonly id: number;
  readonly partnerId: number;
  readonly status: SubscriptionStatus;
  readonly seats: number;
  readonly autoRenew: boolean;
  /** Last day of service that was set then. */
  readonly stopOn: Day | null;
  /** Is the last day before the month charged? Not where an earlier month that was closed late too has ended it. */
  readonly isServed: boolean;
}

/**
 * Those of the partners' subscriptions that were changed since the month that begins with `month`, as they were when it began:
 * what the first later row of the history says was there before, else what is there now. One statement;
 * empty, and none at all, for a close in time.
 */
export async function changedSince(tx: Pick<Tx, 'sql' | 'now'>, partnerIds: readonly number[], month: Day): Promise<AtMonthEnd[]> {
  const begin = moscowMidnight(month);
  if (tx.now < begin) return [];
  return tx.sql<AtMonthEnd>(
    'changed_since',
    `with earlier as (
       select partner_id, subscription_id as id, ${first('status')} as status, ${first('seats')} as seats, ${first('autoRenew')} as auto_renew, ${first('stopOn')} as stop_on
       from subscription_events e where partner_id = any($1::int[]) and at >= $2::timestamptz and ${TOUCHES} and ${worksOn} >= $3::date group by 1, 2)
     select s.id, s.partner_id as "partnerId", coalesce(e.status #>> '{}', s.status::text) as status, coalesce(e.seats::int, s.seats) as seats,
       coalesce(e.auto_renew::boolean, s.auto_renew) as "autoRenew", coalesce(e.stop_on, to_jsonb(s.stop_on)) #>> '{}' as "stopOn",
       exists (select 1 from service_periods p where p.subscription_id = s.id and p.to_on = $3::date) as "isServed"
     from earlier e join subscriptions s on s.partner_id = e.partner_id and s.id = e.id where s.created_at < $2::timestamptz order by s.partner_id, s.id`,
    [partnerIds, begin, month],
  );
}

/** Rows that tell of service or its settings; a renewal changes neither. */
const TOUCHES = `action <> 'renewed'`;

/**
 * The day a row `e` of the history is about, which is another than that of its writing where a setting or a close came late:
 * the last day of a stop, the first of the month whose renewal waits.
 */
const worksOn = `coalesce((e.after ->> 'lastDay')::date, case when e.action = 'suspended' then (select o.period from orders o where o.id = e.order_id) end,
  (e.at at time zone 'Europe/Moscow')::date)`;

/** The value before the first later change of it, as JSON; SQL null when nothing changed it. */
function first(key: string): string {
  return `(array_agg(before -> '${key}' order by seq) filter (where before ? '${key}'))[1]`;
}

/** What was done to the service of a subscription in the month beginning on `month`, in order. */
export async function changesWithin(sql: Sql, subscriptionId: number, month: Day): Promise<LaterChange[]> {
  return sql<LaterChange>(
    'changes_within',
    `select action, (${worksOn})::text as "on", (after ->> 'seats')::int as seats, after ->> 'unitPrice' as "unitPrice"
     from subscription_events e where subscription_id = $1 and ${worksOn} >= $2::date and ${worksOn} < $3::date
       and action in ('seats', 'seats_down', 'stopped', 'started') order by seq`,
    [subscriptionId, month, nextMonth(month)],
  );
}
