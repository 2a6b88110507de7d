import type { Verdict } from '#src/credit/credit.rules.ts';
import type { Day } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';
import type { Tx } from '#src/platform/scope.ts';
import type { SubscriptionFacts } from '#src/subscriptions/changes.rules.ts';
import type { PeriodChange } from '#src/subscriptions/period.rules.ts';
import type { OrderKind } from './orders.types.ts';

/** What an order is for and at which terms; carried out, it needs the subscription's periods too (`CostlyOrder`). */
export interface OrderTerms {
  readonly kind: OrderKind;
  readonly subscription: SubscriptionFacts;
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

/** Writes orders as they were decided, in one statement, numbered in the order given: the only place that does. */
export async function insertOrders(tx: Tx, decided: readonly Decided[]): Promise<OrderKey[]> {
  const { actor, address } = tx.scope;
  return tx.sql<OrderKey>(
    'insert_orders',
    `insert into orders (number, partner_id, contract_id, customer_id, offer_id, subscription_id, kind, status, held_reason, seats_before,
       seats, unit_price, vat_rate, billing_rule, charge, terms_version, period, placed_by_id, placed_by_name, placed_at, address, comment,
       held_at, done_at)
     select 'O-' || nextval('order_numbers'), partner_id, contract_id, customer_id, offer_id, subscription_id, kind::order_kind, status::order_status,
       held_reason::held_reason, seats_before, seats, unit_price, vat_rate, billing_rule::billing_rule, charge, terms_version, period,
       $3::int, $4, $2::timestamptz, $5, comment,
       case status when 'held' then $2::timestamptz end, case status when 'done' then $2::timestamptz end
     from jsonb_to_recordset($1::jsonb) as o(partner_id int, contract_id int, customer_id int, offer_id int, subscription_id int, kind text,
       status text, held_reason text, seats_before int, seats int, unit_price bigint, vat_rate int, billing_rule text, charge bigint,
       terms_version text, period date, comment text)
     returning id, number`,
    [JSON.stringify(decided.map(row)), tx.now, actor.userId, actor.name, address],
  );
}

/** Kopecks go as text: JSON has no numbers of their size. */
function row({ order, verdict }: Decided): object {
  const { subscription: s, change } = order;
  return {
    ...{ partner_id: s.partnerId, contract_id: s.contractId, customer_id: s.customerId, offer_id: s.offerId, subscription_id: s.id },
    ...{ kind: order.kind, status: verdict.status, held_reason: verdict.status === 'held' ? verdict.reason : null },
    ...{ seats_before: order.kind === 'new' ? 0 : s.seats, seats: order.seats, unit_price: String(order.unitPrice) },
    ...{ vat_rate: order.vatRate, billing_rule: s.billingRule, charge: String(change.delta > 0n ? change.delta : 0n) },
    ...{ terms_version: order.termsVersion, period: order.period, comment: order.comment },
  };
}
