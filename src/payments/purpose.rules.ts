import { type Day, isMonth, type Month, parseDay } from '#src/lib/days.ts';

/** An invoice as a purpose names it: the series as `folded`, the number without its zeros, and the day after «от». */
export interface NamedInvoice {
  readonly series: string;
  readonly seq: number;
  readonly on: Day | null;
}

/** What the words of a payment tell. No sum is ever read out of them. */
export interface ReadPurpose {
  readonly named: readonly NamedInvoice[];
  /** Numbers that stand where an invoice's would, without our series: no more than a hint. */
  readonly bare: readonly number[];
  /** «за ноябрь 2026». */
  readonly months: readonly Month[];
  /** «за ООО …»: paid for somebody else. */
  readonly isForAnother: boolean;
}

const LATIN = 'ABCEHKMOPTXY';
const CYRILLIC = 'АВСЕНКМОРТХУ';
const MONTHS = [/^ЯНВ/, /^ФЕВ/, /^МАР/, /^АПР/, /^МА[ЙЯЕ]/, /^ИЮН/, /^ИЮЛ/, /^АВГ/, /^СЕН/, /^ОКТ/, /^НОЯ/, /^ДЕК/];
/** What may follow a number of a list; «5 лицензий», «12500 руб» and «500,00» are no numbers of invoices. */
const AFTER_TAIL = String.raw`(?![.,-]\d{1,2}(?!\d))(?=\s*(?:$|[,;).+&]|(?:И|ОТ|ЗА|ПО|НДС|БЕЗ|СУММА|В)(?![А-Я])))`;
const TAIL = new RegExp(String.raw`(?:\s*[,;+&]\s*(?:И\s+)?|\s+И\s+)(?:СЧ[А-Я]*\.?\s*)?(?:№|N)?\s*([\dО]{1,9})${AFTER_TAIL}`, 'y');
const DATE =
  /[\s,]*ОТ\s*(?:(\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2}))(?!\d)|(\d{4}-\d{2}-\d{2})|[«"]?(\d{1,2})[»"]?\s+([А-Я]{3,8})\.?\s+(\d{4}|\d{2})(?!\d))/y;
const BARE = /(?:СЧ[А-Я]*\.?(?:\s+НА\s+ОПЛАТУ)?\s*(?:№|N)?\s*|№\s*|(?<!\d))((?<=[А-Я№N.\s])\d{1,9}|0\d{5})(?![\d/.-])/g;
const FOR_ANOTHER = /(?<![А-Я])ЗА\s+(?:ООО|АО|ПАО|ОАО|ЗАО|НАО|ИП)(?![А-Я])/;

/** Upper case with Latin look-alikes as Cyrillic letters and one kind of dash. NFC: NFKC would make «No» of «№». */
export function folded(text: string): string {
  return text
    .normalize('NFC')
    .toUpperCase()
    .replace(/[ABCEHKMOPTXY]/g, (letter) => CYRILLIC[LATIN.indexOf(letter)] ?? letter)
    .replaceAll('Ё', 'Е')
    .replace(/[\u200b\u00ad\ufeff]/g, '')
    .replace(/[\u2010-\u2015\u2212\ufe63\uff0d]/g, '-');
}

/** `folded`, kept: series are few and asked for with every invoice. */
export const foldedSeries = kept(folded);

/**
 * Reads a payment's purpose: whole tokens of our series («МС-000124», also «mc 124»; never inside a longer number), the numbers
 * that follow a full one («, 125 и 126»), and the day after «от» for all that it closes (money in, rule of matching).
 */
export function readPurpose(purpose: string, series: readonly string[]): ReadPurpose {
  const text = folded(purpose);
  const named = [...new Set(series.map(foldedSeries))].flatMap((one) => namedIn(text, one));
  return {
    named: named.filter((one, at) => named.findIndex(({ series: s, seq }) => s === one.series && seq === one.seq) === at),
    bare: bareIn(text),
    months: monthsIn(text),
    isForAnother: FOR_ANOTHER.test(text),
  };
}

/** Does the purpose name this number of a contract, as a whole word? */
export function namesContract(purpose: string, number: string): boolean {
  const [text, wanted] = [folded(purpose), folded(number)];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    const [before, after] = [text.slice(0, at), text.slice(at + wanted.length)];
    if (!/[\dA-ZА-Я]$|[\dA-ZА-Я][-/]$/.test(before) && !/^[\dA-ZА-Я]|^[-/][\dA-ZА-Я]/.test(after)) return true;
  }
  return false;
}

/** A full number of a series, «МС-000124». */
const numberIn = kept(
  (series) =>
    new RegExp(
      String.raw`(?<![\dA-ZА-Я]|[\dA-ZА-Я][-/])${series.replace(/[.*+?^$(){}|[\]\\]/g, '\\$&')}\s*-{0,2}\s*(?:№\s*)?([\dО]{1,9})(?:(?=ОТ[\s\d])|(?![\dA-ZА-Я]|[-/._]\d))`,
      'g',
    ),
);

function namedIn(text: string, series: string): NamedInvoice[] {
  return [...text.matchAll(numberIn(series))].flatMap((found) => {
    const { seqs, end } = listFrom(text, String(found[1]), found.index + found[0].length);
    const on = dayAt(text, end);
    return seqs.map((seq) => ({ series, seq, on }));
  });
}

/** A full number with those that follow it. */
function listFrom(text: string, first: string, from: number): { seqs: number[]; end: number } {
  const seqs = [numberOf(first)];
  let end = from;
  for (;;) {
    TAIL.lastIndex = end;
    const tail = TAIL.exec(text);
    if (!tail) return { seqs: seqs.filter((seq) => seq > 0), end };
    seqs.push(numberOf(String(tail[1])));
    end = TAIL.lastIndex;
  }
}

/** The letter «О» among digits is a zero. */
const numberOf = (digits: string): number => Number(digits.replaceAll('О', '0'));

function dayAt(text: string, at: number): Day | null {
  DATE.lastIndex = at;
  const found = DATE.exec(text);
  if (!found) return null;
  const [, dotted, iso, date, word = '', year = ''] = found;
  if (iso) return parseDay(iso);
  if (dotted) return parseDay(longYear(dotted.replaceAll('/', '.')));
  const month = monthOfWord(word);
  return month === 0 ? null : parseDay(longYear(`${date}.${month}.${year}`));
}

const longYear = (dotted: string): string => dotted.replace(/\.(\d{2})$/, '.20$1');

const monthOfWord = (word: string): number => MONTHS.findIndex((start) => start.test(word)) + 1;

function bareIn(text: string): number[] {
  return [...new Set([...text.matchAll(BARE)].map(([, digits]) => Number(digits)))].filter((seq) => seq > 0);
}

function monthsIn(text: string): Month[] {
  const words = [...text.matchAll(/(?<![А-Я])([А-Я]{3,8})\s+(20\d\d)(?!\d)/g)].map(([, word = '', year]) => [year, monthOfWord(word)]);
  const digits = [...text.matchAll(/ЗА\s+(\d{1,2})[./](20\d\d)(?!\d)/g)].map(([, month, year]) => [year, Number(month)]);
  return [...words, ...digits]
    .map(([year, month]) => `${year}-${String(month).padStart(2, '0')}`)
    .filter((text): text is Month => isMonth(text));
}

/** What a series gives, once for each; more than there are in a hundred years are not kept. */
function kept<T>(make: (series: string) => T): (series: string) => T {
  const all = new Map<string, T>();
  return (series) => {
    const found = all.get(series) ?? make(series);
    if (all.size < 500) all.set(series, found);
    return found;
  };
}
