import type { Verdict } from '#src/credit/credit.rules.ts';
import { watchCredit } from '#src/credit/credit.service.ts';
import { zero } from '#src/lib/money.ts';
import type { PersonToWrite } from '#src/partners/recipients.queries.ts';
import type { AuditNote, Tx } from '#src/platform/scope.ts';
import { recordEvent } from '#src/subscriptions/history/history.service.ts';
import { changeSeatsIn } from '#src/subscriptions/manage/seats.service.ts';
import { activate, resume, start, suspend } from '#src/subscriptions/service/lifecycle.service.ts';
import type { OrderToDecide, WrittenOrder } from './held/order-to-decide.types.ts';
import { tellDone, tellHeld } from './order-letters.service.ts';
import { drawOrders, type OrderKey, type OrderTerms, writeOrders } from './order-rows.service.ts';

interface How {
  /** One letter tells of many orders: the caller writes it. */
  readonly isToldTogether?: boolean;
  /** The key of the order, where it was drawn by the statement that read everything. */
  readonly drawn?: OrderKey | null | undefined;
  /** Who of the partner hears of it, where known already. */
  readonly people?: readonly PersonToWrite[] | undefined;
}

/**
 * The one path for everything that costs money (product rule §7), decided once by hold and limit (`decideCost`): records the order,
 * carries it out or lets it wait, and tells people. The caller has locked the partner (`lockCredit`) and decided behind the lock.
 */
export async function takeOn(
  tx: Tx,
  verdict: Verdict,
  order: OrderToDecide,
  { isToldTogether = false, drawn, people }: How = {},
): Promise<OrderKey> {
  const [key] = drawn ? [drawn] : await drawOrders(tx.sql, 1);
  if (!key) throw new Error('no key was drawn');
  writeOrders(tx, [{ order, verdict, ...key }]);
  const written = { ...order, ...key };
  if (verdict.status === 'done') {
    carryOut(tx, written);
    if (!isToldTogether) await tellDone(tx, written, 'done', people);
  } else {
    watchCredit(tx, order.subscription.partnerId);
    letWait(tx, written);
    if (!isToldTogether) await tellHeld(tx, written, verdict.reason);
  }
  await tx.audit(noteOf(written, verdict));
  return key;
}

/** What the audit journal says of an order that was decided. */
export function noteOf({ kind, number, subscription: s, seats, change }: OrderTerms & OrderKey, { status }: Verdict): AuditNote {
  const after = { kind, subscription: s.number, seats, charge: String(change.delta) };
  return { action: `order.${status}`, subject: `заказ ${number}`, partnerId: s.partnerId, after };
}

/** Does what the order says: the subscription's state, periods and journal. */
export function carryOut(tx: Tx, order: WrittenOrder): void {
  const terms = { seats: order.seats, unitPrice: order.unitPrice, vatRate: order.vatRate };
  if (order.kind === 'new') activate(tx, order.subscription, order.change, order.id);
  else if (order.kind === 'increase')
    changeSeatsIn(tx, order.subscription, order.seats, order.change, { orderId: order.id, comment: order.comment });
  else if (order.kind === 'restart') start(tx, order.subscription, terms, order.change, { orderId: order.id, comment: order.comment });
  else resume(tx, order.subscription, terms, order.change, order.id);
}

/** A held order costs nothing; a subscription whose renewal waits is suspended, and the journal says what waits. */
function letWait(tx: Tx, order: WrittenOrder): void {
  if (order.kind === 'renewal') {
    suspend(tx, order.subscription, order.id);
    return;
  }
  recordEvent(tx, {
    subscriptionId: order.subscription.id,
    partnerId: order.subscription.partnerId,
    action: 'held',
    before: {},
    after: { kind: order.kind, seats: order.seats },
    monthDelta: zero,
    fullMonthDelta: zero,
    comment: order.comment ?? null,
    orderId: order.id,
  });
}
