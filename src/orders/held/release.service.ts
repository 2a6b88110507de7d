import { decideCost } from '#src/credit/credit.rules.ts';
import { lockCredit } from '#src/credit/credit.service.ts';
import { tellRejected } from '#src/orders/order-letters.service.ts';
import { canCarryOut, canDecide } from '#src/orders/orders.rules.ts';
import { command } from '#src/platform/command.ts';
import { Conflict, NotFound } from '#src/platform/errors.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';
import { giveUpOn } from './cancellation.service.ts';
import { lockOrder, releaseOrder, writtenOrder } from './held-orders.service.ts';

/**
 * Staff have a held order carried out in spite of the limit; the comment and the override stay with the order (product rule §7).
 * A hold is not passed by: it must be lifted first, or the partner would be blocked and served at once.
 * @throws NotFound, Conflict when the order was decided meanwhile, the partner has an open hold, or the subscription is suspended
 */
export function releaseInSpite(scope: Scope, number: string, comment: string, token: string): Promise<{ number: string }> {
  return command(scope, { action: 'order.release', token }, async (tx) => {
    const { order, credit, partnerId } = await heldOrder(tx, number);
    if (credit.holds.length > 0) throw new Conflict('Партнёр заблокирован: сначала снимите блокировку, заказ решится сам.');
    const written = await writtenOrder(tx, partnerId, order);
    if (!canCarryOut(order.kind, written.subscription.status)) throw new Conflict(NOT_YET);
    const isOverride = decideCost(credit, written.change.delta).status === 'held';
    await releaseOrder(tx, written, isOverride, comment);
    return { number };
  });
}

const NOT_YET = 'Подписка приостановлена: сначала выполните её продление, затем этот заказ.';

/**
 * Staff refuse a held order with a reason that the partner reads; a pending subscription is cancelled with it, a suspended one is stopped.
 * @throws NotFound, Conflict when the order was decided meanwhile
 */
export function rejectOrder(scope: Scope, number: string, reason: string, token: string): Promise<{ number: string }> {
  return command(scope, { action: 'order.reject', token }, async (tx) => {
    const { order, partnerId } = await heldOrder(tx, number);
    await tx.sql(
      'reject_order',
      `update orders set status = 'rejected', held_reason = null, rejected_at = $2::timestamptz, decided_by_id = $3::int, decided_by_name = $4,
         comment = $5 where id = $1`,
      [order.id, tx.now, scope.actor.userId, scope.actor.name, reason],
    );
    await giveUpOn(tx, partnerId, order);
    await tellRejected(tx, { partnerId, number, subscriptionId: order.subscriptionId, reason });
    await tx.audit({ action: 'order.rejected', subject: `заказ ${number}`, partnerId, after: { reason } });
    await tx.emit('orderDecided', { partnerId, number, outcome: 'rejected' });
    return { number };
  });
}

/** Any partner's held order with its partner locked. */
async function heldOrder(tx: Tx, number: string) {
  const [owner] = await tx.sql<{ partnerId: number }>('order_owner', 'select partner_id as "partnerId" from orders where number = $1', [
    number,
  ]);
  if (!owner) throw new NotFound();
  const credit = await lockCredit(tx, owner.partnerId);
  const order = await lockOrder(tx, owner.partnerId, number);
  if (!canDecide(order.status)) throw new Conflict('Этот заказ уже решён: проверьте его состояние.');
  return { order, credit, partnerId: owner.partnerId };
}
