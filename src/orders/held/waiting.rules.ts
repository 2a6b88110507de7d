import { available, type Credit, decideCost, type HeldReason, type Verdict } from '#src/credit/credit.rules.ts';
import { type Day, lastOfMonth, laterDay, monthOf } from '#src/lib/days.ts';
import { type Kopecks, kopecks } from '#src/lib/money.ts';
import { vatRate } from '#src/lib/vat.ts';
import { canCarryOut, changeOfHeld } from '#src/orders/orders.rules.ts';
import type { OrderKind } from '#src/orders/orders.types.ts';
import type { Managed } from '#src/subscriptions/manage/changes.rules.ts';
import { worksFrom } from '#src/subscriptions/service/period.rules.ts';
import type { WrittenOrder } from './order-to-decide.types.ts';

/** A held order as it was placed, with its subscription as it is now. */
export interface Waiting {
  readonly id: number;
  readonly number: string;
  readonly partnerId: number;
  readonly kind: OrderKind;
  readonly heldReason: HeldReason | null;
  readonly seats: number;
  /** Kopecks per seat and month, kept from the day it was placed. */
  readonly unitPrice: Kopecks;
  readonly vatRate: number | null;
  readonly termsVersion: string | null;
  /** First day of the month a renewal pays for. */
  readonly period: Day | null;
  /** What it would have added when it was last decided, kopecks. */
  readonly charge: Kopecks;
  readonly subscription: Managed;
}

/** A held order decided again: worked out as of now, with what it would add now; null while it can't be carried out. */
export interface DecidedWaiting {
  readonly placed: Waiting;
  readonly order: WrittenOrder;
  readonly cost: Kopecks | null;
  readonly verdict: Verdict;
}

/** A held order worked out as of now: at the price it was placed with and the VAT rate of the days it pays for. */
export function workedOut(placed: Omit<Waiting, 'partnerId' | 'charge' | 'heldReason'>, today: Day): WrittenOrder {
  const { subscription } = placed;
  const { id, number, kind, seats, unitPrice, termsVersion, period } = placed;
  const from = laterDay(worksFrom({ today, openFrom: subscription.openFrom }), period ?? today);
  const rate = placed.vatRate === null ? null : vatRate('standard', lastOfMonth(monthOf(from)));
  const order = { id, number, kind, seats, unitPrice, vatRate: rate, termsVersion, subscription };
  return { ...order, change: changeOfHeld({ ...order, period }, subscription, today) };
}

/**
 * Decides one partner's held orders, given oldest first, each at the terms it was placed under (product rule §7): the one answer for
 * what a page shows before an act and for the act. An order whose subscription is not in the state for it waits for the others: more
 * seats of a suspended subscription come right after its renewal, though they were ordered before. `released` is carried out first and
 * whatever the limit, where it can be.
 * @returns one row per order, those to be carried out in the order of their turn
 */
export function decideWaiting(credit: Credit, waiting: readonly Waiting[], today: Day, released?: string): DecidedWaiting[] {
  const decided: DecidedWaiting[] = [];
  const early = new Map<number, Waiting[]>();
  const changed = new Map<number, Managed>();
  let { exposure } = credit;
  const decide = (one: Waiting): void => {
    const placed = { ...one, subscription: changed.get(one.subscription.id) ?? one.subscription };
    const order = workedOut(placed, today);
    if (!canCarryOut(placed.kind, placed.subscription.status)) {
      early.set(placed.subscription.id, [...(early.get(placed.subscription.id) ?? []), placed]);
      return;
    }
    const verdict: Verdict = placed.number === released ? { status: 'done' } : decideCost({ ...credit, exposure }, order.change.delta);
    decided.push({ placed, order, cost: order.change.delta, verdict });
    if (verdict.status === 'held') return;
    exposure = kopecks(exposure + order.change.delta);
    const after = afterwards(order);
    changed.set(after.id, after);
    const next = early.get(after.id) ?? [];
    early.delete(after.id);
    for (const follower of next) decide(follower);
  };
  const isReleased = ({ number }: Waiting) => number === released;
  for (const placed of [...waiting.filter(isReleased), ...waiting.filter((one) => !isReleased(one))]) decide(placed);
  const reason = credit.holds.length > 0 ? 'partner_blocked' : 'renewal_first';
  const left = [...early.values()].flat();
  return [
    ...decided,
    ...left.map((placed) => ({ placed, order: workedOut(placed, today), cost: null, verdict: { status: 'held', reason } as const })),
  ];
}

/** The subscription once the order is carried out, for the orders that wait for that. */
function afterwards({ kind, subscription: s, seats, unitPrice, vatRate: rate, change }: WrittenOrder): Managed {
  const terms = kind === 'increase' ? { seats } : { seats, unitPrice, vatRate: rate };
  return { ...s, ...terms, status: 'active', periods: change.periods, version: s.version + 1 };
}

/** What an order lacks of the limit, kopecks; null where it would fit. */
export function lackOf(credit: Credit, cost: Kopecks): Kopecks | null {
  const lack = kopecks(cost - available(credit));
  return cost > 0n && lack > 0n ? lack : null;
}
