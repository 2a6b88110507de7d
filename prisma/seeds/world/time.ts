import type { Random } from '#prisma/seeds/data/random.ts';
import { monthsBetween } from '#src/billing/close/close.rules.ts';
import { builtInCalendar, isWorkingDay } from '#src/lib/calendar.ts';
import { addDays, type Day, day, daysBetween, type Month, month, monthOf, moscowDay, moscowMidnight } from '#src/lib/days.ts';

/** The days in which the demo world was lived; people go on with it from 22 November 2026, 10:00 Moscow. */
export const WORLD_FROM: Day = day('2026-05-01');
export const WORLD_TO: Day = day('2026-11-21');

/** The months that were closed. */
export const CLOSED_MONTHS: readonly Month[] = monthsBetween(monthOf(WORLD_FROM), month('2026-10'));

/** An instant by the clock of Moscow, e.g. ('2026-11-17', '09:40'). */
export function moscow(on: string, time: string): Date {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return new Date(moscowMidnight(day(on)).getTime() + (hours * 60 + minutes) * 60_000);
}

/** An instant within office hours on a working day of [from, to]; on any of these days when none is a working one. */
export function officeHour(random: Random, from: Day, to: Day): Date {
  const days = Array.from({ length: Math.max(1, daysBetween(from, to) + 1) }, (_, index) => addDays(from, index));
  const working = days.filter((on) => isWorkingDay(on, builtInCalendar));
  const on = random.pick(working.length > 0 ? working : days);
  return new Date(moscowMidnight(on).getTime() + random.int(9 * 3600, 18 * 3600 - 1) * 1000);
}

/** An instant on a day after that of `after` and up to `to`; null when there is none left. */
export function later(random: Random, after: Date, to: Day): Date | null {
  const next = addDays(moscowDay(after), 1);
  return next > to ? null : officeHour(random, next, to);
}
