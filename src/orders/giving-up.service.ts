import type { Tx } from '#src/platform/scope.ts';
import { stopChange } from '#src/subscriptions/changes.rules.ts';
import { cancelPending, stop } from '#src/subscriptions/lifecycle.service.ts';
import { lockManaged } from '#src/subscriptions/managed.queries.ts';
import { tellStopped } from '#src/subscriptions/management-letters.service.ts';
import type { LockedOrder } from './held-orders.service.ts';

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
  await stop(tx, subscription, 'person', stopChange(subscription, tx.today), { orderId: order.id });
  await tx.emit('subscriptionStopped', { partnerId, subscriptionId: subscription.id });
  await tellStopped(tx, subscription, { on: tx.today, comment: null });
}
