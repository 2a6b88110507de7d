import { offerForOrder } from '#src/catalog/catalog.service.ts';
import { renewalPriceOf } from '#src/catalog/prices/renewal-price.queries.ts';
import { type Credit, decideCost } from '#src/credit/credit.rules.ts';
import { addDays, type Day, monthOf } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import { takeOn } from '#src/orders/decision.service.ts';
import { type HeldOrder, tellSuspendedAtEnd } from '#src/orders/held/order-digests.service.ts';
import type { OrderToDecide } from '#src/orders/held/order-to-decide.types.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import type { Tx } from '#src/platform/scope.ts';
import type { Managed } from '#src/subscriptions/manage/changes.rules.ts';
import { lockManaged } from '#src/subscriptions/manage/managed.queries.ts';
import { endServiceEarlier } from '#src/subscriptions/manage/stop-date.service.ts';
import { renewLate } from '#src/subscriptions/service/late-renewal.rules.ts';
import { renew, renewBegunAgain } from '#src/subscriptions/service/lifecycle.service.ts';
import { type AtMonthEnd, changesWithin } from '#src/subscriptions/service/month-end.queries.ts';
import type { PeriodChange } from '#src/subscriptions/service/period.rules.ts';

/**
 * Renewals that come late, of subscriptions that were changed since the month began: as they stood at the month's end, and
 * then changed as they were (README of `billing`). In order of number, after those nobody has touched. Those that wait are told
 * together, a letter per partner and reason.
 */
export async function renewChanged(
  tx: Tx,
  month: Day,
  changed: readonly AtMonthEnd[],
  credits: ReadonlyMap<number, Credit>,
): Promise<void> {
  const after = new Map(credits);
  const held: HeldOrder[] = [];
  for (const one of changed.filter((then) => isToRenew(then, month))) {
    const credit = after.get(one.partnerId);
    if (credit) after.set(one.partnerId, await renewOne(tx, credit, one, month, held));
  }
  tellSuspendedAtEnd(tx, held);
}

/** Was it to go on when the month began? */
export const isToRenew = ({ status, autoRenew, stopOn, isServed }: AtMonthEnd, month: Day): boolean =>
  status === 'active' && isServed && autoRenew && (stopOn === null || stopOn >= month);

/** A renewal that comes late, before it is decided. */
export interface LateRenewal {
  readonly price: Price;
  readonly change: PeriodChange;
  /** Begun again since, it keeps the price of that start. */
  readonly isBegunAgain: boolean;
  /** One that runs on waits when it does not fit; one stopped since has ended with the month before. */
  readonly mayWait: boolean;
}

/** What the renewal of one that was changed since comes to; null when the month is charged already. */
export async function lateRenewal(sql: Sql, s: Managed, then: AtMonthEnd, month: Day): Promise<LateRenewal | null> {
  const price = await priceOf(sql, s, month);
  const changes = await changesWithin(sql, s.id, month);
  const change = renewLate(s.periods, s, monthOf(month), { ...price, seats: then.seats }, changes);
  const isBegunAgain = s.periods.some(({ from }) => from >= month);
  return change.added.length === 0 ? null : { price, change, isBegunAgain, mayWait: s.status === 'active' && !isBegunAgain };
}

/** Decides one, added to `held` when it waits. @returns the credit after it */
async function renewOne(tx: Tx, credit: Credit, then: AtMonthEnd, month: Day, held: HeldOrder[]): Promise<Credit> {
  const s = await lockManaged(tx, then.partnerId, { id: then.id });
  const late = s && (await lateRenewal(tx.sql, s, then, month));
  if (!s || !late) return credit;
  const { price, change } = late;
  const verdict = decideCost(credit, change.delta);
  if (verdict.status === 'done') {
    if (late.isBegunAgain) renewBegunAgain(tx, s, price.unitPrice, change, month);
    else renew(tx, s, { seats: s.seats, ...price }, change, month);
    return { ...credit, exposure: kopecks(credit.exposure + change.delta) };
  }
  if (late.mayWait) {
    const order: OrderToDecide = { kind: 'renewal', subscription: s, seats: s.seats, ...price, change, termsVersion: null, period: month };
    const { id, number } = await takeOn(tx, verdict, order, { isToldTogether: true });
    held.push({ order: { ...order, id, number }, reason: verdict.reason });
  } else await endServiceEarlier(tx, s, null, addDays(month, -1));
  return credit;
}

type Price = Pick<OrderToDecide, 'unitPrice' | 'vatRate'>;

/** The price it has by the month's first day, as far as its partner was told, and the VAT rate of the month. */
async function priceOf(sql: Sql, s: Managed, month: Day): Promise<Price> {
  const before = s.periods.findLast(({ from }) => from < month)?.unitPrice ?? s.unitPrice;
  const unitPrice = await renewalPriceOf(sql, { ...s, unitPrice: before }, month);
  const { vatRate } = (await offerForOrder(sql, s.sku, month)) ?? s;
  return { unitPrice, vatRate };
}
