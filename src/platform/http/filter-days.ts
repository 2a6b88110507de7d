import { z } from 'zod';
import { type Day, formatDayShort, parseDay } from '#src/lib/days.ts';
import type { FieldProps } from './components.ts';

const typed = z
  .string()
  .default('')
  .transform((text) => text.trim().slice(0, 40));

/** The fields of a filter «с … по …», both days included; `toldDays` or `exactDays` reads what was typed. */
export const dayFilter = { from: typed, to: typed };

type Typed = z.infer<z.ZodObject<typeof dayFilter>>;
type Read<T> = Omit<T, keyof Typed> & DaySpan;

/** The days a list is narrowed to; null is open. */
export interface DaySpan {
  readonly from: Day | null;
  readonly to: Day | null;
}

/** What was typed into the two fields and a sentence for each at fault. */
export interface ToldDays {
  readonly typed: Typed;
  readonly errors: Partial<Typed>;
}

/**
 * For the page of a list: what is no day doesn't narrow it and is told at its field; a span that ends before it begins is told, too,
 * and holds nothing.
 */
export function toldDays<T extends Typed>(filter: T): Read<T> & { readonly days: ToldDays } {
  const { from, to } = filter;
  return { ...readDays(filter), days: { typed: { from, to }, errors: faultsOf(filter) } };
}

/** For a file of the list: a link of the portal never has days at fault, and nobody would see them told. */
export function exactDays<T extends Typed>(filter: T, ctx: z.RefinementCtx): Read<T> {
  for (const [name, message] of Object.entries(faultsOf(filter))) ctx.addIssue({ code: 'custom', path: [name], message });
  return readDays(filter);
}

function readDays<T extends Typed>({ from, to, ...rest }: T): Read<T> {
  return { ...rest, from: parseDay(from), to: parseDay(to) };
}

/** The two fields, filled with what was typed. */
export function dayFields({ typed, errors }: ToldDays): FieldProps[] {
  const field = (name: keyof Typed, label: string): FieldProps => {
    const error = errors[name];
    return { name, label, type: 'date', value: typed[name], ...(error ? { error } : {}) };
  };
  return [field('from', 'С'), field('to', 'По')];
}

function faultsOf({ from, to }: Typed): Partial<Typed> {
  const [first, last] = [parseDay(from), parseDay(to)];
  const errors: Partial<Typed> = {};
  if (from && !first) errors.from = noSuchDay(from);
  if (to && !last) errors.to = noSuchDay(to);
  if (first && last && last < first) errors.to = `Раньше начала: укажите ${formatDayShort(first)} или позже.`;
  return errors;
}

const noSuchDay = (text: string): string => `Нет такого дня: «${text}». Укажите дату, например 30.11.2026.`;
