import { decideCost, type HeldReason } from '#src/credit/credit.rules.ts';
import { lockCredit } from '#src/credit/credit.service.ts';
import { type Kopecks, kopecks } from '#src/lib/money.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Tx } from '#src/platform/scope.ts';
import { lockManaged } from '#src/subscriptions/managed.queries.ts';
import { carryOut, type WrittenOrder } from './decision.service.ts';
import { tellDone } from './order-letters.service.ts';
import { changeOfHeld } from './orders.rules.ts';
import type { OrderKind, OrderStatus } from './orders.types.ts';

/** An order's row, locked. */
export interface LockedOrder {
  readonly id: number;
  readonly number: string;
  readonly kind: OrderKind;
  readonly status: OrderStatus;
  readonly heldReason: HeldReason | null;
  readonly subscriptionId: number;
  readonly seats: number;
  readonly unitPrice: Kopecks;
  readonly vatRate: number | null;
  readonly termsVersion: string | null;
}

type Row = Omit<LockedOrder, 'unitPrice'> & { unitPrice: bigint };

const columns = `id, number, kind::text as kind, status::text as status, held_reason::text as "heldReason", subscription_id as "subscriptionId",
  seats, unit_price as "unitPrice", vat_rate as "vatRate", terms_version as "termsVersion"`;

/** A partner's order with its row locked. @throws NotFound for a foreign or absent one. */
export async function lockOrder(tx: Tx, partnerId: number, number: string): Promise<LockedOrder> {
  const [row] = await tx.sql<Row>('lock_order', `select ${columns} from orders where partner_id = $1 and number = $2 for update`, [
    partnerId,
    number,
  ]);
  if (!row) throw new NotFound();
  return { ...row, unitPrice: kopecks(row.unitPrice) };
}

/**
 * Decides a partner's held orders again, oldest first, each at the terms it was placed under (product rule §7).
 * Called in the transaction that eased the credit: a lifted hold, a higher limit, money that came.
 */
export async function decideHeldOrders(tx: Tx, partnerId: number): Promise<void> {
  let credit = await lockCredit(tx, partnerId);
  const rows = await tx.sql<Row>(
    'held_orders',
    `select ${columns} from orders where partner_id = $1 and status = 'held' order by placed_at, id for update`,
    [partnerId],
  );
  for (const row of rows) {
    const order = await writtenOrder(tx, partnerId, { ...row, unitPrice: kopecks(row.unitPrice) });
    const verdict = decideCost(credit, order.change.delta);
    if (verdict.status === 'held') {
      if (verdict.reason !== row.heldReason) await setHeldReason(tx, row.id, verdict.reason);
      continue;
    }
    await releaseOrder(tx, order, false, null);
    credit = { ...credit, exposure: kopecks(credit.exposure + order.change.delta) };
  }
}

/** Carries a held order out now and tells the partner; `isOverride` when staff does it in spite of the limit. */
export async function releaseOrder(tx: Tx, order: WrittenOrder, isOverride: boolean, comment: string | null): Promise<void> {
  const { actor } = tx.scope;
  await tx.sql(
    'release_order',
    `update orders set status = 'done', held_reason = null, done_at = $2::timestamptz, charge = $3::bigint, decided_by_id = $4::int,
       decided_by_name = $5, is_override = $6, comment = coalesce($7, comment) where id = $1`,
    [order.id, tx.now, order.change.delta > 0n ? order.change.delta : 0n, actor.userId, actor.name, isOverride, comment],
  );
  await carryOut(tx, order);
  await tellDone(tx, order, 'released');
  await tx.audit({
    action: 'order.released',
    subject: `заказ ${order.number}`,
    partnerId: order.subscription.partnerId,
    after: { isOverride, comment },
  });
}

/** Cancels what waits for a subscription that was stopped: a held renewal, restart or increase. */
export async function cancelHeldOf(tx: Tx, partnerId: number, subscriptionId: number): Promise<void> {
  const { actor } = tx.scope;
  await tx.sql(
    'cancel_held_of',
    `update orders set status = 'cancelled', held_reason = null, cancelled_at = $3::timestamptz, decided_by_id = $4::int, decided_by_name = $5
     where partner_id = $1 and subscription_id = $2 and status = 'held'`,
    [partnerId, subscriptionId, tx.now, actor.userId, actor.name],
  );
}

/** A held order worked out as of now, with the subscription locked. */
export async function writtenOrder(tx: Tx, partnerId: number, order: LockedOrder): Promise<WrittenOrder> {
  const subscription = await lockManaged(tx, partnerId, { id: order.subscriptionId });
  if (!subscription) throw new NotFound();
  return { ...order, subscription, change: changeOfHeld(order, subscription, tx.today) };
}

async function setHeldReason(tx: Tx, orderId: number, reason: HeldReason): Promise<void> {
  await tx.sql('set_held_reason', 'update orders set held_reason = $2::held_reason where id = $1', [orderId, reason]);
}
