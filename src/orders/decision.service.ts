import { type Credit, decideCost, type Verdict } from '#src/credit/credit.rules.ts';
import type { Day } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';
import type { Tx } from '#src/platform/scope.ts';
import type { Managed } from '#src/subscriptions/changes.rules.ts';
import { recordEvent } from '#src/subscriptions/history.service.ts';
import { activate, resume, start, suspend } from '#src/subscriptions/lifecycle.service.ts';
import type { PeriodChange } from '#src/subscriptions/period.rules.ts';
import { changeSeatsIn } from '#src/subscriptions/seats.service.ts';
import { tellDone, tellHeld } from './order-letters.service.ts';
import type { OrderKind } from './orders.types.ts';

/** Something that raises what a partner owes, worked out but not yet decided. */
export interface CostlyOrder {
  readonly kind: OrderKind;
  readonly subscription: Managed;
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

export interface TakenOn {
  readonly id: number;
  readonly number: string;
  readonly verdict: Verdict;
}

/**
 * The one path for everything that costs money (product rule §7): decides by hold and limit, records the order,
 * carries it out or lets it wait, and tells people. The caller has locked the partner (`lockCredit`),
 * and writes the letter itself when one letter tells of many orders (`isToldTogether`).
 */
export async function takeOn(tx: Tx, credit: Credit, order: CostlyOrder, isToldTogether = false): Promise<TakenOn> {
  const verdict = decideCost(credit, order.change.delta);
  const { id, number } = await insertOrder(tx, order, verdict);
  const written = { ...order, id, number };
  if (verdict.status === 'done') {
    await carryOut(tx, written);
    if (!isToldTogether) await tellDone(tx, written, 'done');
  } else {
    await letWait(tx, written);
    if (!isToldTogether) await tellHeld(tx, written, verdict.reason);
  }
  await tx.audit({
    action: `order.${verdict.status}`,
    subject: `заказ ${number}`,
    partnerId: order.subscription.partnerId,
    after: { kind: order.kind, subscription: order.subscription.number, seats: order.seats, charge: String(order.change.delta) },
  });
  return { id, number, verdict };
}

export type WrittenOrder = CostlyOrder & { readonly id: number; readonly number: string };

/** Does what the order says: the subscription's state, periods and journal. */
export async function carryOut(tx: Tx, order: WrittenOrder): Promise<void> {
  const terms = { seats: order.seats, unitPrice: order.unitPrice, vatRate: order.vatRate };
  if (order.kind === 'new') await activate(tx, order.subscription, order.change, order.id);
  else if (order.kind === 'increase')
    await changeSeatsIn(tx, order.subscription, order.seats, order.change, { orderId: order.id, comment: order.comment });
  else if (order.kind === 'restart')
    await start(tx, order.subscription, terms, order.change, { orderId: order.id, comment: order.comment });
  else await resume(tx, order.subscription, terms, order.change, order.id);
}

/** A held order costs nothing; a subscription whose renewal waits is suspended, and the journal says what waits. */
async function letWait(tx: Tx, order: WrittenOrder): Promise<void> {
  if (order.kind === 'renewal') return suspend(tx, order.subscription, order.id);
  await recordEvent(tx, {
    subscriptionId: order.subscription.id,
    partnerId: order.subscription.partnerId,
    action: 'held',
    before: {},
    after: { kind: order.kind, seats: order.seats },
    monthDelta: 0n,
    fullMonthDelta: 0n,
    comment: order.comment ?? null,
    orderId: order.id,
  });
}

async function insertOrder(tx: Tx, order: CostlyOrder, verdict: Verdict): Promise<{ id: number; number: string }> {
  const { actor, address } = tx.scope;
  const s = order.subscription;
  const [row] = await tx.sql<{ id: number; number: string }>(
    'insert_order',
    `insert into orders (number, partner_id, contract_id, customer_id, offer_id, subscription_id, kind, status, held_reason, seats_before,
       seats, unit_price, vat_rate, billing_rule, charge, terms_version, period, placed_by_id, placed_by_name, placed_at, address, comment,
       held_at, done_at)
     values ('O-' || nextval('order_numbers'), $1, $2, $3, $4, $5, $6::order_kind, $7::order_status, $8::held_reason, $9,
       $10, $11::bigint, $12::int, $13::billing_rule, $14::bigint, $15, $16::date, $17::int, $18, $19::timestamptz, $20, $21,
       $22::timestamptz, $23::timestamptz)
     returning id, number`,
    [
      s.partnerId,
      s.contractId,
      s.customerId,
      s.offerId,
      s.id,
      order.kind,
      verdict.status,
      verdict.status === 'held' ? verdict.reason : null,
      order.kind === 'new' ? 0 : s.seats,
      order.seats,
      order.unitPrice,
      order.vatRate,
      s.billingRule,
      order.change.delta > 0n ? order.change.delta : 0n,
      order.termsVersion,
      order.period ?? null,
      actor.userId,
      actor.name,
      tx.now,
      address,
      order.comment ?? null,
      verdict.status === 'held' ? tx.now : null,
      verdict.status === 'done' ? tx.now : null,
    ],
  );
  if (!row) throw new Error('no order was written');
  return row;
}
