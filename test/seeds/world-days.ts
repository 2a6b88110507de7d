import { addDays, type Day, day, daysBetween, lastOfMonth, monthOf, moscowDay, nextMonth } from '#src/lib/days.ts';

/** A row of the journal that begins or ends service. */
export interface ServiceEvent {
  readonly at: Date;
  readonly action: string;
  /** Why it stopped, for `stopped`. */
  readonly cause: string | null;
}

/**
 * The days of service that a journal tells, worked out without the rules of periods: from the day service begins
 * through the day it is stopped, through the stop date, or through the month's end when it was not renewed.
 */
export function serviceDays(events: readonly ServiceEvent[], stopOn: Day | null, monthEnd: Day): Day[] {
  const days = new Set<Day>();
  let since: Day | null = null;
  const close = (last: Day) => {
    if (since) for (const on of range(since, addDays(last, 1))) days.add(on);
    since = null;
  };
  for (const { at, action, cause } of events) {
    const on = moscowDay(at);
    if (['activated', 'started', 'resumed'].includes(action)) since ??= on;
    if (action === 'suspended') close(lastOfMonth(monthOf(on)));
    if (action === 'stopped') close(cause === 'stop_date' && stopOn ? stopOn : on);
  }
  close(monthEnd);
  return [...days].sort();
}

/** The days of [from, to). */
export function range(from: Day, to: Day): Day[] {
  return Array.from({ length: daysBetween(from, to) }, (_, index) => addDays(from, index));
}

/** Days per month, e.g. {'2026-10': 31}. */
export function perMonth(days: readonly Day[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const on of days) counts[monthOf(on)] = (counts[monthOf(on)] ?? 0) + 1;
  return counts;
}

/** The last day of the month that runs in the demo. */
export const WORLD_END: Day = addDays(nextMonth(day('2026-11-22')), -1);
