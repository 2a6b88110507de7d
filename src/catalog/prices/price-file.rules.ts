import { type Day, parseDay } from '#src/lib/days.ts';
import { type Kopecks, kopecks, parseRub } from '#src/lib/money.ts';
import { normalise } from '#src/lib/russian.ts';
import type { SheetRow } from '#src/lib/sheet.ts';
import { UnreadableFile } from '#src/lib/unreadable.ts';
import { contradiction, findHead, NOT_PRICE, type PriceColumn, type PriceHead } from './price-columns.rules.ts';

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

/** Columns that a person chose instead of those found, by place. */
export interface ChosenColumns {
  readonly sku?: number | undefined;
  readonly price?: number | undefined;
}

/** What was read as what. */
export interface ReadColumns {
  readonly columns: readonly PriceColumn[];
  readonly sku: number;
  readonly price: number;
  readonly from: number | null;
}

export interface PriceRows {
  readonly read: ReadColumns;
  readonly lines: readonly PriceLine[];
  readonly faults: readonly PriceFault[];
}

const MOST_PRICE = 1_000_000_000n;

/**
 * Reads the rows of a price list. Columns are found by their heads «Артикул», «Цена…» and, where there are any, «Действует с» and
 * «Валюта»; `validFrom` is for rows without a day of their own. Rows with words in one cell only are sections and remarks.
 * @throws UnreadableFile when there are no such columns, none of the prices is in rubles with VAT, or there are no rows
 */
export function readPriceRows(rows: readonly SheetRow[], validFrom: Day, chosen: ChosenColumns = {}): PriceRows {
  const head = findHead(rows);
  if (!head) throw new UnreadableFile('Не нашлось колонок «Артикул» и «Цена»: они должны стоять в одной строке заголовка.');
  const read = columnsOf(head, chosen);
  const body = rows.slice(head.after).filter(({ cells }) => cells.some((cell) => clean(cell) !== ''));
  const [asides, rowsOfPrices] = parted(body, read);
  refuseContradiction(read, [...rows.slice(0, head.after - 1), ...asides]);
  const lines: PriceLine[] = [];
  const faults: PriceFault[] = [];
  const seen = new Map<string, number>();
  for (const row of rowsOfPrices) {
    const line = lineOf(row, { ...read, currency: head.currency }, validFrom);
    const key = 'reason' in line ? '' : `${line.sku}|${line.validFrom}`;
    const twin = seen.get(key);
    if ('reason' in line) faults.push(line);
    else if (twin !== undefined) faults.push({ row: row.row, reason: `Артикул ${line.sku} с того же дня уже был в строке ${twin}` });
    else lines.push(line);
    if (key) seen.set(key, twin ?? row.row);
  }
  if (lines.length + faults.length === 0) throw new UnreadableFile('В файле нет ни одной строки с ценами.');
  return { read, lines, faults };
}

/** @throws UnreadableFile when no price fits, or the chosen one is none */
function columnsOf({ columns, sku, price, from }: PriceHead, chosen: ChosenColumns): ReadColumns {
  const wanted = columns.find(({ at }) => at === chosen.price);
  if (wanted?.why) throw new UnreadableFile(refusal(wanted));
  const taken = wanted?.at ?? price;
  const article = columns.find(({ at }) => at === chosen.sku)?.at ?? sku;
  if (taken === null || article === null) {
    const unfit = columns.find(({ isPrice, why }) => isPrice && why !== null);
    throw new UnreadableFile(unfit ? refusal(unfit) : 'Не нашлось колонки с ценой.');
  }
  if (taken === article) throw new UnreadableFile('Артикул и цена не могут стоять в одной колонке.');
  return { columns, sku: article, price: taken, from };
}

const refusal = ({ title, why }: PriceColumn): string =>
  `Колонка «${title}» не подходит: ${NOT_PRICE[why ?? 'other']}. Нужна цена в рублях с НДС.`;

function refuseContradiction({ columns, price }: ReadColumns, around: readonly SheetRow[]): void {
  const remarks = around.flatMap(({ cells }) => cells.map(clean).filter((text) => text !== ''));
  const found = contradiction(columns.find(({ at }) => at === price)?.title ?? '', remarks);
  if (!found) return;
  const said = `${found.remark.slice(0, 80)}${found.remark.length > 80 ? '…' : ''}`;
  throw new UnreadableFile(
    `В файле сказано «${said}»: ${NOT_PRICE[found.why]}. Нужна цена в рублях с НДС; так должно быть и в заголовке колонки.`,
  );
}

/** Sections and remarks apart from rows of prices: one cell with words, which is no article. */
function parted(rows: readonly SheetRow[], { sku }: ReadColumns): [asides: SheetRow[], prices: SheetRow[]] {
  const isAside = ({ cells }: SheetRow): boolean => {
    const [first, second] = cells.map((cell, at) => ({ at, text: clean(cell), cell })).filter(({ text }) => text !== '');
    if (!first || second || typeof first.cell === 'number') return false;
    return first.at === sku ? !looksLikeArticle(first.text) : !/^[\d\s.,]+$/.test(first.text);
  };
  return [rows.filter(isAside), rows.filter((row) => !isAside(row))];
}

/** `LBP-AC-1M-U`, not «Защита почты»: one word with a digit. */
const looksLikeArticle = (text: string): boolean => !/\s/.test(text) && /\d/.test(text);

function lineOf(
  { row, cells }: SheetRow,
  columns: ReadColumns & { readonly currency: number | null },
  validFrom: Day,
): PriceLine | PriceFault {
  const sku = clean(cells[columns.sku]);
  const typedDay = columns.from === null ? '' : clean(cells[columns.from]);
  const from = typedDay === '' ? validFrom : parseDay(typedDay);
  const gross = priceOf(cells[columns.price] ?? '');
  const currency = columns.currency === null ? '' : clean(cells[columns.currency]);
  if (sku === '') return { row, reason: 'Нет артикула' };
  if (!isRuble(currency)) return { row, reason: `Цена в валюте «${currency.slice(0, 20)}»: нужна в рублях` };
  if (typeof gross === 'string') return { row, reason: gross };
  if (!from) return { row, reason: `Дата «${typedDay.slice(0, 40)}» не читается: нужна вида 01.12.2026` };
  return { row, sku: sku.slice(0, 100), gross, validFrom: from };
}

const isRuble = (currency: string): boolean => /^(|₽|р\.?|руб(\.|ль|ли|лей)?|rub|rur|643|810)$/.test(normalise(currency));

/** A cell as text that can be kept and shown. */
const clean = (cell: string | number | undefined): string =>
  String(cell ?? '')
    .replace(/[\p{Cc}\p{Cs}]+/gu, ' ')
    .trim();

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
