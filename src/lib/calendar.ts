import calendar from './data/ru-calendar.json' with { type: 'json' };
import { addDays, type Day } from './days.ts';

interface Year {
  readonly off: ReadonlySet<string>;
  readonly work: ReadonlySet<string>;
}

/** Public holidays of ст. 112 ТК РФ, without the yearly moves of days off. */
const holidays = '01-01 01-02 01-03 01-04 01-05 01-06 01-07 01-08 02-23 03-08 05-01 05-09 06-12 11-04'.split(' ');
const fallback: Year = { off: new Set(holidays), work: new Set() };

const years = new Map<string, Year>(
  Object.entries(calendar).map(([year, { off, work }]) => [year, { off: new Set(off), work: new Set<string>(work) }]),
);

/**
 * Is this a working day by the production calendar of Russia? For a year without a table:
 * Saturday, Sunday and the holidays of the law are off, which `isProvisional` tells.
 */
export function isWorkingDay(of: Day): boolean {
  const { off, work } = years.get(of.slice(0, 4)) ?? fallback;
  const date = of.slice(5);
  if (work.has(date)) return true;
  return !off.has(date) && !isWeekend(of);
}

/** No table for the year of this day yet: what is said of it is preliminary and must be shown as such. */
export function isProvisional(of: Day): boolean {
  return !years.has(of.slice(0, 4));
}

/** The day itself when it is a working one, else the first working day after it (ст. 193 ГК РФ). */
export function nextWorkingDay(from: Day): Day {
  let at = from;
  while (!isWorkingDay(at)) at = addDays(at, 1);
  return at;
}

function isWeekend(of: Day): boolean {
  const weekday = new Date(`${of}T00:00:00Z`).getUTCDay();
  return weekday === 0 || weekday === 6;
}
