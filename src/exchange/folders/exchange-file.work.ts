import { readCsv } from '#src/lib/csv-read.ts';
import type { SheetLimits } from '#src/lib/sheet.ts';
import { UnreadableFile } from '#src/lib/unreadable.ts';
import { defineWork } from '#src/platform/workers/work.ts';
import { problem } from '../problem.rules.ts';
import { type BadMessage, badMessage, type ReadMessage, readMessage } from '../receiving/reading.rules.ts';
import { parseName } from './names.rules.ts';
import { messageOf } from './table.rules.ts';

const LIMITS: SheetLimits = { rows: 50_001, columns: 60, cell: 4_000 };

/** A file as it was read, and whether it may only be half of one: its writer is at work, or has died. */
export interface ReadFile {
  readonly read: ReadMessage | BadMessage;
  readonly isCut: boolean;
}

/**
 * Reads a file of `in/`: JSON, or a table by the name it bears, in the encodings of price lists: UTF-8 with or without its mark, UTF-16,
 * Windows-1251. What is cut off can't be read as JSON; a table has to end with its line.
 */
export function readExchangeFile(bytes: Uint8Array, name: string): ReadFile {
  if (/\.csv$/i.test(name)) return readTable(bytes, name);
  const read = readMessage(bytes);
  return { read, isCut: read.kind === 'bad' && read.problem.status === 400 };
}

function readTable(bytes: Uint8Array, name: string): ReadFile {
  const named = parseName(name);
  if (!named) return refused(bytes, 'Имя таблицы не по договору: {тип}_{ггггММдд}T{ччммсс}_{номер}_{messageId}.csv.');
  if (!endsWithLine(bytes)) return { ...refused(bytes, 'Таблица обрывается: последняя строка не закончена.'), isCut: true };
  try {
    return { read: readMessage(messageOf(readCsv(Buffer.from(bytes), LIMITS), named)), isCut: false };
  } catch (error) {
    if (error instanceof UnreadableFile) return refused(bytes, error.message);
    throw error;
  }
}

const refused = (bytes: Uint8Array, why: string): ReadFile => ({
  read: badMessage(problem('validation', why), Buffer.from(bytes).toString('utf8'), null),
  isCut: false,
});

/** LF, CR, or either of UTF-16. */
const endsWithLine = (bytes: Uint8Array): boolean => [10, 13].includes(bytes.at(-1) ?? 0) || (bytes.at(-1) === 0 && bytes.at(-2) === 10);

/** `readExchangeFile` in a thread: the file is a stranger's. */
export const exchangeFileReading = defineWork<typeof readExchangeFile>({
  lane: 'intake',
  module: import.meta.url,
  verb: 'readExchangeFile',
  deadlineMs: 20_000,
});
