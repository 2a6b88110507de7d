import type { HeldReason } from '#src/credit/credit.rules.ts';
import { creditsOf, easeCredit, lockCredit } from '#src/credit/credit.service.ts';
import type { Day } from '#src/lib/days.ts';
import { type Kopecks, kopecks } from '#src/lib/money.ts';
import { carryOut } from '#src/orders/decision.service.ts';
import { tellDone } from '#src/orders/order-letters.service.ts';
import type { OrderKind, OrderStatus } from '#src/orders/orders.types.ts';
import { command } from '#src/platform/command.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { NotFound } from '#src/platform/errors.ts';
import { oneByOne } from '#src/platform/one-by-one.ts';
import { type Portal, systemScope, type Tx } from '#src/platform/scope.ts';
import { lockManaged } from '#src/subscriptions/manage/managed.queries.ts';
import { tellReleased } from './order-digests.service.ts';
import type { WrittenOrder } from './order-to-decide.types.ts';
import { waitingOrders } from './waiting.queries.ts';
import { type DecidedWaiting, decideWaiting, workedOut } from './waiting.rules.ts';

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
  /** First day of the month a renewal pays for. */
  readonly period: Day | null;
}

type Row = Omit<LockedOrder, 'unitPrice'> & { unitPrice: bigint };

const columns = `id, number, kind::text as kind, status::text as status, held_reason::text as "heldReason", subscription_id as "subscriptionId",
  seats, unit_price as "unitPrice", vat_rate as "vatRate", terms_version as "termsVersion", period::text as period`;

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
 * Decides the held orders of partners again, oldest first (product rule §7). The partners are locked. Whoever eases their credit calls
 * it, and so does the end of every command that has locked a partner for whom something waits; again and again it changes nothing.
 */
export async function decideHeldOrders(tx: Tx, partnerIds: readonly number[]): Promise<void> {
  const waiting = await waitingOrders(tx.sql, partnerIds);
  if (waiting.size === 0) return;
  for (const credit of await creditsOf(tx.sql, [...waiting.keys()])) {
    const decided = decideWaiting(credit, waiting.get(credit.partnerId) ?? [], tx.today);
    const released = decided.filter(({ verdict }) => verdict.status === 'done').map(({ order }) => order);
    const [first, ...others] = released;
    for (const order of released) await carryOutHeld(tx, order, { isOverride: false, comment: null });
    if (first) await (others.length > 0 ? tellReleased(tx, [first, ...others]) : tellDone(tx, first, 'released'));
    noteWaiting(tx, decided);
  }
}

/** What the orders that go on waiting wait for, and what they would cost as of now: lists and the audit read it. */
function noteWaiting(tx: Tx, decided: readonly DecidedWaiting[]): void {
  const changed = decided.flatMap(({ placed, cost, verdict }) => {
    const charge = cost === null ? placed.charge : kopecks(cost > 0n ? cost : 0n);
    if (verdict.status === 'done' || (verdict.reason === placed.heldReason && charge === placed.charge)) return [];
    return [{ id: placed.id, reason: verdict.reason, charge: String(charge) }];
  });
  if (changed.length === 0) return;
  tx.write(
    'note_waiting',
    `update orders o set held_reason = n.reason::held_reason, charge = n.charge
     from jsonb_to_recordset($1::jsonb) as n(id int, reason text, charge bigint) where o.id = n.id`,
    [JSON.stringify(changed)],
  );
}

/** Daily: what waits costs less with each day of the month, so that it may fit without anything having happened. */
export async function decideAllHeld(portal: Portal): Promise<number> {
  const scope = systemScope(portal, 'held-orders');
  const due = await portal.sql<{ partnerId: number }>(
    'partners_waiting',
    `select distinct partner_id as "partnerId" from orders where status = 'held' order by 1`,
  );
  return oneByOne(due, 'deciding held orders', ({ partnerId }) =>
    command(scope, { action: 'orders.decide-held' }, async (tx) => {
      await lockCredit(tx, partnerId);
      return (await easeCredit(tx, partnerId)).released > 0;
    }),
  );
}

/** Carries a held order out now and tells the partner; `isOverride` when staff does it in spite of the limit. */
export async function releaseOrder(tx: Tx, order: WrittenOrder, isOverride: boolean, comment: string | null): Promise<void> {
  await carryOutHeld(tx, order, { isOverride, comment });
  await tellDone(tx, order, 'released');
}

/** The same without its letter, for one of many. */
async function carryOutHeld(tx: Tx, order: WrittenOrder, how: { isOverride: boolean; comment: string | null }): Promise<void> {
  const { isOverride, comment } = how;
  const { actor } = tx.scope;
  await tx.sql(
    'release_order',
    `update orders set status = 'done', held_reason = null, done_at = $2::timestamptz, charge = $3::bigint, decided_by_id = $4::int,
       decided_by_name = $5, is_override = $6, comment = coalesce($7, comment) where id = $1`,
    [order.id, tx.now, order.change.delta > 0n ? order.change.delta : 0n, actor.userId, actor.name, isOverride, comment],
  );
  carryOut(tx, order);
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

/** A held order worked out as of now, with its subscription locked. */
export async function writtenOrder(tx: Tx, partnerId: number, placed: LockedOrder): Promise<WrittenOrder> {
  const subscription = await lockManaged(tx, partnerId, { id: placed.subscriptionId });
  if (!subscription) throw new NotFound();
  return workedOut({ ...placed, subscription }, tx.today);
}
