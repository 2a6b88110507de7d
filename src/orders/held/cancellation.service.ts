import { mayWait } from '#src/credit/credit.service.ts';
import { tellCancelled } from '#src/orders/order-letters.service.ts';
import type { EventMap } from '#src/platform/events.ts';
import type { Tx } from '#src/platform/scope.ts';
import { stopChange } from '#src/subscriptions/manage/changes.rules.ts';
import { lockManaged } from '#src/subscriptions/manage/managed.queries.ts';
import { tellStopped } from '#src/subscriptions/manage/management-letters.service.ts';
import { cancelPending, stop } from '#src/subscriptions/service/lifecycle.service.ts';
import type { LockedOrder } from './held-orders.service.ts';

/** Cancels a held order, its row locked, by the actor: its subscription, the letter, the journal. */
export async function cancelHeld(tx: Tx, partnerId: number, order: LockedOrder): Promise<void> {
  const { id, number, subscriptionId } = order;
  const { actor } = tx.scope;
  await tx.sql(
    'cancel_order',
    `update orders set status = 'cancelled', held_reason = null, cancelled_at = $2::timestamptz, decided_by_id = $3::int, decided_by_name = $4
     where id = $1`,
    [id, tx.now, actor.userId, actor.name],
  );
  await giveUpOn(tx, partnerId, order);
  await tellCancelled(tx, { partnerId, number, subscriptionId });
  await noteCancelled(tx, partnerId, number);
}

/**
 * What becomes of the subscription of a held order that will not be carried out, cancelled or rejected: one that waited for its
 * first order is cancelled, one whose renewal waited is stopped, or it would stay suspended with nothing left to wait for.
 * Without more seats or a restart it goes on as it is.
 */
export async function giveUpOn(tx: Tx, partnerId: number, order: LockedOrder): Promise<void> {
  if (order.kind !== 'new' && order.kind !== 'renewal') return;
  const subscription = await lockManaged(tx, partnerId, { id: order.subscriptionId });
  if (!subscription) return;
  if (order.kind === 'new') return cancelPending(tx, subscription, order.id);
  stop(tx, subscription, 'person', stopChange(subscription, tx.today), { orderId: order.id });
  await tx.emit('subscriptionStopped', { partnerId, subscriptionId: subscription.id });
  await tellStopped(tx, subscription, { on: tx.today, comment: null });
}

/**
 * Cancels what waits for a subscription that was stopped: a held renewal, restart or increase.
 * Each is told by a letter of its own, unless one letter tells of many stops.
 */
export async function cancelHeldOf(tx: Tx, { partnerId, subscriptionId, isToldTogether }: EventMap['subscriptionStopped']): Promise<void> {
  if (!mayWait(tx, partnerId)) return;
  const { actor } = tx.scope;
  const cancelled = await tx.sql<{ number: string }>(
    'cancel_held_of',
    `update orders set status = 'cancelled', held_reason = null, cancelled_at = $3::timestamptz, decided_by_id = $4::int, decided_by_name = $5
     where partner_id = $1 and subscription_id = $2 and status = 'held' returning number`,
    [partnerId, subscriptionId, tx.now, actor.userId, actor.name],
  );
  for (const { number } of cancelled) {
    if (!isToldTogether) await tellCancelled(tx, { partnerId, number, subscriptionId, isStopped: true });
    await noteCancelled(tx, partnerId, number);
  }
}

/** The same for very many subscriptions, few of which anything waits for. */
export async function cancelHeldOfMany(tx: Tx, { partnerIds, subscriptionIds }: EventMap['subscriptionsStopped']): Promise<void> {
  const waitedFor = await tx.sql<{ partnerId: number; subscriptionId: number }>(
    'waited_for',
    `select distinct partner_id as "partnerId", subscription_id as "subscriptionId" from orders
      where status = 'held' and partner_id = any($1::int[]) and subscription_id = any($2::int[]) order by 1, 2`,
    [partnerIds, subscriptionIds],
  );
  for (const one of waitedFor) await cancelHeldOf(tx, one);
}

/** What every cancelled order leaves behind: its line in the audit journal, and whoever waited for it hears of it. */
export async function noteCancelled(tx: Tx, partnerId: number, number: string): Promise<void> {
  await tx.audit({ action: 'order.cancelled', subject: `заказ ${number}`, partnerId });
  await tx.emit('orderDecided', { partnerId, number, outcome: 'cancelled' });
}
