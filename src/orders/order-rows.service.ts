import type { Verdict } from '#src/credit/credit.rules.ts';
import type { Day } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import type { Part } from '#src/platform/gathering.ts';
import type { Tx } from '#src/platform/scope.ts';
import type { Subscription } from '#src/subscriptions/manage/changes.rules.ts';
import type { PeriodChange } from '#src/subscriptions/service/period.rules.ts';
import type { OrderKind } from './orders.types.ts';

/** What an order is for and at which terms; carried out, it needs the subscription's periods too (`OrderToDecide`). */
export interface OrderTerms {
  readonly kind: OrderKind;
  readonly subscription: Subscription;
  readonly seats: number;
  /** Kept while the order is held, kopecks per seat and month. */
  readonly unitPrice: Kopecks;
  readonly vatRate: number | null;
  /** What it does to the service periods; `change.delta` is the cost of the order. */
  readonly change: PeriodChange;
  readonly termsVersion: string | null;
  readonly comment?: string | null;
  /** First day of the month a renewal pays for. */
  readonly period?: Day;
}

/** An order with what was decided of it. */
export interface Decided {
  readonly order: OrderTerms;
  readonly verdict: Verdict;
}

/** Row and number of an order. */
export interface OrderKey {
  readonly id: number;
  readonly number: string;
}

/** Columns that draw the key of an order, for each row they are selected with. */
export const NEW_ORDER_KEY = `nextval('orders_id_seq')::int as id, 'O-' || nextval('order_numbers') as number`;

/** Draws keys of orders to be written, ascending. */
export function drawOrders(sql: Sql, count: number): Promise<OrderKey[]> {
  return sql<OrderKey>('draw_orders', `select ${NEW_ORDER_KEY} from generate_series(1, $1::int)`, [count]);
}

/** Writes orders as they were decided, under keys drawn for them: the only place that does. */
export function writeOrders(tx: Tx, decided: readonly (Decided & OrderKey)[]): void {
  tx.gather(ORDERS, decided.map(row));
}

const ORDERS: Part<object> = {
  name: 'orders',
  text: (rows) =>
    `insert into orders (id, number, partner_id, contract_id, customer_id, offer_id, subscription_id, kind, status, held_reason, seats_before,
       seats, unit_price, vat_rate, billing_rule, charge, terms_version, period, placed_by_id, placed_by_name, placed_at, address, comment,
       held_at, done_at)
     select id, number, partner_id, contract_id, customer_id, offer_id, subscription_id, kind::order_kind, status::order_status,
       held_reason::held_reason, seats_before, seats, unit_price, vat_rate, billing_rule::billing_rule, charge, terms_version, period,
       $2::int, $3, $1::timestamptz, $5, comment,
       case status when 'held' then $1::timestamptz end, case status when 'done' then $1::timestamptz end
     from jsonb_to_recordset(${rows}) as o(id int, number text, partner_id int, contract_id int, customer_id int, offer_id int, subscription_id int,
       kind text, status text, held_reason text, seats_before int, seats int, unit_price bigint, vat_rate int, billing_rule text, charge bigint,
       terms_version text, period date, comment text)`,
};

/** Kopecks go as text: JSON has no numbers of their size. */
function row({ id, number, order, verdict }: Decided & OrderKey): object {
  const { subscription: s, change } = order;
  return {
    ...{ id, number },
    ...{ partner_id: s.partnerId, contract_id: s.contractId, customer_id: s.customerId, offer_id: s.offerId, subscription_id: s.id },
    ...{ kind: order.kind, status: verdict.status, held_reason: verdict.status === 'held' ? verdict.reason : null },
    ...{ seats_before: order.kind === 'new' ? 0 : s.seats, seats: order.seats, unit_price: String(order.unitPrice) },
    ...{ vat_rate: order.vatRate, billing_rule: s.billingRule, charge: String(change.delta > 0n ? change.delta : 0n) },
    ...{ terms_version: order.termsVersion, period: order.period, comment: order.comment },
  };
}
