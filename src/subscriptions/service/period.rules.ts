/**
 * What a change does to the service periods of one subscription (product rule §8). Worked examples: README.md.
 *
 * Day rule: a day is charged at the highest number of seats in force in it, so more seats and a start work
 * from today, fewer seats and a stop from tomorrow. Month rule: a period never crosses a month.
 * Closed months are left alone: there a change works from the first day not closed.
 */
import { addDays, type Day, type DayRange, firstOfMonth, laterDay, type Month, nextMonth } from '#src/lib/days.ts';
import type { BillingRule } from './charge.rules.ts';
import { cutAt, firstOpenDay, type Period, type PeriodChange, rewrite, type Stretch } from './period-list.rules.ts';

export type { Period, PeriodChange } from './period-list.rules.ts';

/** When a change is made and how its offer is charged. */
export interface ChangeTime {
  readonly today: Day;
  /** The first day of the first month not closed for the partner; null before the first close. */
  readonly openFrom: Day | null;
  readonly billingRule: BillingRule;
}

/** What a new stretch of service is charged at; the unit price in kopecks, the rate that of its month. */
export type ServiceTerms = Pick<Stretch, 'seats' | 'unitPrice' | 'vatRate'>;

type Periods = readonly Period[];

/** The day from which more seats or a start work: today, or the first day not closed. */
export function worksFrom(at: Pick<ChangeTime, 'today' | 'openFrom'>): Day {
  return laterDay(at.today, at.openFrom ?? at.today);
}

/** The day from which fewer seats or a stop work: tomorrow, or the first day not closed. */
export function worksAfter(at: Pick<ChangeTime, 'today' | 'openFrom'>): Day {
  return laterDay(addDays(at.today, 1), at.openFrom ?? at.today);
}

/**
 * The first period of a subscription: from `worksFrom` to the end of that month, or through its stop date.
 * @throws RangeError when the range is empty or crosses a month
 */
export function startNew(terms: ServiceTerms & { readonly billingRule: BillingRule }, range: DayRange): PeriodChange {
  return rewrite([], { openFrom: null, billingRule: terms.billingRule }, () => [{ ...terms, ...range }]);
}

/**
 * Service from today to the end of the month: after a stop, after a renewal that was held,
 * or when a stop date already taken into account is put off.
 * A day already charged is raised to the new number of seats if it is higher, and keeps its price.
 */
export function restart(periods: Periods, at: ChangeTime, terms: ServiceTerms): PeriodChange {
  const from = worksFrom(openAt(periods, at));
  const after = worksAfter(openAt(periods, at));
  return rewrite(periods, at, (stretches) => {
    const charged = raise(cutAt(stretches, from, after), from, terms.seats).filter((one) => one.from < after);
    const isTodayCharged = charged.some((one) => one.from <= from && from < one.to);
    return [...charged, { ...terms, from: isTodayCharged ? after : from, to: nextMonth(from) }];
  });
}

/** More seats from today, at the price the periods have. A month not renewed yet takes the seats at its renewal. */
export function applyIncrease(periods: Periods, at: ChangeTime, seats: number): PeriodChange {
  const from = worksFrom(openAt(periods, at));
  const after = worksAfter(openAt(periods, at));
  return rewrite(periods, at, (stretches) => setSeats(raise(cutAt(stretches, from, after), from, seats), after, seats));
}

/** Fewer seats from tomorrow; today stays at the most it has had. */
export function applyDecrease(periods: Periods, at: ChangeTime, seats: number): PeriodChange {
  const after = worksAfter(openAt(periods, at));
  return rewrite(periods, at, (stretches) => setSeats(cutAt(stretches, after), after, seats));
}

/**
 * The end of service with `lastDay`, which is still charged: today for «Стоп», a day to come for a stop date
 * taken into account at once, a day gone by for one carried out late.
 */
export function stopOn(periods: Periods, at: ChangeTime, lastDay: Day = at.today): PeriodChange {
  const end = addDays(lastDay, 1);
  return rewrite(periods, at, (stretches) => cutAt(stretches, end).filter((one) => one.from < end));
}

/**
 * A whole month of service. A month that already has a period is left as it is, so a repeated renewal adds nothing.
 * @throws RangeError when the month is closed
 */
export function renew(periods: Periods, at: ChangeTime, month: Month, terms: ServiceTerms): PeriodChange {
  const range = { from: firstOfMonth(month), to: nextMonth(month) };
  if (range.from < firstOpenDay(periods, at.openFrom)) throw new RangeError(`${month} is closed`);
  return rewrite(periods, at, (stretches) => {
    const isThere = stretches.some((one) => one.from < range.to && range.from < one.to);
    return isThere ? stretches : [...stretches, { ...terms, ...range }];
  });
}

/** The time of the change with the first day it may touch, invoices of the subscription itself minded too. */
function openAt(periods: Periods, at: ChangeTime) {
  return { today: at.today, openFrom: firstOpenDay(periods, at.openFrom) };
}

function raise(stretches: readonly Stretch[], from: Day, seats: number): Stretch[] {
  return stretches.map((one) => (one.from >= from ? { ...one, seats: Math.max(one.seats, seats) } : one));
}

function setSeats(stretches: readonly Stretch[], from: Day, seats: number): Stretch[] {
  return stretches.map((one) => (one.from >= from ? { ...one, seats } : one));
}
