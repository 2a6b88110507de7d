import type { Offer } from '#src/catalog/catalog.types.ts';
import { type Credit, decideCost, type Verdict } from '#src/credit/credit.rules.ts';
import type { Day } from '#src/lib/days.ts';
import { type Kopecks, kopecks, zero } from '#src/lib/money.ts';
import { seatsFault } from '#src/orders/orders.rules.ts';
import { type Managed, seatsChange, startChange } from '#src/subscriptions/manage/changes.rules.ts';
import { fullMonthCharge } from '#src/subscriptions/service/charge.rules.ts';
import { type PeriodChange, worksAfter, worksFrom } from '#src/subscriptions/service/period.rules.ts';

/** What a change of a subscription will do and cost: the preview and the charge are this one value. Kopecks with VAT. */
export interface ChangeQuote {
  readonly change: PeriodChange;
  /** Kept or charged anew from its day on, per seat and month. */
  readonly unitPrice: Kopecks;
  /** Effect on this month's sum; negative when it falls. */
  readonly charge: Kopecks;
  readonly fullMonthBefore: Kopecks;
  readonly fullMonth: Kopecks;
  /** The first day it works. */
  readonly from: Day;
  readonly availableAfter: Kopecks;
  readonly verdict: Verdict;
}

/** «Параметры»: more seats from today, fewer from tomorrow, at the price the subscription has (product rule §8). */
export function quoteSeats(s: Managed, seats: number, credit: Credit, today: Day): ChangeQuote {
  const at = { today, openFrom: s.openFrom };
  return {
    ...quoted(seatsChange(s, today, seats), credit),
    unitPrice: s.unitPrice,
    fullMonthBefore: fullMonthCharge(s),
    fullMonth: fullMonthCharge({ ...s, seats }),
    from: seats > s.seats ? worksFrom(at) : worksAfter(at),
  };
}

/** What is wrong with a number of seats wanted for a subscription, as the sentence at its field; null when it can be ordered. */
export function seatsFaultFor({ subscription, offer }: { subscription: Managed; offer: Offer }, seats: number): string | null {
  return seats === subscription.seats ? 'Количество не изменилось.' : seatsFault(offer, seats);
}

/** «Старт»: from today at today's price; a day already charged is not charged again. */
export function quoteStart(s: Managed, offer: Pick<Offer, 'unitPrice' | 'vatRate'>, credit: Credit, today: Day): ChangeQuote {
  const { unitPrice, vatRate } = offer;
  return {
    ...quoted(startChange(s, today, { seats: s.seats, unitPrice, vatRate }), credit),
    unitPrice,
    fullMonthBefore: zero,
    fullMonth: fullMonthCharge({ seats: s.seats, unitPrice }),
    from: worksFrom({ today, openFrom: s.openFrom }),
  };
}

function quoted(change: PeriodChange, credit: Credit) {
  return {
    change,
    charge: change.delta,
    availableAfter: kopecks(credit.limit - credit.exposure - change.delta),
    verdict: decideCost(credit, change.delta),
  };
}
