import type { Response } from 'express';
import { writeCsv } from '#src/lib/csv.ts';
import type { Cell, Table } from '#src/lib/table.ts';
import { writeXlsx } from '#src/lib/xlsx.ts';
import { packStream } from './compress.ts';

/** The forms in which a list is given out beside its page: `/catalog.csv`, `/catalog.xlsx`. */
export type ExportFormat = 'csv' | 'xlsx';

const types: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** Answers with a list as a file to be saved; `name` is its name without the ending, `sheet` the sheet's. Streams. */
export async function sendTable<Row extends Record<keyof Row, Cell>>(
  res: Response,
  format: ExportFormat,
  file: { name: string; sheet: string },
  table: Table<Row>,
): Promise<void> {
  res.attachment(`${file.name}.${format}`).type(types[format]);
  if (format === 'xlsx') return writeXlsx(table, res, file.sheet);
  await packStream(res);
  await writeCsv(table, res);
}
