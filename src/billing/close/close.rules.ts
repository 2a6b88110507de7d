import { nextWorkingDay, type WorkCalendar } from '#src/lib/calendar.ts';
import { addDays, type Day, firstOfMonth, lastOfMonth, laterDay, type Month, monthOf, moscowMidnight, nextMonth } from '#src/lib/days.ts';

/** The days a month's close turns on. */
export interface CloseDays {
  readonly month: Month;
  readonly first: Day;
  /** Date of the documents. */
  readonly last: Day;
  /** First day of the month renewals pay for. */
  readonly next: Day;
}

export function closeDays(of: Month): CloseDays {
  return { month: of, first: firstOfMonth(of), last: lastOfMonth(of), next: nextMonth(of) };
}

const CLOSE_HOUR_MS = 21 * 3_600_000;

/** When a month is closed by the clock: 21:00 Moscow on its last day (product rule §9). */
export function closesAt(of: Month): Date {
  return new Date(moscowMidnight(lastOfMonth(of)).getTime() + CLOSE_HOUR_MS);
}

/** The latest month whose time to close has come. */
export function lastMonthDue(now: Date, today: Day): Month {
  const current = monthOf(today);
  return now >= closesAt(current) ? current : monthOf(addDays(firstOfMonth(current), -1));
}

/**
 * The day to pay by: so many calendar days after the document, moved to a working day (product rule §10). Of a month that is closed
 * late the term runs from the day of the issue (§9): November of 2026 issued on 5 January with 14 days is due on the 19th.
 */
export function dueOn({ last }: CloseDays, issued: Day, paymentTermDays: number, calendar: WorkCalendar): Day {
  return nextWorkingDay(addDays(laterDay(last, issued), paymentTermDays), calendar);
}

/** The months from one to another, both included. */
export function monthsBetween(from: Month, to: Month): Month[] {
  const months: Month[] = [];
  for (let m = from; m <= to; m = monthOf(nextMonth(m))) months.push(m);
  return months;
}
