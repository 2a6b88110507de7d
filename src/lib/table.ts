import type { Day } from './days.ts';

/** What a cell may hold: text or a `Day`, a number, kopecks, an instant, nothing. */
export type Cell = string | number | bigint | Date | Day | null;

/** How a column is written: `money` takes kopecks, `day` a `Day`, `moment` an instant. */
export type ColumnKind = 'text' | 'number' | 'money' | 'day' | 'moment';

export interface Column<Key extends string = string> {
  readonly key: Key;
  readonly title: string;
  readonly kind: ColumnKind;
}

/** A list to be given out as CSV or XLSX. The rows may come one by one from a cursor. */
export interface Table<Row extends Record<keyof Row, Cell>> {
  readonly columns: readonly Column<keyof Row & string>[];
  readonly rows: Iterable<Row> | AsyncIterable<Row>;
}

/**
 * Text that a spreadsheet can't take for a formula: one that begins with `=`, `+`, `-`, `@`
 * or a control character gets an apostrophe before it. A phone number keeps its plus.
 */
export function guardFormula(text: string): string {
  if (/^\+\d{1,3}[ \d-]{7,}(, доб\. \d+)?$/.test(text)) return text;
  return /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(text) ? `'${text}` : text;
}
