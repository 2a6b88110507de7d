import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import { isDay } from './days.ts';
import { type Cell, type ColumnHead, type ColumnKind, guardFormula, type Table } from './table.ts';

const formats: Record<ColumnKind, string> = {
  text: '@',
  number: 'General',
  money: '#,##0.00',
  day: 'dd.mm.yyyy',
  moment: 'dd.mm.yyyy hh:mm',
};
const widths: Record<ColumnKind, number> = { text: 28, number: 12, money: 16, day: 12, moment: 18 };
const moscowOffsetMs = 3 * 3_600_000;
const breathEvery = 500;

/**
 * Writes a table as one sheet of an XLSX workbook: bold frozen header with a filter, numbers, sums in rubles
 * and days as real ones. Rows are given out as they come; `out` is ended.
 * @throws what the rows or `out` throw; a premature close when the reader goes away
 */
export async function writeXlsx({ heads, rows }: Table, out: Writable, sheetName = 'Лист 1'): Promise<void> {
  const { default: excel } = await import('exceljs'); // heavy: loaded by those who ask for a workbook
  const ended = finished(out, { readable: false });
  ended.catch(() => undefined); // awaited below; a reader may go away before that
  const workbook = new excel.stream.xlsx.WorkbookWriter({ stream: out, useStyles: true });
  const sheet = workbook.addWorksheet(sheetName, { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = heads.map(sheetColumn);
  sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: heads.length } };
  const header = sheet.getRow(1);
  header.font = { bold: true };
  header.commit();
  let written = 0;
  try {
    for await (const cells of rows) {
      sheet.addRow(heads.map(({ kind }, at) => cellValue(cells[at] ?? null, kind))).commit();
      written += 1;
      if (written % breathEvery === 0) await setImmediate();
      if (out.destroyed) return await ended;
    }
  } catch (fault) {
    out.destroy();
    await ended.catch(() => undefined);
    throw fault;
  }
  await Promise.all([workbook.commit(), ended]);
}

function sheetColumn({ title, kind }: ColumnHead) {
  return { header: title, width: Math.max(widths[kind], title.length + 2), style: { numFmt: formats[kind] } };
}

function cellValue(cell: Cell, kind: ColumnKind): string | number | Date | null {
  if (cell === null) return null;
  if (cell instanceof Date) return new Date(cell.getTime() + moscowOffsetMs); // a sheet knows no zones: Moscow time
  if (kind === 'money') return Number(cell) / 100;
  if (kind === 'day' && typeof cell === 'string' && isDay(cell)) return new Date(`${cell}T00:00:00Z`);
  return typeof cell === 'string' ? guardFormula(cell) : Number(cell);
}
