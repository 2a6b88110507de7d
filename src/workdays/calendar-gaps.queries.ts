import type { WorkCalendar } from '#src/lib/calendar.ts';
import type { Day } from '#src/lib/days.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { calendarOf } from './calendar.queries.ts';

/** What of the production calendar is missing and wanted already. */
export interface CalendarGaps {
  /** This year; from October on the next one, whose calendar is decreed by then; years that open invoices are due in. */
  readonly years: readonly string[];
  /** Invoices not paid in full whose day to pay lies in such a year. */
  readonly dueDays: number;
}

/** What staff must see to before due days are wrong. */
export async function calendarGaps(sql: Sql, today: Day): Promise<CalendarGaps> {
  const calendar = await calendarOf(sql);
  const due = await dueBeyond(sql, firstUnknown(calendar, today));
  const missing = due.filter(({ year }) => !calendar.has(year));
  const wanted = wantedYears(today).filter((year) => !calendar.has(year));
  return {
    years: [...new Set([...wanted, ...missing.map(({ year }) => year)])].sort(),
    dueDays: missing.reduce((sum, { count }) => sum + count, 0),
  };
}

/** From October on the next year is wanted as well. */
function wantedYears(today: Day): string[] {
  const year = Number(today.slice(0, 4));
  return today.slice(5, 7) >= '10' ? [String(year), String(year + 1)] : [String(year)];
}

/** The first day, from this year on, that no calendar knows. */
function firstUnknown(calendar: WorkCalendar, today: Day): string {
  let year = Number(today.slice(0, 4));
  while (calendar.has(String(year))) year += 1;
  return `${year}-01-01`;
}

function dueBeyond(sql: Sql, from: string): Promise<{ year: string; count: number }[]> {
  return sql<{ year: string; count: number }>(
    'due_beyond_calendar',
    `select to_char(due_on, 'YYYY') as year, count(*)::int as count from invoice_balances
      where status = 'issued' and due_on >= $1::date and open > 0 group by 1`,
    [from],
  );
}
