import type { Seller } from '#src/billing/close/close.types.ts';
import { shortName } from '#src/documents/printing.rules.ts';
import { mm, type Sheet } from '#src/platform/pdf/sheet.ts';
import type { TableColumn } from '#src/platform/pdf/table.ts';

const LABEL = { size: 8.5 } as const;
const VALUE = { size: 8.5, font: 'bold' } as const;
const HEAD = { size: 8, font: 'bold', align: 'center' } as const;

/** Labelled texts one below another, the labels in a column; @returns where they end. */
export function drawFacts(sheet: Sheet, facts: readonly (readonly [string, string])[], y: number, labelWidth: number): number {
  let at = y;
  for (const [label, value] of facts) {
    const height = sheet.write(label, sheet.left, at, labelWidth - 4, LABEL);
    at += Math.max(height, sheet.write(value, sheet.left + labelWidth, at, sheet.width - labelWidth, VALUE)) + 3;
  }
  return at;
}

/** A head of one row with frames; @returns its height. */
export function headRow(sheet: Sheet, columns: readonly TableColumn[], titles: readonly string[], y: number): number {
  const broken = columns.map(({ width }, at) => sheet.lines(titles[at] ?? '', width - 4, HEAD));
  const height = sheet.heightOf(Math.max(...broken.map(({ length }) => length)), HEAD) + 6;
  let x = sheet.left;
  columns.forEach(({ width }, at) => {
    const lines = broken[at] ?? [];
    sheet.box(x, y, width, height);
    sheet.writeLines(lines, x + 2, y + (height - sheet.heightOf(lines.length, HEAD)) / 2, width - 4, HEAD);
    x += width;
  });
  return height;
}

/** What totals, notes and signatures take below the last line: they stand on its page. */
export const BELOW_LINES = mm(80);

export interface Totals {
  readonly lines: readonly (readonly [string, string])[];
}

/** Totals at the right, under the last column; @returns where they end. */
export function drawTotals(sheet: Sheet, { lines }: Totals, y: number): number {
  const valueWidth = mm(30);
  let at = sheet.room(y, sheet.heightOf(lines.length, VALUE) + lines.length * 2);
  for (const [label, value] of lines) {
    const height = sheet.write(label, sheet.left, at, sheet.width - valueWidth, { ...VALUE, align: 'right' });
    sheet.fit(value, sheet.right - valueWidth, at, valueWidth - 3, { ...VALUE, align: 'right' });
    at += height + 2;
  }
  return at;
}

/** «Руководитель ____ Воронцов С. А.   Главный бухгалтер ____ Громова Л. В.» */
export function drawSignatures(sheet: Sheet, { director, accountant }: Seller, y: number): void {
  const at = sheet.room(y, mm(10));
  const half = sheet.width / 2;
  [
    ['Руководитель', director],
    ['Главный бухгалтер', accountant],
  ].forEach(([post = '', name = ''], i) => {
    const x = sheet.left + i * half;
    const [labelWidth, nameWidth] = [mm(31), mm(27)];
    sheet.write(post, x, at, labelWidth, VALUE);
    sheet.rule(x + labelWidth, at + 10, x + half - nameWidth - 4, at + 10);
    sheet.fit(`/ ${shortName(name)} /`, x + half - nameWidth, at, nameWidth - 4, LABEL);
  });
}
