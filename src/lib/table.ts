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

const PART = 2_000;

/** All rows of a list, some thousands at a time as they are taken; `read` gives at most `size` of those after the first `offset`. */
export async function* inParts<Row>(read: (part: { size: number; offset: number }) => Promise<readonly Row[]>): AsyncGenerator<Row> {
  for (let offset = 0; ; offset += PART) {
    const rows = await read({ size: PART, offset });
    yield* rows;
    if (rows.length < PART) return;
  }
}

/** Rows as lines of a table, one by one. */
export async function* linesOf<Row, Line>(rows: Iterable<Row> | AsyncIterable<Row>, lineOf: (row: Row) => Line): AsyncGenerator<Line> {
  for await (const row of rows) yield lineOf(row);
}

/**
 * Text that a spreadsheet can't take for a formula: one that begins with `=`, `+`, `-`, `@`
 * or a control character gets an apostrophe before it. A phone number keeps its plus.
 */
export function guardFormula(text: string): string {
  if (/^\+\d{1,3}[ \d-]{7,}(, доб\. \d+)?$/.test(text)) return text;
  return /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(text) ? `'${text}` : text;
}
