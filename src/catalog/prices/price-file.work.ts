import { openCsv } from '#src/lib/csv-read.ts';
import type { Day } from '#src/lib/days.ts';
import type { Sheet, Workbook } from '#src/lib/sheet.ts';
import { UnreadableFile } from '#src/lib/unreadable.ts';
import { openXlsx } from '#src/lib/xlsx-read.ts';
import { defineWork } from '#src/platform/workers/work.ts';
import { findHead } from './price-columns.rules.ts';
import { type ChosenColumns, type PriceRows, readPriceRows } from './price-file.rules.ts';

/** What of a file was read, and what else could be. */
export interface PriceReading {
  /** Names of the visible sheets; one empty name for a CSV. */
  readonly sheets: readonly string[];
  readonly sheet: number;
  readonly hiddenRows: number;
  readonly hiddenColumns: number;
}

export interface PriceFile extends PriceRows {
  readonly reading: PriceReading;
}

export interface PriceChoice extends ChosenColumns {
  /** Place among the visible sheets. */
  readonly sheet?: number | undefined;
}

/**
 * Reads a price list: a workbook by its contents, else a CSV table; the first visible sheet that has the columns, or the chosen one.
 * @throws UnreadableFile for what is no table, or as `readPriceRows`
 */
export async function readPriceFile(bytes: Uint8Array, validFrom: Day, choice: PriceChoice = {}): Promise<PriceFile> {
  const book = await open(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const { at, sheet } = await sheetOf(book, choice.sheet);
  const { rows, hiddenRows, hiddenColumns } = sheet;
  const reading = { sheets: book.sheets, sheet: at, hiddenRows, hiddenColumns: hiddenColumns.length };
  return { ...readPriceRows(rows, validFrom, choice), reading };
}

async function open(bytes: Buffer): Promise<Workbook> {
  if (bytes.length === 0) throw new UnreadableFile('Файл пуст.');
  if (bytes.length > 1 && bytes.readUInt16BE(0) === 0x504b) return openXlsx(bytes);
  if (bytes.length > 8 && bytes.readUInt32BE(0) === 0xd0cf11e0)
    throw new UnreadableFile('Это старый формат .xls: сохраните файл как .xlsx или .csv.');
  return openCsv(bytes);
}

/** Sheets before the one with prices are often a title page: so many are looked at. */
const MOST_LOOKED_AT = 10;

async function sheetOf(book: Workbook, chosen: number | undefined): Promise<{ at: number; sheet: Sheet }> {
  if (chosen !== undefined && chosen < book.sheets.length) return { at: chosen, sheet: await book.read(chosen) };
  const first = await book.read(0);
  for (let at = 0; at < Math.min(book.sheets.length, MOST_LOOKED_AT); at++) {
    const sheet = at === 0 ? first : await book.read(at);
    if (findHead(sheet.rows)) return { at, sheet };
  }
  return { at: 0, sheet: first };
}

/** `readPriceFile` in a thread: the file is a stranger's. */
export const priceFileReading = defineWork<typeof readPriceFile>({
  lane: 'intake',
  module: import.meta.url,
  verb: 'readPriceFile',
  deadlineMs: 20_000,
});
