import { partnerOf } from '#src/accounts/actor.rules.ts';
import type { HeldReason } from '#src/credit/credit.rules.ts';
import { addDays, addMonths, type Day, firstOfMonth, lastOfMonth, type Month } from '#src/lib/days.ts';
import type { Scope } from '#src/platform/scope.ts';
import { isClosedBy, runsOn } from '#src/subscriptions/service/served.queries.ts';
import { withDue } from '#src/workdays/calendar.queries.ts';
import type { DueDay } from '#src/workdays/due-day.rules.ts';

/** A stop this many days ahead needs attention. */
export const STOP_NEAR_DAYS = 10;
/** Things of one kind shown one by one; the rest is told by its number. */
const SHOWN = 5;
/** Months in the chart, this one included. */
export const CHART_MONTHS = 6;

/** Everything the partner's home shows besides the history; sums are kopecks as text, days `YYYY-MM-DD`. */
export interface Overview {
  /** Invoices not paid in full, the earliest due first; `documentId` is the счёт when it is made. */
  readonly invoices: readonly (DueDay & { number: string; period: Day; open: string; documentId: number | null })[];
  /** All of them, shown or not. */
  readonly invoiceCount: number;
  readonly subscriptions: number;
  readonly active: number;
  readonly customers: number;
  readonly orders: number;
  readonly held: readonly { number: string; product: string; customer: string; reason: HeldReason; charge: string }[];
  readonly stopping: readonly { number: string; product: string; customer: string; on: Day }[];
  /** All that stop in the days ahead, shown or not. */
  readonly stoppingCount: number;
  readonly letters: readonly { subject: string; address: string; status: 'failed' | 'unknown' }[];
  readonly letterCount: number;
  readonly months: readonly { month: Month; sum: string }[];
  readonly vendors: readonly { name: string; sum: string }[];
}

/** The partner's home in one statement: each part is small and bounded. `openDay` is the first day not closed. */
export async function overview(scope: Scope, openDay: Day): Promise<Overview> {
  const today = scope.portal.clock.today();
  const [row] = await scope.portal.sql<Overview>(
    'cabinet_overview',
    `with owed as (select i.id, i.number, i.period::text as period, i.due_on::text as "dueOn", i.open::text as open
         from invoice_balances i where i.partner_id = $1 and i.status = 'issued' and i.open > 0)
     select (select count(*)::int from owed) as "invoiceCount",
       coalesce((select json_agg(w) from (select o.number, o.period, o."dueOn", o.open, d.id as "documentId" from owed o
         left join documents d on d.partner_id = $1 and d.invoice_id = o.id and d.kind = 'invoice' order by o."dueOn", o.number limit ${SHOWN}) w), '[]') as invoices,
       s.subscriptions, s.active,
       (select count(*)::int from customers where partner_id = $1) as customers,
       (select count(*)::int from orders where partner_id = $1) as orders,
       coalesce((select json_agg(h) from (select o.number, s.product_name as product, s.customer_name as customer, o.held_reason as reason,
           o.charge::text as charge from orders o join subscriptions s on s.partner_id = o.partner_id and s.id = o.subscription_id
         where o.partner_id = $1 and o.status = 'held' order by o.placed_at, o.id limit ${SHOWN}) h), '[]') as held,
       coalesce((select json_agg(d) from (select number, product_name as product, customer_name as customer,
           least(stop_on, case when not auto_renew then $6::date end) as on
         from subscriptions where partner_id = $1 and status = 'active' and (stop_on is not null or not auto_renew)
           and least(stop_on, case when not auto_renew then $6::date end) <= $5::date
         order by 4, number limit ${SHOWN}) d), '[]') as stopping, s."stoppingCount",
       coalesce((select json_agg(l) from (select subject, recipient_address as address, status from letters
         where partner_id = $1 and status in ('failed', 'unknown') and settled_at is null order by id desc limit ${SHOWN}) l), '[]') as letters,
       (select count(*)::int from letters where partner_id = $1 and status in ('failed', 'unknown') and settled_at is null) as "letterCount",
       coalesce((select json_agg(m) from (select to_char(from_on, 'YYYY-MM') as month, sum(charge)::text as sum from service_periods
         where partner_id = $1 and from_on >= $3::date and from_on <= $4::date group by 1 order by 1) m), '[]') as months,
       coalesce((select json_agg(v) from (select s.vendor_name as name, sum(p.charge)::text as sum
         from service_periods p join subscriptions s on s.partner_id = p.partner_id and s.id = p.subscription_id
         where p.partner_id = $1 and p.from_on >= $2::date and p.from_on <= $4::date
         group by s.vendor_name having sum(p.charge) > 0 order by sum(p.charge) desc) v), '[]') as vendors
     from (select count(*)::int as subscriptions, count(*) filter (where ${runsOn('$7', isClosedBy('$7', '$6'))})::int as active,
         count(*) filter (where status = 'active' and least(stop_on, case when not auto_renew then $6::date end) <= $5::date)::int as "stoppingCount"
       from subscriptions s where s.partner_id = $1) s`,
    [
      partnerOf(scope),
      firstOfMonth(today),
      addMonths(firstOfMonth(today), 1 - CHART_MONTHS),
      lastOfMonth(today),
      addDays(today, STOP_NEAR_DAYS),
      lastOfMonth(openDay),
      today,
    ],
  );
  if (!row) throw new Error('the overview came without a row');
  return { ...row, invoices: await withDue(scope.portal.sql, row.invoices) };
}
