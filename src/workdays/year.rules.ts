import { isWorkingDay, type WorkCalendar } from '#src/lib/calendar.ts';
import { addDays, type Day, day } from '#src/lib/days.ts';

/** The days of a year, first to last. */
function daysOf(year: string): Day[] {
  const days: Day[] = [];
  for (let at = day(`${year}-01-01`); at.startsWith(year); at = addDays(at, 1)) days.push(at);
  return days;
}

/** Working days of each month, January first. */
export function workingDays(year: string, calendar: WorkCalendar): number[] {
  const months = Array<number>(12).fill(0);
  for (const on of daysOf(year))
    if (isWorkingDay(on, calendar)) months[Number(on.slice(5, 7)) - 1] = (months[Number(on.slice(5, 7)) - 1] ?? 0) + 1;
  return months;
}

export const sumOf = (months: readonly number[]): number => months.reduce((sum, count) => sum + count, 0);

/** Working days of a year, as every production calendar since 2013 but that of the year 2020 has them. */
const USUAL = { least: 243, most: 252 };

/** A year with so many working days wants a second look. */
export const isUnusual = (total: number): boolean => total < USUAL.least || total > USUAL.most;

/** What a calendar changes of a year, as against what is known. */
export interface YearDifference {
  readonly becomeOff: readonly Day[];
  readonly becomeWorking: readonly Day[];
}

export function differenceOf(year: string, known: WorkCalendar, next: WorkCalendar): YearDifference {
  const changed = daysOf(year).filter((on) => isWorkingDay(on, known) !== isWorkingDay(on, next));
  return {
    becomeOff: changed.filter((on) => !isWorkingDay(on, next)),
    becomeWorking: changed.filter((on) => isWorkingDay(on, next)),
  };
}
