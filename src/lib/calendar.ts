import tables from './data/ru-calendar.json' with { type: 'json' };
import { addDays, type Day } from './days.ts';

/** The production calendar of one year; days as `MM-DD`. */
export interface WorkYear {
  /** Days off, Saturdays and Sundays among them only where the calendar names them. */
  readonly off: ReadonlySet<string>;
  /** Saturdays and Sundays that are worked. */
  readonly work: ReadonlySet<string>;
  /** Working days an hour shorter. */
  readonly short: ReadonlySet<string>;
  /** Days off that were moved: the day → where from. */
  readonly moved: ReadonlyMap<string, string>;
}

/** What is known of working days: year (`2027`) → its calendar. What people brought is read by `calendarOf` (`workdays/`). */
export type WorkCalendar = ReadonlyMap<string, WorkYear>;

/** A year as JSON keeps it. */
export interface StoredYear {
  readonly off: readonly string[];
  readonly work: readonly string[];
  readonly short: readonly string[];
  readonly moved: Readonly<Record<string, string | undefined>>;
}

export function workYear({ off, work, short, moved }: StoredYear): WorkYear {
  const pairs = Object.entries(moved).flatMap(([day, from]) => (from === undefined ? [] : [[day, from] as const]));
  return { off: new Set(off), work: new Set(work), short: new Set(short), moved: new Map(pairs) };
}

/** The years the portal comes with. */
export const builtInCalendar: WorkCalendar = new Map(Object.entries(tables).map(([year, table]) => [year, workYear(table)]));

/** Public holidays of ст. 112 ТК РФ, without the yearly moves of days off. */
export const LAW_HOLIDAYS: readonly string[] = '01-01 01-02 01-03 01-04 01-05 01-06 01-07 01-08 02-23 03-08 05-01 05-09 06-12 11-04'.split(
  ' ',
);
const fallback = workYear({ off: LAW_HOLIDAYS, work: [], short: [], moved: {} });

/**
 * Is this a working day by the production calendar of Russia? For a year without a table:
 * Saturday, Sunday and the holidays of the law are off, which `isProvisional` tells.
 */
export function isWorkingDay(of: Day, calendar: WorkCalendar): boolean {
  const { off, work } = calendar.get(of.slice(0, 4)) ?? fallback;
  const date = of.slice(5);
  if (work.has(date)) return true;
  return !off.has(date) && !isWeekend(of);
}

/** No table for the year of this day yet: what is said of it is preliminary and must be shown as such. */
export function isProvisional(of: Day, calendar: WorkCalendar): boolean {
  return !calendar.has(of.slice(0, 4));
}

/** The day itself when it is a working one, else the first working day after it (ст. 193 ГК РФ). */
export function nextWorkingDay(from: Day, calendar: WorkCalendar): Day {
  let at = from;
  while (!isWorkingDay(at, calendar)) at = addDays(at, 1);
  return at;
}

export function isWeekend(of: Day): boolean {
  const weekday = new Date(`${of}T00:00:00Z`).getUTCDay();
  return weekday === 0 || weekday === 6;
}
