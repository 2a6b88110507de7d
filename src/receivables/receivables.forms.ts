import { z } from 'zod';
import { addDays, type Day, formatDayShort, moscowMidnight, parseDay } from '#src/lib/days.ts';
import { BadRequest } from '#src/platform/errors.ts';
import type { FieldProps } from '#src/platform/http/components.ts';
import { listOf } from '#src/platform/http/list.ts';
import { choiceField, dayField, idField, searchField, sortField } from '#src/platform/http/list-fields.ts';
import { AGE_WORDS, AGES } from './receivables.rules.ts';

/** `/admin/receivables?on=2026-11-30&manager=&q=&age=&sort=&page=` */
export const receivablesList = listOf({
  q: searchField('Найти', 'Название, ИНН, логин, почта, код Axapta'),
  on: dayField('на'),
  manager: idField('Менеджер'),
  age: choiceField('Срок долга', AGES, (age) => AGE_WORDS[age]),
  sort: sortField(['name', ...AGES, 'advance', 'balance'], 'overdue'),
});

export type ReceivablesFilter = z.infer<typeof receivablesList.exportQuery>;
export type ReceivablesSort = ReceivablesFilter['sort'];

const typedDay = z
  .string()
  .default('')
  .transform((text) => text.trim().slice(0, 40));

/** As the page is asked: `on` is what was typed, `asOf` reads it. */
export const receivablesQuery = z.strictObject({ ...receivablesList.query.shape, on: typedDay });
export const receivablesFileQuery = z.strictObject({ ...receivablesList.exportQuery.shape, on: typedDay });

/** `/admin/receivables/:id/invoices?on=` */
export const partnerQuery = z.strictObject({ on: typedDay });

/** The day a report is of. */
export interface AsOf {
  readonly on: Day;
  /** The first instant that does not count any more. */
  readonly before: Date;
  /** Null for today: it stands in no address. */
  readonly past: Day | null;
  readonly typed: string;
  /** Why what was typed is no day to report of; the report is then of today. */
  readonly error: string | null;
}

/** Reads the day of a report: any one up to today. */
export function asOf(typed: string, today: Day): AsOf {
  const day = parseDay(typed);
  const error = typed === '' ? null : day === null ? noSuchDay(typed) : day > today ? tooLate(today) : null;
  const on = error || day === null ? today : day;
  return { on, before: moscowMidnight(addDays(on, 1)), past: on === today ? null : on, typed: error ? typed : on, error };
}

/** The same for a file: a link of the portal never has a day at fault. @throws BadRequest */
export function exactAsOf(typed: string, today: Day): AsOf {
  const read = asOf(typed, today);
  if (read.error) throw new BadRequest();
  return read;
}

const noSuchDay = (text: string): string => `Нет такого дня: «${text}». Укажите дату, например 30.11.2026.`;
const tooLate = (today: Day): string => `Этот день ещё не наступил: укажите ${formatDayShort(today)} или раньше.`;

export const dayControl = ({ typed, error }: AsOf): FieldProps => ({
  ...{ name: 'on', label: 'На день', type: 'date', value: typed },
  ...(error ? { error } : {}),
});
