import { randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import { cleanText } from '#src/lib/clean-text.ts';
import { grouped } from '#src/lib/russian.ts';
import type { Cell, Table } from '#src/lib/table.ts';
import { command } from '../command.ts';
import { TooLarge } from '../errors.ts';
import type { AuditNote, Scope } from '../scope.ts';
import { giveRows } from '../workers/rows.ts';
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

/** A value, or how to get it once there is a thread for it: a hundred lists that wait must not be held in memory. */
type Lazily<T> = T | (() => Promise<T>);

/**
 * Answers with a list as a file to be saved; `name` is its name without the ending, `sheet` the sheet's. The file is written whole by
 * a thread before the first byte goes out, so a fault is told on a page and a slow reader holds nothing but the file; what was
 * given out goes into the journal of acts.
 * @throws TooLarge over 100,000 rows; Overworked, TookTooMuch; what the rows throw
 */
export async function sendTable<Row extends Record<keyof Row, Cell>>(
  res: Response,
  format: ExportFormat,
  file: { name: string; sheet: string },
  table: Lazily<Table<Row>>,
): Promise<void> {
  const { req } = res;
  const leaving = requireHeavy(req);
  const handle = await nameless();
  try {
    const into = { format, sheet: file.sheet, fd: handle.fd };
    const rows = await writeTable(req.scope, into, table, leaving);
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
async function writeTable<Row extends Record<keyof Row, Cell>>(
  { portal }: Scope,
  into: TableFile,
  table: Lazily<Table<Row>>,
  signal: AbortSignal,
): Promise<number> {
  let count = 0;
  async function* pieces(): AsyncGenerator<TablePiece> {
    const { columns, rows } = typeof table === 'function' ? await table() : table;
    yield { columns: [...columns] };
    for await (const row of rows) {
      count += 1;
      if (count > MOST_ROWS) throw new TooLarge(`В выгрузке больше ${grouped(MOST_ROWS)} строк. Сузьте отбор и выгрузите частями.`);
      yield { cells: columns.map(({ key }) => row[key]) };
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
