import { randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { cleanText } from '#src/lib/clean-text.ts';
import { grouped } from '#src/lib/russian.ts';
import type { Column } from '#src/lib/table.ts';
import { command } from '#src/platform/command.ts';
import { TooLarge } from '#src/platform/errors.ts';
import type { AuditNote, Scope } from '#src/platform/scope.ts';
import { giveRows } from '#src/platform/workers/rows.ts';
import { packStream } from './compress.ts';
import { requireHeavy } from './cost.ts';
import { type ExportFormat, type TableFile, type TablePiece, tableWriting } from './table-file.ts';

export type { ExportFormat };

const types: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** As many rows as a spreadsheet takes in comfortably, and a thread writes within its deadline. */
export const MOST_ROWS = 100_000;

type Rows<Row> = Iterable<Row> | AsyncIterable<Row>;

/** A list as a file to be saved. */
export interface Export<Row> {
  /** Of the file, without its ending. */
  readonly name: string;
  readonly sheet: string;
  readonly columns: readonly Column<Row>[];
  /** Asked once there is a thread for them: a hundred lists that wait must not be held in memory. */
  readonly rows: () => Rows<Row> | Promise<Rows<Row>>;
}

/** What a request wants as a file. */
export type ExportMaker<Row> = (req: Request) => Export<Row> | Promise<Export<Row>>;

/**
 * Answers with a list as a file. The file is written whole by a thread before the first byte goes out, so a fault is told on a page and
 * a slow reader holds nothing but the file; what was given out goes into the journal of acts. Columns are functions and stay on this
 * side: rows go over as cells.
 * @throws TooLarge over 100,000 rows; Overworked, TookTooMuch; what the rows throw
 */
export async function sendTable<Row>(res: Response, format: ExportFormat, file: Export<Row>): Promise<void> {
  const { req } = res;
  const leaving = requireHeavy(req);
  const handle = await nameless();
  try {
    const into = { format, sheet: file.sheet, fd: handle.fd };
    const rows = await writeTable(req.scope, into, file, leaving);
    await noteExport(req.scope, {
      action: 'list.exported',
      subject: `список «${file.sheet}»`,
      after: { format, rows, filter: filterText(req.query) },
    });
    res.attachment(`${file.name}.${format}`).type(types[format]);
    if (format === 'csv') await packStream(res);
    await pipeline(handle.createReadStream({ start: 0, autoClose: false }), res);
  } catch (error) {
    if (!leaving.aborted) throw error; // else nobody waits for an answer
  } finally {
    await handle.close();
  }
}

/** @returns how many rows were written */
async function writeTable<Row>({ portal }: Scope, into: TableFile, { columns, rows }: Export<Row>, signal: AbortSignal): Promise<number> {
  let count = 0;
  async function* pieces(): AsyncGenerator<TablePiece> {
    yield { heads: columns.map(({ title, kind }) => ({ title, kind })) };
    for await (const row of await rows()) {
      count += 1;
      if (count > MOST_ROWS) throw new TooLarge(`В выгрузке больше ${grouped(MOST_ROWS)} строк. Сузьте отбор и выгрузите частями.`);
      yield { cells: columns.map(({ of }) => of(row)) };
    }
  }
  const given = giveRows(pieces(), signal);
  try {
    await portal.workers.do(tableWriting, into, given.port);
    return count;
  } catch (error) {
    throw given.fault() ?? error;
  } finally {
    given.close();
  }
}

/** A file without a name: nothing of it is left when the process ends, however it ends. */
async function nameless(): Promise<FileHandle> {
  const path = join(tmpdir(), `portal-export-${randomUUID()}`);
  const handle = await open(path, 'wx+', 0o600);
  await unlink(path);
  return handle;
}

/** What somebody took out of the portal, also while looking as a partner: that changes nothing but the journal. */
export function noteExport(scope: Scope, note: AuditNote): Promise<void> {
  const own = { ...scope, actor: { ...scope.actor, isReadOnly: false } };
  return command(own, { action: note.action }, (tx) => tx.audit(note));
}

/** The filter as the journal keeps it: what says something, each word of it bounded like a search. */
export const filterText = (query: object): string =>
  Object.entries(query)
    .filter((entry): entry is [string, string] => /^[a-z]{1,20}$/i.test(entry[0]) && typeof entry[1] === 'string' && entry[1] !== '')
    .slice(0, 10)
    .map(([name, value]) => `${name}=${cleanText(value).slice(0, 100)}`)
    .join(', ');
