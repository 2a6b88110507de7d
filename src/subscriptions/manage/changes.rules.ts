import { type Day, nextMonth } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';
import type { BillingRule } from '#src/subscriptions/service/charge.rules.ts';
import {
  applyDecrease,
  applyIncrease,
  type ChangeTime,
  type Period,
  type PeriodChange,
  restart,
  stopOn,
  worksFrom,
} from '#src/subscriptions/service/period.rules.ts';
import { changeTo } from '#src/subscriptions/service/period-list.rules.ts';
import type { SubscriptionStatus } from '#src/subscriptions/subscriptions.rules.ts';

/** What the row of a subscription tells; enough for a change that touches no period. */
export interface Subscription {
  readonly id: number;
  readonly number: string;
  readonly partnerId: number;
  readonly contractId: number;
  readonly customerId: number;
  readonly customerName: string;
  readonly offerId: number;
  readonly sku: string;
  readonly productName: string;
  readonly vendorName: string;
  readonly status: SubscriptionStatus;
  readonly seats: number;
  readonly unitPrice: Kopecks;
  readonly vatRate: number | null;
  readonly billingRule: BillingRule;
  readonly autoRenew: boolean;
  readonly stopOn: Day | null;
  readonly version: number;
}

/** A subscription with all that its management needs. */
export interface Managed extends Subscription {
  readonly periods: readonly Period[];
  /** First day of the first month not closed for the partner; null before the first close. */
  readonly openFrom: Day | null;
}

/** «Стоп» today: today is still charged. */
export function stopChange(s: Managed, today: Day): PeriodChange {
  return stopOn(s.periods, changeTime(s, today));
}

/** The stop date has passed: charged through it, however late this runs. */
export function stopDateChange(s: Managed, today: Day, lastDay: Day): PeriodChange {
  return stopOn(s.periods, changeTime(s, today), lastDay);
}

/** The same within a month that is closed late; what was begun in the months after it stays. */
export function endChange(s: Managed, today: Day, lastDay: Day): PeriodChange {
  const next = nextMonth(lastDay);
  const { periods } = stopOn(
    s.periods.filter(({ from }) => from < next),
    changeTime(s, today),
    lastDay,
  );
  return changeTo(s.periods, [...periods, ...s.periods.filter(({ from }) => from >= next)]);
}

/** More seats from today, fewer from tomorrow. */
export function seatsChange(s: Managed, today: Day, seats: number): PeriodChange {
  return seats > s.seats ? applyIncrease(s.periods, changeTime(s, today), seats) : applyDecrease(s.periods, changeTime(s, today), seats);
}

/** «Старт», or a renewal released late: from today to the end of the month. */
export function startChange(s: Managed, today: Day, terms: { unitPrice: Kopecks; vatRate: number | null; seats: number }): PeriodChange {
  return restart(s.periods, changeTime(s, today), terms);
}

/**
 * A stop date gone by on the day service would begin now, or null. It is forgotten at the start, or the next tick would take
 * the service back (product rule §8). Stopped by 30.11. and started that evening after the close: service begins 01.12.
 */
export function stopOnGoneBy(s: Pick<Managed, 'stopOn' | 'openFrom'>, today: Day): Day | null {
  return s.stopOn !== null && s.stopOn < worksFrom({ today, openFrom: s.openFrom }) ? s.stopOn : null;
}

function changeTime(s: Managed, today: Day): ChangeTime {
  return { today, openFrom: s.openFrom, billingRule: s.billingRule };
}
