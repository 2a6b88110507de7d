import type { HeldReason } from '#src/credit/credit.rules.ts';
import type { Kopecks } from '#src/lib/money.ts';
import { keySql, searchPatterns } from '#src/lib/search-key.ts';
import { inParts, type Part } from '#src/lib/table.ts';
import { DECIDABLE } from '#src/orders/held/decidable.queries.ts';
import type { OrderCourse } from '#src/orders/orders.pages.ts';
import type { OrderKind, OrderStatus } from '#src/orders/orders.types.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';
import { ordersFoundBy } from '#src/search/found-by.queries.ts';
import type { StaffOrdersFilter } from './staff-orders.forms.ts';

/** An order of any partner; sums in kopecks with VAT. */
export interface StaffOrder {
  readonly id: number;
  readonly number: string;
  readonly kind: OrderKind;
  readonly status: OrderStatus;
  readonly heldReason: HeldReason | null;
  readonly placedAt: Date;
  readonly decidedAt: Date | null;
  readonly placedByName: string;
  readonly seatsBefore: number;
  readonly seats: number;
  readonly unitPrice: Kopecks;
  readonly charge: Kopecks;
  readonly partnerId: number;
  readonly partnerName: string;
  readonly subscriptionNumber: string;
  readonly productName: string;
  readonly vendorName: string;
  readonly sku: string;
  readonly customerName: string;
}

const COLUMNS = `o.id, o.number, o.kind::text as kind, o.status::text as status, o.held_reason::text as "heldReason", o.placed_at as "placedAt",
  coalesce(o.done_at, o.cancelled_at, o.rejected_at) as "decidedAt", o.placed_by_name as "placedByName", o.seats_before as "seatsBefore", o.seats, o.unit_price as "unitPrice", o.charge,
  o.partner_id as "partnerId", p.name as "partnerName", s.number as "subscriptionNumber", s.product_name as "productName",
  s.vendor_name as "vendorName", s.sku, s.customer_name as "customerName"`;

/** $1 patterns, each of which must be found · $2 state · $3 reason · $4 kind · $5 partner · $6 what it waits for · $7 manager. */
const MATCHING = `from orders o join partners p on p.id = o.partner_id join subscriptions s on s.partner_id = o.partner_id and s.id = o.subscription_id
  where ($1::text[] is null or s.search_key || '|' || p.search_key || '|' || ${keySql('o.number')} like all ($1::text[]))
    and ($2::text is null or o.status = $2::order_status) and ($3::text is null or o.held_reason = $3::held_reason)
    and ($4::text is null or o.kind = $4::order_kind) and ($5::int is null or o.partner_id = $5::int)
    and ($6::text is null or (o.status = 'held' and (o.id in (${DECIDABLE})) = ($6::text = 'decision')))
    and ($7::int is null or p.manager_id = $7::int)`;

const values = ({ actor }: Scope, { q, status, reason, kind, partner, wait, whose }: StaffOrdersFilter): unknown[] => [
  searchPatterns(q),
  status,
  reason,
  kind,
  partner,
  wait,
  whose === 'mine' ? actor.userId : null,
];

/** Waiting ones first, those of one's own partners before others, the longest waiting on top. Then the newest. */
export function staffOrders(scope: Scope, filter: StaffOrdersFilter, { limit, offset }: Part): Promise<StaffOrder[]> {
  const narrowed = ordersFoundBy(filter.q, 11);
  return scope.portal.sql<StaffOrder>(
    `staff_orders${narrowed.name}`,
    `select * from (
       (select ${COLUMNS}, case when p.manager_id = $10::int then 0 else 1 end as place ${MATCHING} ${narrowed.where} and o.status = 'held'
         order by place, o.placed_at, o.id limit $8::int + $9::int)
       union all
       (select ${COLUMNS}, 2 ${MATCHING} ${narrowed.where} and o.status <> 'held' order by o.id desc limit $8::int + $9::int)) r
     order by place, case when place < 2 then "placedAt" end, case when place < 2 then id end, id desc limit $8::int offset $9::int`,
    [...values(scope, filter), limit, offset, scope.actor.userId, ...narrowed.values],
  );
}

