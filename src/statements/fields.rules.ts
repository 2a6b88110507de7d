import { cleanLine } from '#src/lib/clean-text.ts';
import { type Day, parseDay } from '#src/lib/days.ts';
import { type Kopecks, kopecks, parseRub } from '#src/lib/money.ts';
import { UnreadableFile } from '#src/lib/unreadable.ts';
import type { Side } from './statement.types.ts';

/** Values of a section by key in lower case; '' where there is none. */
export type Fields = ReadonlyMap<string, string>;

export const fieldOf = (fields: Fields, key: string): string => fields.get(key) ?? '';

/** No payment is larger, kopecks. */
const MOST = kopecks(10_000_000_000_000n);
/** So much of a text is kept. */
const MOST_NAME = 300;
const MOST_PURPOSE = 1_000;

/** A fault of a file, with its place. */
export const faultAt = (place: string, what: string): UnreadableFile => new UnreadableFile(`${place}: ${what}`);

/** A sum of a document in kopecks: 0, 1 or 2 decimals, dot or comma. @throws UnreadableFile */
export function sumAt(place: string, text: string): Kopecks {
  const found = parseRub(text);
  if (found === null) throw faultAt(place, `сумма «${text.slice(0, 40)}» не читается.`);
  if (found < 0n || found > MOST) throw faultAt(place, `суммы «${text.slice(0, 40)}» не бывает.`);
  return found;
}

/** The first of these days that is there; a time after it is left out. @throws UnreadableFile for none, or one that is no day */
export function dayAt(place: string, texts: readonly string[]): Day {
  const text = texts.map((one) => one.trim()).find((one) => one !== '');
  if (text === undefined) throw faultAt(place, 'нет даты.');
  const found = parseDay(text.slice(0, 10));
  if (!found) throw faultAt(place, `даты «${text.slice(0, 40)}» не бывает.`);
  return found;
}

const LED =
  /^ИНН\s*[:№]?\s*(\d{10}|\d{12})(?!\d)(?:\s*[/\\]\s*(\d{9}|0)?|\s+КПП\s*(\d{9}|0))?[\s,;/\\]*|^(\d{10}|\d{12})(?:\s*[/\\]\s*(\d{9}|0))?\s*[,;]\s*/i;

/** A side of a document. ИНН and КПП stand in fields of their own, else before the name; «0» and «4» mean none. */
export function sideOf(accounts: readonly string[], names: readonly string[], inn: string, kpp: string): Side {
  const name = cleanLine(names.find((one) => one.trim() !== '') ?? '');
  const led = names.map((one) => LED.exec(cleanLine(one))).find((one) => one !== null);
  return {
    accounts: accounts.map((one) => one.replace(/\s/g, '')).filter((one) => one !== ''),
    name: name.replace(LED, '').slice(0, MOST_NAME) || name.slice(0, MOST_NAME),
    inn: innOf(inn) ?? innOf(led?.[1] ?? led?.[4] ?? ''),
    kpp: kppOf(kpp) ?? kppOf(led?.[2] ?? led?.[3] ?? led?.[5] ?? ''),
  };
}

const innOf = (text: string): string | null => (/^(\d{10}|\d{12})$/.test(text.trim()) && !/^0+$/.test(text.trim()) ? text.trim() : null);
const kppOf = (text: string): string | null => (/^[\dA-Z]{9}$/.test(text.trim()) && !/^0+$/.test(text.trim()) ? text.trim() : null);

export const purposeOf = (text: string): string => cleanLine(text).slice(0, MOST_PURPOSE);
export const numberOf = (text: string): string => cleanLine(text).slice(0, 50);
