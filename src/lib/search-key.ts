/** Words of one search; more are left unread. */
const MOST_WORDS = 8;

/** Letters that look or sound alike in both alphabets, each with the letter that stands for all of them. */
const LETTERS: readonly (readonly [alike: string, letter: string])[] = [
  ['а', 'a'],
  ['в', 'b'],
  ['сs', 'c'],
  ['её', 'e'],
  ['н', 'h'],
  ['к', 'k'],
  ['м', 'm'],
  ['о', 'o'],
  ['р', 'p'],
  ['т', 't'],
  ['х', 'x'],
  ['у', 'y'],
  ['й', 'и'],
];

/** What people leave out or type in other ways: spaces, quotes, dashes, marks, accents that stand by themselves. */
const UNREAD = ` \u00a0\u2007\u2009\u202f\t\n\r'"\`«»„“”‘’‚‹›-‐‑‒–—―−.,;:!?…·•/\\()[]{}<>@#$%&*+=~^_№\u00ad\u0301\u0306\u0308`;

/** What stands between the fields of a key: no word of a search reaches over it. */
const BETWEEN = '|';

/** `translate(…, from, to)` of the database's `search_key`: letters to letters, the rest of `from` is left out. */
export const KEY_TABLE = {
  from: LETTERS.map(([alike]) => alike).join('') + UNREAD,
  to: LETTERS.map(([alike, letter]) => letter.repeat(alike.length)).join(''),
} as const;

const KEYS = new Map([...KEY_TABLE.from].map((char, at) => [char, [...KEY_TABLE.to][at] ?? '']));

/**
 * The form in which names and numbers are compared by every list: letter case, quotes, dashes and spaces do not matter, nor does
 * the alphabet of look-alike letters. «МС-000115», «MC 000115» and «мс000115» are one (product rule §18). The same as the database's.
 */
export function searchKey(text: string): string {
  return [...text.toLowerCase()].map((char) => KEYS.get(char) ?? char).join('');
}

/** What no key has: a search for marks alone finds nothing. */
const NOWHERE = '"';

/** The words of a search as keys; all of them must be found, in any order. */
function keysOf(q: string): string[] {
  const words = q.split(/\s+/).filter(Boolean);
  const keys = words.map((word) => searchKey(word).replaceAll(BETWEEN, '')).filter(Boolean);
  return keys.length === 0 && words.length > 0 ? [NOWHERE] : keys.slice(0, MOST_WORDS);
}

/** The words of a search as patterns of `like all`; null when nothing is searched. */
export function searchPatterns(q: string): string[] | null {
  const patterns = keysOf(q).map((key) => `%${key}%`);
  return patterns.length > 0 ? patterns : null;
}

/** The same question asked of rows at hand: has a text all the words of the search? */
export function searchFits(q: string): (...fields: readonly string[]) => boolean {
  const keys = keysOf(q);
  return (...fields) => {
    const text = fields.map(searchKey).join(BETWEEN);
    return keys.every((key) => text.includes(key));
  };
}

/** SQL of a key made of columns; columns that are searched at size are kept as keys in their tables. */
export const keySql = (...columns: readonly string[]): string => `search_key(concat_ws('${BETWEEN}', ${columns.join(', ')}))`;

/** A number as somebody typed it: the series it names, if any, and its digits. */
export interface TypedNumber {
  readonly series: 'S' | 'O' | 'МС' | null;
  readonly digits: string;
}

const SERIES = { c: 'S', o: 'O', mc: 'МС' } as const;

/** Reads «S-100432», «с100432», «MC 000115» or «115»; null for what is no number. */
export function typedNumber(q: string): TypedNumber | null {
  const [, series, digits] = /^(c|o|mc)?(\d{1,12})$/.exec(searchKey(q)) ?? [];
  return digits === undefined ? null : { series: series ? SERIES[series as keyof typeof SERIES] : null, digits };
}
