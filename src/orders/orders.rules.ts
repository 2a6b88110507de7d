import type { Offer } from '#src/catalog/catalog.types.ts';
import { type Credit, decideCost, type Verdict } from '#src/credit/credit.rules.ts';
import { type Day, formatDayShort, monthOf, nextMonth } from '#src/lib/days.ts';
import { tooFar } from '#src/lib/far-days.ts';
import { formatRub, type Kopecks, kopecks } from '#src/lib/money.ts';
import { type Managed, seatsChange, startChange } from '#src/subscriptions/manage/changes.rules.ts';
import { fullMonthCharge } from '#src/subscriptions/service/charge.rules.ts';
import { type PeriodChange, renew, startNew, worksFrom } from '#src/subscriptions/service/period.rules.ts';
import { canChange, canMove, type SubscriptionStatus } from '#src/subscriptions/subscriptions.rules.ts';
import type { OrderKind, OrderStatus, ShownTerms } from './orders.types.ts';

/** What an order will cost and do: the form's preview and the charge are this one value. */
export interface Quote {
  readonly change: PeriodChange;
  /** This month's rest, kopecks with VAT. */
  readonly charge: Kopecks;
  /** A full month, kopecks with VAT. */
  readonly fullMonth: Kopecks;
  /** Days charged to the end of their month, `to` exclusive. */
  readonly from: Day;
  readonly to: Day;
  readonly availableAfter: Kopecks;
  readonly verdict: Verdict;
}

/**
 * The price of a new subscription from `today`: the only computation, used by the preview and by `placeOrder`.
 * A stop date ahead does not lower it: the rest of the month is taken back when the date comes.
 */
export function quoteNew(offer: Offer, terms: { seats: number }, credit: Credit, today: Day): Quote {
  const { unitPrice, vatRate, billingRule } = offer;
  const from = firstDayOfNew(credit, today);
  const range = { from, to: nextMonth(from) };
  const change = startNew({ seats: terms.seats, unitPrice, vatRate, billingRule }, range);
  return {
    change,
    charge: change.delta,
    fullMonth: fullMonthCharge({ seats: terms.seats, unitPrice }),
    ...range,
    availableAfter: kopecks(credit.limit - credit.exposure - change.delta),
    verdict: decideCost(credit, change.delta),
  };
}

/** The first day of a new subscription: today, or the first day not closed for the partner (product rule §8). */
export function firstDayOfNew({ openFrom }: Pick<Credit, 'openFrom'>, today: Day): Day {
  return worksFrom({ today, openFrom });
}

/** What a held order would do if carried out today, at the price and seats it was placed with; a renewal no earlier than its month. */
export function changeOfHeld(
  order: { kind: OrderKind; seats: number; unitPrice: Kopecks; vatRate: number | null; period: Day | null },
  subscription: Managed,
  today: Day,
): PeriodChange {
  const { openFrom, billingRule } = subscription;
  if (order.kind === 'increase') return seatsChange(subscription, today, order.seats);
  if (order.period !== null && order.period > worksFrom({ today, openFrom }))
    return renew(subscription.periods, { today, openFrom, billingRule }, monthOf(order.period), order);
  return startChange(subscription, today, order);
}

/** What is wrong with the terms of a new order: a sentence per field; empty when all is right. */
export function faultsOfNew(
  offer: Offer,
  terms: { seats: number; stopOn: Day | null },
  today: Day,
  firstDay: Day = today,
): Record<string, string> {
  const faults: Record<string, string> = {};
  if (offer.isDiscontinued) faults['offer'] = 'Этот продукт снят с продажи: новые подписки не оформляются.';
  const fault = seatsFault(offer, terms.seats);
  if (fault) faults['seats'] = fault;
  if (terms.stopOn && terms.stopOn < today)
    faults['stopOn'] = `Дата остановки уже прошла. Укажите сегодня, ${formatDayShort(today)}, или позже.`;
  else if (terms.stopOn && terms.stopOn < firstDay)
    faults['stopOn'] = `Этот месяц уже закрыт, подписка начнётся ${formatDayShort(firstDay)}. Укажите этот день или позже.`;
  const far = terms.stopOn && tooFar(terms.stopOn, today, 'stopDate');
  if (far) faults['stopOn'] = far;
  return faults;
}

/** The sentence for a number of seats the offer does not allow, or null. */
export function seatsFault(offer: Pick<Offer, 'minSeats' | 'maxSeats'>, seats: number): string | null {
  if (seats < offer.minSeats) return `Укажите не меньше ${offer.minSeats}`;
  if (seats > offer.maxSeats) return `Укажите не больше ${offer.maxSeats}`;
  return null;
}

/** What changed between showing the form and its submit, or null (product rule §7). */
export function changedSince(shown: ShownTerms, now: ShownTerms & { readonly charge: Kopecks }): string | null {
  if (shown.unitPrice !== now.unitPrice)
    return `Цена изменилась: было ${formatRub(shown.unitPrice)}, стало ${formatRub(now.unitPrice)} за место в месяц. Проверьте сумму и подтвердите ещё раз.`;
  if (shown.charge !== null && shown.charge !== now.charge)
    return `Сумма за этот месяц изменилась: было ${formatRub(shown.charge)}, стало ${formatRub(now.charge)}. Проверьте и подтвердите ещё раз.`;
  if (shown.creditLimit !== now.creditLimit)
    return `Кредитный лимит изменился: было ${formatRub(shown.creditLimit)}, стало ${formatRub(now.creditLimit)}. Проверьте и подтвердите ещё раз.`;
  return null;
}

/** Is a subscription in the state in which an order of this kind can be carried out? */
export function canCarryOut(kind: OrderKind, status: SubscriptionStatus): boolean {
  if (kind === 'increase') return canChange(status);
  return canMove(status, ({ new: 'activate', restart: 'start', renewal: 'resume' } as const)[kind]);
}

/** Only a waiting order can be cancelled, rejected or released. */
export function canDecide(status: OrderStatus): boolean {
  return status === 'held';
}
