import type { Day } from './days.ts';

/** What a cell may hold, by how its column is written: `money` takes kopecks, `day` a `Day`, `moment` an instant. */
interface CellOf {
  readonly text: string;
  readonly number: number | bigint;
  readonly money: bigint;
  readonly day: Day;
  readonly moment: Date;
}

export type ColumnKind = keyof CellOf;
export type Cell = CellOf[ColumnKind] | null;

/** What a file says of a column. */
export interface ColumnHead<Kind extends ColumnKind = ColumnKind> {
  readonly title: string;
  readonly kind: Kind;
}

/** A column of a list that is given out as CSV or XLSX, and what it says of a row. */
export type Column<Row> = { [Kind in ColumnKind]: ColumnHead<Kind> & { readonly of: (row: Row) => CellOf[Kind] | null } }[ColumnKind];

/** A table ready to be written: the cells of a row stand in the order of the heads. Rows may come one by one from a cursor. */
export interface Table {
  readonly heads: readonly ColumnHead[];
  readonly rows: Iterable<readonly Cell[]> | AsyncIterable<readonly Cell[]>;
}

/** Rows of a list: so many after the first ones; `limit` null is all. */
export interface Part<Limit extends number | null = number> {
  readonly limit: Limit;
  readonly offset: number;
}

const PART = 2_000;

/**
 * All rows of a list, some thousands at a time as they are taken; `read` gives at most `size` of those that come after `last` in its
 * order. By the key of the last one: a row that comes or goes meanwhile moves no other into the next part, and none is read past twice.
 */
export async function* inParts<Row>(read: (part: { size: number; last: Row | null }) => Promise<readonly Row[]>): AsyncGenerator<Row> {
  for (let last: Row | null = null; ; ) {
    const rows: readonly Row[] = await read({ size: PART, last });
    yield* rows;
    last = rows.at(-1) ?? null;
    if (rows.length < PART) return;
  }
}

/**
 * Text that a spreadsheet can't take for a formula: one that begins with `=`, `+`, `-`, `@`
 * or a control character gets an apostrophe before it. A phone number keeps its plus.
 */
export function guardFormula(text: string): string {
  if (/^\+\d{1,3}[ \d-]{7,}(, доб\. \d+)?$/.test(text)) return text;
  return /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(text) ? `'${text}` : text;
}
