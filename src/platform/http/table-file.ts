import { fstatSync, write } from 'node:fs';
import { Writable } from 'node:stream';
import type { MessagePort } from 'node:worker_threads';
import { writeCsv } from '#src/lib/csv.ts';
import type { Cell, ColumnHead } from '#src/lib/table.ts';
import { writeXlsx } from '#src/lib/xlsx.ts';
import { rowsFrom } from '#src/platform/workers/rows.ts';
import { defineWork } from '#src/platform/workers/work.ts';

/** The forms in which a list is given out beside its page: `/catalog.csv`, `/catalog.xlsx`. */
export type ExportFormat = 'csv' | 'xlsx';

export interface TableFile {
  readonly format: ExportFormat;
  readonly sheet: string;
  /** Descriptor of the file to write into, open in this process; stays open. */
  readonly fd: number;
}

/** What comes through the port: the heads, then rows as cells in their order. */
export type TablePiece = { readonly heads: readonly ColumnHead[] } | { readonly cells: readonly Cell[] };

/** Writes a table that comes through a port. @returns bytes written */
export async function writeTableFile({ format, sheet, fd }: TableFile, port: MessagePort): Promise<number> {
  const out = writingInto(fd);
  const pieces = rowsFrom<TablePiece>(port);
  const { value: head } = await pieces.next();
  const table = { heads: head && 'heads' in head ? head.heads : [], rows: cellsOf(pieces) };
  if (format === 'xlsx') await writeXlsx(table, out, sheet);
  else await writeCsv(table, out);
  port.close();
  return fstatSync(fd).size;
}

/** Writes on in a file that is another's to close: a stream of `fs` would close it with a fault, and the number may be taken anew by then. */
function writingInto(fd: number): Writable {
  const writeFrom = (chunk: Buffer, from: number, done: (error: Error | null) => void): void =>
    write(fd, chunk, from, chunk.length - from, null, (error, written) => {
      if (error || from + written === chunk.length) done(error);
      else writeFrom(chunk, from + written, done);
    });
  return new Writable({ write: (chunk: Buffer, _encoding, done) => writeFrom(chunk, 0, done) });
}

async function* cellsOf(pieces: AsyncIterable<TablePiece>): AsyncGenerator<readonly Cell[]> {
  for await (const piece of pieces) {
    if ('cells' in piece) yield piece.cells;
  }
}

/** `writeTableFile` in a thread; a list of 100,000 rows takes some ten seconds of a processor. */
export const tableWriting = defineWork<typeof writeTableFile>({
  lane: 'export',
  module: import.meta.url,
  verb: 'writeTableFile',
  deadlineMs: 120_000,
});
