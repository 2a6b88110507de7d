import { offerForOrder } from '#src/catalog/catalog.service.ts';
import { type Credit, decideCost } from '#src/credit/credit.rules.ts';
import { addDays, type Day, monthOf } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import type { Tx } from '#src/platform/scope.ts';
import { renewLate } from '#src/subscriptions/late-renewal.rules.ts';
import { renew, renewBegunAgain } from '#src/subscriptions/lifecycle.service.ts';
import { lockManaged } from '#src/subscriptions/managed.queries.ts';
import { type AtMonthEnd, changesWithin } from '#src/subscriptions/month-end.queries.ts';
import { endServiceEarlier } from '#src/subscriptions/stop-date.service.ts';
import { type CostlyOrder, takeOn } from './decision.service.ts';

/**
 * Renewals that come late, of subscriptions that were changed since the month began: as they stood at the month's end, and
 * then changed as they were (README of `billing`). In order of number, after those nobody has touched.
 */
export async function renewChanged(
  tx: Tx,
  month: Day,
  changed: readonly AtMonthEnd[],
  credits: ReadonlyMap<number, Credit>,
): Promise<void> {
  const after = new Map(credits);
  for (const one of changed.filter((then) => isToRenew(then, month))) {
    const credit = after.get(one.partnerId);
    if (credit) after.set(one.partnerId, await renewOne(tx, credit, one, month));
  }
}

const isToRenew = ({ status, autoRenew, stopOn, isServed }: AtMonthEnd, month: Day): boolean =>
  status === 'active' && isServed && autoRenew && (stopOn === null || stopOn >= month);

/**
 * Decides one; begun again since, it keeps the price of that start. One that does not fit waits while it runs on; one stopped since
 * has ended with the month before. @returns the credit after it
 */
async function renewOne(tx: Tx, credit: Credit, then: AtMonthEnd, month: Day): Promise<Credit> {
  const s = await lockManaged(tx, then.partnerId, { id: then.id });
  if (!s) return credit;
  const price = await priceOf(tx, s, month);
  const changes = await changesWithin(tx.sql, s.id, month);
  const change = renewLate(s.periods, s, monthOf(month), { ...price, seats: then.seats }, changes);
  if (change.added.length === 0) return credit;
  const isBegunAgain = s.periods.some(({ from }) => from >= month);
  if (decideCost(credit, change.delta).status === 'done') {
    await (isBegunAgain
      ? renewBegunAgain(tx, s, price.unitPrice, change, month)
      : renew(tx, s, { seats: s.seats, ...price }, change, month));
    return { ...credit, exposure: kopecks(credit.exposure + change.delta) };
  }
  if (s.status === 'active' && !isBegunAgain)
    await takeOn(tx, credit, { kind: 'renewal', subscription: s, seats: s.seats, ...price, change, termsVersion: null, period: month });
  else await endServiceEarlier(tx, s, null, addDays(month, -1));
  return credit;
}

type Price = Pick<CostlyOrder, 'unitPrice' | 'vatRate'>;

const termsOf = ({ unitPrice, vatRate }: Price): Price => ({ unitPrice, vatRate });

/** The price of the month's first day. */
async function priceOf(tx: Tx, s: Price & { readonly sku: string }, month: Day): Promise<Price> {
  return termsOf((await offerForOrder(tx.sql, s.sku, month)) ?? s);
}
