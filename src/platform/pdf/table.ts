import type { Align, Sheet, TextStyle } from './sheet.ts';

export interface TableColumn {
  /** Points. */
  readonly width: number;
  readonly align?: Align;
  /** The cell stays on one line, smaller when it would not fit: numbers. */
  readonly isFitted?: boolean;
  /** The line at its right is a heavy one. */
  readonly isLast?: boolean;
}

export interface TableLayout {
  readonly x: number;
  readonly columns: readonly TableColumn[];
  readonly style: TextStyle;
  /** Free space inside of a cell, left and right. */
  readonly pad: number;
  /** Draws the head at `y`, on every page anew; @returns its height. */
  head(y: number): number;
  /** Height of what must stand on the same page as the last row: totals, signatures. */
  readonly tail: number;
}

interface Row {
  readonly cells: readonly (readonly string[])[];
  readonly lines: number;
}

/**
 * Draws a table from `y` on, over as many pages as it takes, with its head on each of them.
 * A row stays on one page unless it is longer than a page, or than the last page can hold beside the tail. @returns where the table ends
 */
export function drawTable(sheet: Sheet, table: TableLayout, rows: readonly (readonly string[])[], y: number): number {
  const page = new TablePage(sheet, table);
  page.begin(y);
  rows.forEach((texts, at) => {
    const row = breakRow(sheet, table, texts);
    const tail = at === rows.length - 1 ? table.tail : 0;
    page.add(row, tail);
  });
  return page.end();
}

function breakRow(sheet: Sheet, { columns, style, pad }: TableLayout, texts: readonly string[]): Row {
  const cells = columns.map(({ width, isFitted }, at) => {
    const text = texts[at] ?? '';
    return isFitted ? [text] : sheet.lines(text, width - 2 * pad, style);
  });
  return { cells, lines: Math.max(...cells.map(({ length }) => length)) };
}

/** The part of a table on one page after another. */
class TablePage {
  readonly #sheet: Sheet;
  readonly #table: TableLayout;
  readonly #gap: number;
  #top = 0;
  #y = 0;
  #bottoms: number[] = [];

  constructor(sheet: Sheet, table: TableLayout) {
    this.#sheet = sheet;
    this.#table = table;
    this.#gap = table.style.size * 0.35;
  }

  begin(y: number): void {
    this.#top = y + this.#table.head(y);
    this.#y = this.#top;
    this.#bottoms = [];
  }

  add(row: Row, tail: number): void {
    const height = this.#heightOf(row.lines);
    const isFirst = this.#y === this.#top;
    if (!isFirst && this.#y + height + tail > this.#sheet.bottom) this.#turn();
    for (let from = 0; from < row.lines; ) {
      const room = Math.max(1, Math.floor((this.#sheet.bottom - this.#y - this.#gap) / this.#sheet.heightOf(1, this.#table.style)));
      const left = row.lines - from;
      const isTailAway = left > 1 && left <= room && this.#y + this.#heightOf(left) + tail > this.#sheet.bottom;
      const taken = isTailAway ? left - 1 : Math.min(left, room);
      this.#draw(row, from, taken);
      from += taken;
      if (from < row.lines) this.#turn();
    }
  }

  end(): number {
    const { x, columns } = this.#table;
    if (this.#bottoms.length === 0) return this.#y;
    const edges: { at: number; isHeavy: boolean }[] = [];
    let right = x;
    for (const { width, isLast = false } of columns) {
      right += width;
      edges.push({ at: right, isHeavy: isLast });
    }
    this.#sheet.rules([
      [x, this.#top, x, this.#y],
      ...edges.map(({ at }) => [at, this.#top, at, this.#y] as const),
      ...this.#bottoms.map((at) => [x, at, right, at] as const),
    ]);
    const heavy = edges.filter(({ isHeavy }) => isHeavy);
    this.#sheet.rules(
      heavy.map(({ at }) => [at, this.#top, at, this.#y]),
      1.5,
    );
    return this.#y;
  }

  #turn(): void {
    this.end();
    this.begin(this.#sheet.nextPage());
  }

  #draw(row: Row, from: number, count: number): void {
    const { columns, style, pad } = this.#table;
    const y = this.#y + this.#gap / 2;
    let x = this.#table.x;
    columns.forEach(({ width, align = 'left', isFitted }, at) => {
      const lines = row.cells[at]?.slice(from, from + count) ?? [];
      const cellStyle = { ...style, align };
      if (isFitted && lines[0]) this.#sheet.fit(lines[0], x + pad, y, width - 2 * pad, cellStyle);
      else if (lines.length > 0) this.#sheet.writeLines(lines, x + pad, y, width - 2 * pad, cellStyle);
      x += width;
    });
    this.#y += this.#heightOf(count);
    this.#bottoms.push(this.#y);
  }

  #heightOf(lines: number): number {
    return this.#sheet.heightOf(lines, this.#table.style) + this.#gap;
  }
}
