import type { HeldReason } from '#src/credit/credit.rules.ts';
import { watchCredits } from '#src/credit/credit.service.ts';
import { type Day, monthOf } from '#src/lib/days.ts';
import { type Kopecks, kopecks } from '#src/lib/money.ts';
import { noteOf } from '#src/orders/decision.service.ts';
import { type HeldOrder, tellSuspendedAtEnd } from '#src/orders/held/order-digests.service.ts';
import { type Decided, drawOrders, writeOrders } from '#src/orders/order-rows.service.ts';
import type { Tx } from '#src/platform/scope.ts';
import type { Subscription } from '#src/subscriptions/manage/changes.rules.ts';
import { lockFacts } from '#src/subscriptions/manage/managed.queries.ts';
import { suspendAll } from '#src/subscriptions/service/lifecycle-sets.service.ts';
import { renew } from '#src/subscriptions/service/period.rules.ts';

/** A renewal that was decided to wait: its price in kopecks per seat, VAT rate, and why. */
export interface RefusedRenewal {
  readonly partnerId: number;
  readonly id: number;
  readonly price: Kopecks;
  readonly rate: number | null;
  readonly reason: HeldReason;
}

/**
 * What `takeOn` does with a held renewal, for very many at once: the orders, the suspended subscriptions, their journal,
 * letters to partner and manager, the audit journal.
 */
export async function holdRenewals(tx: Tx, month: Day, refused: readonly RefusedRenewal[]): Promise<void> {
  if (refused.length === 0) return;
  watchCredits(tx, [...new Set(refused.map(({ partnerId }) => partnerId))]);
  const facts = await lockFacts(
    tx,
    refused.map(({ partnerId }) => partnerId),
    refused.map(({ id }) => id),
  );
  const byId = new Map(facts.map((one) => [one.id, one]));
  const decided = refused.map((renewal) => heldRenewal(renewal, month, tx.today, byId.get(renewal.id)));
  const keys = await drawOrders(tx.sql, decided.length);
  const written = decided.map((one, at) => {
    const key = keys[at];
    if (!key) throw new Error('an order has no key');
    return { ...one, ...key };
  });
  writeOrders(tx, written);
  const held = written.map(({ id, number, order, verdict }): HeldOrder => ({ order: { ...order, id, number }, reason: verdict.reason }));
  await suspendAll(
    tx,
    held.map(({ order }) => order),
  );
  tellSuspendedAtEnd(tx, held);
  await tx.audit(...held.map(({ order, reason }) => noteOf(order, { status: 'held', reason })));
}

function heldRenewal({ price, rate, reason }: RefusedRenewal, month: Day, today: Day, subscription: Subscription | undefined) {
  if (!subscription) throw new Error('a subscription to renew is gone');
  const terms = { seats: subscription.seats, unitPrice: kopecks(price), vatRate: rate };
  const at = { today, openFrom: null, billingRule: subscription.billingRule };
  const change = renew([], at, monthOf(month), terms);
  const order = { kind: 'renewal', subscription, ...terms, change, termsVersion: null, period: month } as const;
  return { order, verdict: { status: 'held', reason } } satisfies Decided;
}
