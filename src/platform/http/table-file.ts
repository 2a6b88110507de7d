import { createWriteStream, fstatSync } from 'node:fs';
import type { MessagePort } from 'node:worker_threads';
import { writeCsv } from '#src/lib/csv.ts';
import type { Cell, Column, Table } from '#src/lib/table.ts';
import { writeXlsx } from '#src/lib/xlsx.ts';
import { rowsFrom } from '../workers/rows.ts';
import { defineWork } from '../workers/work.ts';

/** The forms in which a list is given out beside its page: `/catalog.csv`, `/catalog.xlsx`. */
export type ExportFormat = 'csv' | 'xlsx';

export interface TableFile {
  readonly format: ExportFormat;
  readonly sheet: string;
  readonly columns: readonly Column[];
  /** Descriptor of the file to write into, open in this process; stays open. */
  readonly fd: number;
}

/** Writes a table whose rows come through a port, as arrays of cells in the order of the columns. @returns bytes written */
export async function writeTableFile({ format, sheet, columns, fd }: TableFile, port: MessagePort): Promise<number> {
  const out = createWriteStream('', { fd, autoClose: false });
  const table: Table<Record<string, Cell>> = { columns, rows: records(columns, port) };
  if (format === 'xlsx') await writeXlsx(table, out, sheet);
  else await writeCsv(table, out);
  port.close();
  return fstatSync(fd).size;
}

async function* records(columns: readonly Column[], port: MessagePort): AsyncGenerator<Record<string, Cell>> {
  for await (const cells of rowsFrom<readonly Cell[]>(port)) {
    yield Object.fromEntries(columns.map(({ key }, at) => [key, cells[at] ?? null]));
  }
}

/** `writeTableFile` in a thread; a list of 100,000 rows takes some ten seconds of a processor. */
export const tableWriting = defineWork<typeof writeTableFile>({
  lane: 'export',
  module: import.meta.url,
  verb: 'writeTableFile',
  deadlineMs: 120_000,
});
