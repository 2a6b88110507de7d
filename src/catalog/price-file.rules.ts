import { cleanLine } from '#src/lib/clean-text.ts';
import { readCsv } from '#src/lib/csv-read.ts';
import { type Day, parseDay } from '#src/lib/days.ts';
import { type Kopecks, kopecks, parseRub } from '#src/lib/money.ts';
import { normalise } from '#src/lib/russian.ts';
import type { SheetRow } from '#src/lib/sheet.ts';
import { UnreadableFile } from '#src/lib/unreadable.ts';
import { readXlsx } from '#src/lib/xlsx-read.ts';

/** A row of a price list that can be read; `row` is its number in the file. */
export interface PriceLine {
  readonly row: number;
  readonly sku: string;
  readonly gross: Kopecks;
  readonly validFrom: Day;
}

/** A row that can't, and why. */
export interface PriceFault {
  readonly row: number;
  readonly reason: string;
}

export interface PriceFile {
  readonly lines: readonly PriceLine[];
  readonly faults: readonly PriceFault[];
}

const MOST_PRICE = 1_000_000_000n;
const HEAD_ROWS = 20;

/**
 * Reads a price list: a workbook by its contents, else a CSV table. Columns are found by their heads «Артикул», «Цена…» and,
 * where there is one, «Действует с»; `validFrom` is for rows without a day of their own.
 * @throws UnreadableFile for what is no table, has no such columns or no rows
 */
export function readPriceFile(bytes: Buffer, validFrom: Day): PriceFile {
  const rows = rowsOf(bytes);
  const head = rows.slice(0, HEAD_ROWS).flatMap((row, at) => columnsOf(row, at) ?? [])[0];
  if (!head) throw new UnreadableFile('Не нашлось колонок «Артикул» и «Цена»: они должны стоять в одной строке заголовка.');
  const lines: PriceLine[] = [];
  const faults: PriceFault[] = [];
  const seen = new Map<string, number>();
  for (const row of rows.slice(head.at + 1)) {
    if (row.cells.every((cell) => String(cell).trim() === '')) continue;
    const line = lineOf(row, head, validFrom);
    const key = 'reason' in line ? '' : `${line.sku}|${line.validFrom}`;
    const twin = seen.get(key);
    if ('reason' in line) faults.push(line);
    else if (twin !== undefined) faults.push({ row: row.row, reason: `Артикул ${line.sku} с того же дня уже был в строке ${twin}` });
    else lines.push(line);
    if (key) seen.set(key, twin ?? row.row);
  }
  if (lines.length + faults.length === 0) throw new UnreadableFile('В файле нет ни одной строки с ценами.');
  return { lines, faults };
}

function rowsOf(bytes: Buffer): SheetRow[] {
  if (bytes.length === 0) throw new UnreadableFile('Файл пуст.');
  if (bytes.length > 1 && bytes.readUInt16BE(0) === 0x504b) return readXlsx(bytes);
  if (bytes.length > 8 && bytes.readUInt32BE(0) === 0xd0cf11e0)
    throw new UnreadableFile('Это старый формат .xls: сохраните файл как .xlsx или .csv.');
  return readCsv(bytes);
}

interface Columns {
  /** Place of the head among the rows. */
  readonly at: number;
  readonly sku: number;
  readonly price: number;
  readonly from: number;
}

const SKU = /^(артикул|sku|код товара|код|part ?number|p\/n)$/;
const PRICE = /^(цена|стоимость|price)/;
const FROM = /^(действует с|дата начала|с даты|valid ?from)$/;

function columnsOf({ cells }: SheetRow, at: number): Columns | null {
  const heads = cells.map((cell) => normalise(String(cell)));
  const find = (pattern: RegExp) => heads.findIndex((head) => pattern.test(head));
  const [sku, price] = [find(SKU), find(PRICE)];
  return sku >= 0 && price >= 0 ? { at, sku, price, from: find(FROM) } : null;
}

function lineOf({ row, cells }: SheetRow, columns: Columns, validFrom: Day): PriceLine | PriceFault {
  const sku = clean(cells[columns.sku]);
  const typedDay = columns.from < 0 ? '' : clean(cells[columns.from]);
  const from = typedDay === '' ? validFrom : parseDay(typedDay);
  const gross = priceOf(cells[columns.price] ?? '');
  if (sku === '') return { row, reason: 'Нет артикула' };
  if (typeof gross === 'string') return { row, reason: gross };
  if (!from) return { row, reason: `Дата «${typedDay.slice(0, 40)}» не читается: нужна вида 01.12.2026` };
  return { row, sku: sku.slice(0, 100), gross, validFrom: from };
}

/** A cell as text that can be kept and shown. */
const clean = (cell: string | number | undefined): string => cleanLine(String(cell ?? ''));

/** Kopecks, or what is wrong. A number of a sheet is in rubles. */
function priceOf(cell: string | number): Kopecks | string {
  const typed = clean(cell);
  if (typed === '') return 'Нет цены';
  const sum = typeof cell === 'number' ? fromNumber(cell) : parseRub(typed);
  if (sum === null) return `Цена «${typed.slice(0, 40)}» не читается: нужна сумма в рублях с двумя знаками`;
  if (sum <= 0n) return 'Цена должна быть больше нуля';
  return sum > MOST_PRICE ? 'Цена слишком велика: не больше 10 миллионов рублей' : sum;
}

/** 214.1 is 214,10 ₽ although no floating-point number is exactly that; 214.125 is no price. */
function fromNumber(rubles: number): Kopecks | null {
  const rounded = Math.round(rubles * 100);
  return Number.isSafeInteger(rounded) && Math.abs(rubles * 100 - rounded) < 1e-4 ? kopecks(rounded) : null;
}
