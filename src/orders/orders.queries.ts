import type { OfferUnit } from '#src/catalog/catalog.types.ts';
import type { HeldReason } from '#src/credit/credit.rules.ts';
import type { Day } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';
import { keySql, searchPatterns } from '#src/lib/search-key.ts';
import type { Part } from '#src/lib/table.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';
import type { BillingRule } from '#src/subscriptions/service/charge.rules.ts';
import type { OrderFilter, OrderSort } from './orders.forms.ts';
import type { OrderKind, OrderStatus } from './orders.types.ts';

/** An order in a list; sums in kopecks with VAT. */
export interface OrderRow {
  number: string;
  kind: OrderKind;
  status: OrderStatus;
  heldReason: HeldReason | null;
  placedAt: Date;
  /** When it was carried out, cancelled or refused; null while it waits. */
  decidedAt: Date | null;
  placedByName: string;
  seatsBefore: number;
  seats: number;
  unitPrice: Kopecks;
  charge: Kopecks;
  subscriptionNumber: string;
  productName: string;
  vendorName: string;
  sku: string;
  customerId: number;
  customerName: string;
}

export interface OrderList {
  rows: OrderRow[];
  /** How many there are in each state, with the other filters on. */
  counts: Record<OrderStatus, number>;
}

const rowColumns = `o.number, o.kind::text as kind, o.status::text as status, o.held_reason::text as "heldReason", o.placed_at as "placedAt",
  coalesce(o.done_at, o.cancelled_at, o.rejected_at) as "decidedAt", o.placed_by_name as "placedByName", o.seats_before as "seatsBefore", o.seats, o.unit_price as "unitPrice", o.charge,
  s.number as "subscriptionNumber", s.product_name as "productName", s.vendor_name as "vendorName", s.sku,
  o.customer_id as "customerId", s.customer_name as "customerName"`;

/** The partner's own orders, and of them those the filter keeps: $1 partner, $2 kind, $3 patterns, each of which must be found. */
const matching = `from orders o join subscriptions s on s.partner_id = o.partner_id and s.id = o.subscription_id
  where o.partner_id = $1 and ($2::order_kind is null or o.kind = $2::order_kind)
    and ($3::text[] is null or ${keySql('o.number')} || '|' || s.search_key like all ($3::text[]))`;

/** Held orders first: they wait for somebody. Then, and always among equals, the newest. */
const orders: Record<OrderSort | 'held', string> = {
  held: `o.status = 'held' desc, o.placed_at desc`,
  placed: 'o.placed_at',
  '-placed': 'o.placed_at desc',
  number: 'o.number',
  '-number': 'o.number desc',
  customer: 's.customer_name, o.placed_at desc',
  '-customer': 's.customer_name desc, o.placed_at desc',
  charge: 'o.charge, o.placed_at desc',
  '-charge': 'o.charge desc, o.placed_at desc',
};

/** A page of the actor's partner's orders with the counts beside it; both asked at once. */
export async function listOrders(scope: Scope, filter: OrderFilter, part: Part): Promise<OrderList> {
  const [rows, counts] = await Promise.all([orderRows(scope, filter, part), orderCounts(scope, filter)]);
  return { rows, counts };
}

/** Rows alone, e.g. for a file; `limit: null` gives all. */
export function orderRows(scope: Scope, filter: OrderFilter, { limit, offset }: Part<number | null>): Promise<OrderRow[]> {
  const { sort } = filter;
  return scope.portal.sql<OrderRow>(
    `order_rows_${sort}`,
    `select ${rowColumns} ${matching} and ($4::order_status is null or o.status = $4::order_status)
     order by ${orders[sort]}, o.id desc limit $5::int offset $6::int`,
    [...filterValues(scope, filter), filter.status ?? null, limit, offset],
  );
}

async function orderCounts(scope: Scope, filter: OrderFilter): Promise<OrderList['counts']> {
  const rows = await scope.portal.sql<{ status: OrderStatus; count: number }>(
    'order_counts',
    `select o.status::text as status, count(*)::int as count ${matching} group by o.status`,
    filterValues(scope, filter),
  );
  return { held: 0, done: 0, cancelled: 0, rejected: 0, ...Object.fromEntries(rows.map(({ status, count }) => [status, count])) };
}

const filterValues = (scope: Scope, { kind, q }: OrderFilter) => [scope.actor.partnerId, kind ?? null, searchPatterns(q)];

/** An order as its page shows it. */
export interface OrderFacts extends OrderRow {
  subscriptionId: number;
  vatRate: number | null;
  billingRule: BillingRule;
  unit: OfferUnit;
  termsVersion: string | null;
  contractNumber: string;
  /** First day of the month a renewal pays for. */
  period: Day | null;
  /** First day of the subscription; null until it has run. */
  startedOn: Day | null;
  /** The subscription's last day, where one was set. */
  stopOn: Day | null;
  address: string | null;
  heldAt: Date | null;
  doneAt: Date | null;
  cancelledAt: Date | null;
  rejectedAt: Date | null;
  decidedByName: string | null;
  comment: string | null;
  isOverride: boolean;
  /** The customer was made within a day before the order: its credentials are still to be forwarded. */
  isCustomerNew: boolean;
}

/** The actor's partner's order with this number. @throws NotFound for a foreign or absent one. */
export async function orderByNumber(scope: Scope, number: string): Promise<OrderFacts> {
  const [order] = await scope.portal.sql<OrderFacts>(
    'order_by_number',
    `select ${rowColumns}, o.subscription_id as "subscriptionId", o.vat_rate as "vatRate", o.billing_rule::text as "billingRule", f.unit,
       o.terms_version as "termsVersion", c.number as "contractNumber", o.period::text as period, s.stop_on::text as "stopOn", s.started_on::text as "startedOn", o.address,
       o.held_at as "heldAt", o.done_at as "doneAt", o.cancelled_at as "cancelledAt", o.rejected_at as "rejectedAt",
       o.decided_by_name as "decidedByName", o.comment, o.is_override as "isOverride",
       k.created_at > o.placed_at - interval '1 day' as "isCustomerNew"
     from orders o
     join subscriptions s on s.partner_id = o.partner_id and s.id = o.subscription_id
     join customers k on k.partner_id = o.partner_id and k.id = o.customer_id
     join contracts c on c.partner_id = o.partner_id and c.id = o.contract_id
     join offers f on f.id = o.offer_id
     where o.partner_id = $1 and o.number = $2`,
    [scope.actor.partnerId, number],
  );
  if (!order) throw new NotFound();
  return order;
}

export interface OrderLetter {
  /** The credentials of the order's customer. */
  isCredentials: boolean;
  recipientName: string;
  recipientAddress: string;
}

/** Who was written to when an order was placed: its own people, as a copy their MONT manager, and the customer's credentials. */
export function lettersOfPlacing(scope: Scope, { number, customerId }: OrderRow): Promise<OrderLetter[]> {
  const credentials = `customer:${customerId}:credentials`;
  const causes = [`order:${number}:done`, `order:${number}:held`, credentials];
  return scope.portal.sql<OrderLetter>(
    'order_letters',
    `select cause = $3 as "isCredentials", recipient_name as "recipientName", recipient_address as "recipientAddress"
     from letters where partner_id = $1 and cause = any($2::text[]) order by id`,
    [scope.actor.partnerId, causes, credentials],
  );
}