/** All of them in the same order, for a file: those that wait at once, the others some thousands at a time. */
export async function* exportStaffOrders(scope: Scope, filter: StaffOrdersFilter): AsyncGenerator<StaffOrder> {
  const narrowed = ordersFoundBy(filter.q, 9);
  yield* await scope.portal.sql<StaffOrder>(
    `export_held_orders${narrowed.name}`,
    `select ${COLUMNS} ${MATCHING} ${narrowed.where} and o.status = 'held'
     order by case when p.manager_id = $8::int then 0 else 1 end, o.placed_at, o.id`,
    [...values(scope, filter), scope.actor.userId, ...narrowed.values],
  );
  const decided = ordersFoundBy(filter.q, 10);
  const text = `select ${COLUMNS} ${MATCHING} ${decided.where} and o.status <> 'held' and ($8::int is null or o.id < $8::int)
    order by o.id desc limit $9::int`;
  yield* inParts(({ size, last }: { size: number; last: StaffOrder | null }) =>
    scope.portal.sql<StaffOrder>(`export_decided_orders${decided.name}`, text, [
      ...[...values(scope, filter), last?.id ?? null, size],
      ...decided.values,
    ]),
  );
}

export interface OrderCounts {
  readonly total: number;
  readonly byLimit: number;
  readonly byHold: number;
  /** More seats of suspended subscriptions: they follow the renewal, which waits on its own. */
  readonly byRenewal: number;
  /** Of all held, those that a person can decide now. */
  readonly decidable: number;
  /** Held orders of all partners at the time they were placed, kopecks. */
  readonly heldSum: Kopecks;
  readonly partner: string | null;
}

/** How many the filter finds, and what waits on the whole portal. */
export async function staffOrderCounts(scope: Scope, filter: StaffOrdersFilter): Promise<OrderCounts> {
  const narrowed = ordersFoundBy(filter.q, 8);
  const [row] = await scope.portal.sql<OrderCounts>(
    `staff_order_counts${narrowed.name}`,
    `select (select count(*)::int ${MATCHING} ${narrowed.where}) as total, w.*, (select name from partners where id = $5::int) as partner
     from (select count(*) filter (where held_reason = 'credit_limit')::int as "byLimit",
       count(*) filter (where held_reason = 'partner_blocked')::int as "byHold",
       count(*) filter (where held_reason = 'renewal_first')::int as "byRenewal",
       (select count(*)::int from (${DECIDABLE}) d) as decidable, coalesce(sum(charge), 0)::bigint as "heldSum"
       from orders where status = 'held') w`,
    [...values(scope, filter), ...narrowed.values],
  );
  if (!row) throw new Error('counts came without a row');
  return row;
}

/** One order with the credit of its partner, as staff decide about it. */
export interface StaffOrderCard extends StaffOrder, OrderCourse {
  readonly vatRate: number | null;
  readonly comment: string | null;
  readonly contractNumber: string;
  readonly limit: Kopecks;
  readonly exposure: Kopecks;
  /** The partner's oldest open hold. */
  readonly hold: { readonly id: number; readonly text: string } | null;
}

/** Any partner's order. @throws NotFound */
export async function staffOrder(scope: Scope, number: string): Promise<StaffOrderCard> {
  const [row] = await scope.portal.sql<StaffOrderCard>(
    'staff_order',
    `select ${COLUMNS}, o.vat_rate as "vatRate", o.comment, c.number as "contractNumber", o.held_at as "heldAt", o.done_at as "doneAt",
       o.cancelled_at as "cancelledAt", o.rejected_at as "rejectedAt", o.decided_by_name as "decidedByName", o.is_override as "isOverride",
       p.credit_limit as "limit", e.exposure,
       (select json_build_object('id', h.id, 'text', h.text) from holds h
         where h.partner_id = p.id and h.lifted_at is null order by h.placed_at, h.id limit 1) as hold
     from orders o join partners p on p.id = o.partner_id join credit_exposures e on e.partner_id = o.partner_id
       join subscriptions s on s.partner_id = o.partner_id and s.id = o.subscription_id join contracts c on c.partner_id = o.partner_id and c.id = o.contract_id
     where o.number = $1`,
    [number],
  );
  if (!row) throw new NotFound();
  return row;
}
