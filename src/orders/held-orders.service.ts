import { type Credit, decideCost, type HeldReason } from '#src/credit/credit.rules.ts';
import { lockCredit } from '#src/credit/credit.service.ts';
import { lastOfMonth, monthOf } from '#src/lib/days.ts';
import { type Kopecks, kopecks } from '#src/lib/money.ts';
import { vatRate } from '#src/lib/vat.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Tx } from '#src/platform/scope.ts';
import { lockManaged } from '#src/subscriptions/managed.queries.ts';
import { worksFrom } from '#src/subscriptions/period.rules.ts';
import { carryOut, type WrittenOrder } from './decision.service.ts';
import { tellDone } from './order-letters.service.ts';
import { canCarryOut, changeOfHeld } from './orders.rules.ts';
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
 * An order whose subscription is not in the state for it waits for the others: more seats of a suspended subscription
 * come after its renewal, though they were ordered before.
 */
export async function decideHeldOrders(tx: Tx, partnerId: number): Promise<void> {
  let credit = await lockCredit(tx, partnerId);
  const rows = await tx.sql<Row>(
    'held_orders',
    `select ${columns} from orders where partner_id = $1 and status = 'held' order by placed_at, id for update`,
    [partnerId],
  );
  const early: Row[] = [];
  for (const row of rows) {
    const exposure = await decideAgain(tx, credit, row);
    if (exposure === null) early.push(row);
    else credit = { ...credit, exposure };
  }
  for (const row of early) credit = { ...credit, exposure: (await decideAgain(tx, credit, row)) ?? credit.exposure };
}

/** One held order again. @returns the partner's exposure after it, null when its subscription is not in the state for it */
async function decideAgain(tx: Tx, credit: Credit, row: Row): Promise<Kopecks | null> {
  const order = await writtenOrder(tx, credit.partnerId, { ...row, unitPrice: kopecks(row.unitPrice) });
  if (!canCarryOut(row.kind, order.subscription.status)) return null;
  const verdict = decideCost(credit, order.change.delta);
  if (verdict.status === 'held') {
    if (verdict.reason !== row.heldReason) await setHeldReason(tx, row.id, verdict.reason);
    return credit.exposure;
  }
  await releaseOrder(tx, order, false, null);
  return kopecks(credit.exposure + order.change.delta);
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
  await tx.emit('orderDecided', { partnerId: order.subscription.partnerId, number: order.number, outcome: 'done' });
}

/** Number of the order that waits for this subscription, the renewal that would wake it before any other; null when none does. */
export async function heldOrderOf(sql: Sql, subscriptionId: number): Promise<string | null> {
  const [row] = await sql<{ number: string }>(
    'held_order_of',
    `select number from orders where subscription_id = $1 and status = 'held' order by kind = 'renewal' desc, id limit 1`,
    [subscriptionId],
  );
  return row?.number ?? null;
}

/** A held order worked out as of now, with the subscription locked: at the price it was placed with and the VAT rate of the days it pays for. */
export async function writtenOrder(tx: Tx, partnerId: number, placed: LockedOrder): Promise<WrittenOrder> {
  const subscription = await lockManaged(tx, partnerId, { id: placed.subscriptionId });
  if (!subscription) throw new NotFound();
  const from = worksFrom({ today: tx.today, openFrom: subscription.openFrom });
  const order = { ...placed, vatRate: placed.vatRate === null ? null : vatRate('standard', lastOfMonth(monthOf(from))) };
  return { ...order, subscription, change: changeOfHeld(order, subscription, tx.today) };
}

async function setHeldReason(tx: Tx, orderId: number, reason: HeldReason): Promise<void> {
  await tx.sql('set_held_reason', 'update orders set held_reason = $2::held_reason where id = $1', [orderId, reason]);
}
