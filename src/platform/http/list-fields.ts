import { z } from 'zod';
import { type Day, formatDayShort, formatMonth, isMonth, type Month, month, parseDay } from '#src/lib/days.ts';
import type { Option } from './components.ts';

/** What the address of a list holds of one thing: it gives the query, the control, the chip and the address itself. */
export interface ListField<T = unknown> {
  readonly label: string;
  /** Reads the text of the address; what no link of the portal holds is refused. */
  readonly parse: z.ZodType<T>;
  /** Narrows nothing and stands in no address. */
  readonly usual: T;
  /** A select of these; they may be known only when the list is shown. */
  readonly options?: readonly Option[];
  /** What the select says of `usual`. */
  readonly all?: string;
  /** A text field with this in it. A field with neither is only carried along: a link sets it. */
  readonly placeholder?: string;
  /** What a value that narrows is called; else its option's label. */
  chip?(value: NonNullable<T>): string;
}

const none = z.literal('').transform(() => null);

/** A text of the address, cut to what a search can be. */
const text = z
  .string()
  .default('')
  .transform((typed) => typed.slice(0, 100).replaceAll('\0', '').trim());

/** Words looked for; the field is called `q`. */
export const searchField = (label: string, placeholder: string): ListField<string> => ({
  ...{ label, placeholder, parse: text, usual: '' },
  chip: (words) => `Найти «${words}»`,
});

/** Words of one thing. */
export const textField = (label: string, placeholder: string, chip: (words: string) => string): ListField<string> => ({
  ...{ label, placeholder, parse: text, usual: '' },
  chip,
});

/** One of `values`, each called by its word; `all` is what none of them is called. */
export const choiceField = <const T extends string>(
  label: string,
  values: readonly T[],
  wordOf: (value: T) => string,
  all = 'Все',
): ListField<T | null> => ({
  ...{ label, all, parse: none.or(z.enum(values)).default(null), usual: null },
  options: values.map((value) => ({ value, label: wordOf(value) })),
});

/** A value that is chosen from what there is when the list is shown, e.g. a vendor's slug or a month. */
export const foundField = <T>(label: string, parse: z.ZodType<T>, all = 'Все'): ListField<T | null> => ({
  ...{ label, all, usual: null },
  parse: none.or(parse).default(null),
});

/** One of `values` that only links set: it has no control. */
export const carriedField = <const T extends string>(values: readonly T[], chip: (value: T) => string): ListField<T | null> => ({
  ...{ label: '', parse: none.or(z.enum(values)).default(null), usual: null },
  chip,
});

/** The id of a thing; what it is called is known when the list is shown. */
export const idField = (label: string): ListField<number | null> => foundField(label, idText);

const idText = z
  .string()
  .regex(/^[1-9]\d{0,8}$/)
  .transform(Number);

/** A month, `2026-11`; which there are is known when the list is shown (`monthOptions`). */
export const monthField = (label: string): ListField<Month | null> => ({
  ...foundField(label, z.string().refine(isMonth).transform(month)),
  chip: formatMonth,
});

export const monthOptions = (months: readonly Month[]): Option[] => months.map((value) => ({ value, label: formatMonth(value) }));

/** A day of a span; its control stands apart, as what is typed there may be no day (`filter-days.ts`). */
export const dayField = (word: string): ListField<Day | null> => ({
  ...{ label: word, parse: z.string().default('').transform(parseDay), usual: null },
  chip: (day) => `${word} ${formatDayShort(day)}`,
});

/** The column in order, `-` is down. */
type Sort<T extends string> = T | `-${T}`;

/** How the list is sorted; an order that is none shows the usual one, which need not be a column's. */
export function sortField<const T extends string, const U extends string>(columns: readonly T[], usual: U): ListField<Sort<T> | U> {
  const known = columns.flatMap((name): Sort<T>[] => [name, `-${name}`]);
  const read = (typed: string): Sort<T> | U => known.find((sort) => sort === typed) ?? usual;
  return { label: '', usual, parse: z.string().default('').transform(read) };
}
