import { builtInCalendar, type StoredYear, type WorkCalendar, workYear } from '#src/lib/calendar.ts';
import type { Day } from '#src/lib/days.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { type DueDay, knowingDue } from './due-day.rules.ts';

/**
 * The production calendar as committed at this moment: the years people have brought over those the portal comes with. A command
 * reads it in its own transaction, before it counts days: no instance keeps a copy that could be old.
 */
export async function calendarOf(sql: Sql): Promise<WorkCalendar> {
  const rows = await sql<{ year: string; days: StoredYear }>(
    'work_calendar',
    'select year::text as year, days from work_years where confirmed_at is not null and ended_at is null',
  );
  if (rows.length === 0) return builtInCalendar;
  return new Map([...builtInCalendar, ...rows.map(({ year, days }) => [year, workYear(days)] as const)]);
}

/** Tells of days to pay by whether they are preliminary; asks the database only where a year is none of those the portal comes with. */
export async function withDue<Row extends { readonly dueOn: Day }>(sql: Sql, rows: readonly Row[]): Promise<(Row & DueDay)[]> {
  const areKnown = rows.every(({ dueOn }) => builtInCalendar.has(dueOn.slice(0, 4)));
  return knowingDue(rows, areKnown ? builtInCalendar : await calendarOf(sql));
}
