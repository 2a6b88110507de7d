import { type Credit, decideCost, type Verdict } from '#src/credit/credit.rules.ts';
import { watchCredit } from '#src/credit/credit.service.ts';
import type { AuditNote, Tx } from '#src/platform/scope.ts';
import type { Managed } from '#src/subscriptions/changes.rules.ts';
import { recordEvent } from '#src/subscriptions/history.service.ts';
import { activate, resume, start, suspend } from '#src/subscriptions/lifecycle.service.ts';
import { changeSeatsIn } from '#src/subscriptions/seats.service.ts';
import { tellDone, tellHeld } from './order-letters.service.ts';
import { insertOrders, type OrderKey, type OrderTerms } from './order-rows.service.ts';

/** Something that raises what a partner owes, worked out but not yet decided. */
export interface CostlyOrder extends OrderTerms {
  readonly subscription: Managed;
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
  const [key] = await insertOrders(tx, [{ order, verdict }]);
  if (!key) throw new Error('no order was written');
  const { id, number } = key;
  const written = { ...order, ...key };
  if (verdict.status === 'done') {
    await carryOut(tx, written);
    if (!isToldTogether) await tellDone(tx, written, 'done');
  } else {
    watchCredit(tx, order.subscription.partnerId);
    await letWait(tx, written);
    if (!isToldTogether) await tellHeld(tx, written, verdict.reason);
  }
  await tx.audit(noteOf(written, verdict));
  return { id, number, verdict };
}

/** What the audit journal says of an order that was decided. */
export function noteOf({ kind, number, subscription: s, seats, change }: OrderTerms & OrderKey, { status }: Verdict): AuditNote {
  const after = { kind, subscription: s.number, seats, charge: String(change.delta) };
  return { action: `order.${status}`, subject: `заказ ${number}`, partnerId: s.partnerId, after };
}

export type WrittenOrder = CostlyOrder & OrderKey;

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
  recordEvent(tx, {
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
