import { isProvisional, type WorkCalendar } from '#src/lib/calendar.ts';
import { type Day, formatDayShort } from '#src/lib/days.ts';

/** A day to pay by. */
export interface DueDay {
  readonly dueOn: Day;
  /** Its year has no production calendar yet: days off that are moved may make it a later one. */
  readonly isProvisional: boolean;
}

/** A day to pay by as every page and letter shows it: «14.12.2026», «10.01.2028 (предварительно)». */
export function dueDay({ dueOn, isProvisional }: DueDay, format: (of: Day) => string = formatDayShort): string {
  return isProvisional ? `${format(dueOn)} (предварительно)` : format(dueOn);
}

/** Rows with what their days to pay by are worth. */
export function knowingDue<Row extends { readonly dueOn: Day }>(rows: readonly Row[], calendar: WorkCalendar): (Row & DueDay)[] {
  return rows.map((row) => ({ ...row, isProvisional: isProvisional(row.dueOn, calendar) }));
}
