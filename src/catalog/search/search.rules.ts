import { fromCyrillicLayout, fromLatinLayout, normalise, transliterate } from '#src/lib/russian.ts';

/** Words as they may have been meant: as typed first, then as typed with the other keyboard layout on. */
export type Readings = readonly (readonly string[])[];

/** What the database knows of a word: the beginning its relatives share, and whether the catalog has any. */
export interface KnownWord {
  readonly word: string;
  readonly stem: string;
  readonly isKnown: boolean;
  /** «для», «и», «the»: says nothing about a product. */
  readonly isStopWord: boolean;
}

/** A lexeme to look for: exactly, or as the beginning of longer ones. */
interface Lexeme {
  readonly text: string;
  readonly isPrefix: boolean;
}

/** One word of the query as it is searched: any of the lexemes will do. */
export interface Term {
  readonly word: string;
  readonly lexemes: readonly Lexeme[];
}

const longestQuery = 100;
const mostWords = 6;
const shortestTransliterated = 4;

/** The words of a text in the form in which they are compared; the database's `search_text` gives the same. */
export function wordsOf(text: string): string[] {
  return normalise(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}

/**
 * Takes a query apart: for each typed word its readings. `rfcgthcrbq` may be «касперский», «ьшскщыщае» `microsoft`;
 * keys such as `;` or `[` are letters in the other layout, so the text is turned before it is cut into words.
 */
export function readQuery(query: string): Readings[] {
  const typed = query
    .slice(0, longestQuery)
    .split(/\s+/)
    .filter((part) => wordsOf(part).length > 0);
  return typed.slice(0, mostWords).map((part) => {
    const readings = [part, fromLatinLayout(part), fromCyrillicLayout(part)].map(wordsOf);
    const distinct = readings.filter((words, at) => readings.findIndex((other) => other.join(' ') === words.join(' ')) === at);
    return distinct.filter((words) => words.length > 0);
  });
}

/** The Latin spelling of a Russian word («каспер» → `kasper`); null for short words, where it would only add noise. */
export function latinSpelling(word: string): string | null {
  const latin = transliterate(word);
  return latin !== word && word.length >= shortestTransliterated ? latin : null;
}

/** How a word the catalog knows is searched: as all words that begin with its stem, or with its Latin spelling. */
export function knownTerm({ word, stem }: KnownWord): Term {
  const latin = latinSpelling(word);
  return { word, lexemes: [beginning(stem), ...(latin ? [beginning(latin)] : [])] };
}

/** How a misspelt word is searched: as the nearest words of the catalog. */
export function correctedTerm(nearest: readonly string[]): Term {
  return { word: nearest[0] ?? '', lexemes: nearest.map((text) => ({ text, isPrefix: false })) };
}

/** One letter begins too many words to mean any of them. */
const beginning = (text: string): Lexeme => ({ text, isPrefix: text.length > 1 });

/** The terms as a `tsquery`; every term must be met. Lexemes hold letters and digits only, so nothing needs escaping. */
export function matchExpression(terms: readonly Term[]): string {
  return terms.map(({ lexemes }) => `(${lexemes.map(lexemeExpression).join('|')})`).join('&');
}

/** The same for ranking: the very word that was typed counts besides its relatives. */
export function rankExpression(terms: readonly Term[]): string {
  return terms.flatMap(({ word, lexemes }) => [`'${word}'`, ...lexemes.map(lexemeExpression)]).join('|');
}

const lexemeExpression = ({ text, isPrefix }: Lexeme): string => `'${text}'${isPrefix ? ':*' : ''}`;

const mostCorrections = 6;

/**
 * The words nearest to a misspelt one, all at the same distance: one slip in 3–4 letters, two in longer words;
 * of a word still being typed, one slip in its beginning («каспре» → «касперский»).
 */
export function nearestWords(typed: string, candidates: readonly string[]): { words: string[]; distance: number } | null {
  const allowed = typed.length < 3 ? 0 : typed.length < 5 ? 1 : 2;
  const measured = candidates.map((word) => ({ word, distance: slips(typed, word) }));
  const best = Math.min(...measured.map(({ distance }) => distance));
  if (best > allowed) return null;
  const words = measured.filter(({ distance }) => distance === best).map(({ word }) => word);
  return { words: words.slice(0, mostCorrections), distance: best };
}

/** Slips between the typed word and another one, or its beginning when five letters or more were typed. */
function slips(typed: string, word: string): number {
  const whole = distance(typed, word);
  if (typed.length < 5 || word.length <= typed.length) return whole;
  return Math.min(whole, distance(typed, word.slice(0, typed.length)) + 0.5);
}

/** Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b` (optimal string alignment). */
export function distance(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const line = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = at(above, column - 1) + (a[row - 1] === b[column - 1] ? 0 : 1);
      let least = Math.min(at(above, column) + 1, at(line, column - 1) + 1, replaced);
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        least = Math.min(least, at(before, column - 2) + 1);
      }
      line.push(least);
    }
    before = above;
    above = line;
  }
  return at(above, b.length);
}

const at = (line: readonly number[], column: number): number => line[column] ?? Number.POSITIVE_INFINITY;

/** A piece of a text, and whether it is a word that was looked for. */
export interface Segment {
  readonly text: string;
  readonly isMatch: boolean;
}

/** Cuts a text at the words that meet the search; the pieces put together are the text. */
export function markMatches(text: string, terms: readonly Term[]): Segment[] {
  const lexemes = terms.flatMap((term) => term.lexemes);
  const pieces = text.split(/([\p{L}\p{N}]+)/u).map((piece, index) => ({ text: piece, isMatch: index % 2 === 1 && isMet(piece, lexemes) }));
  const segments: Segment[] = [];
  for (const piece of pieces) {
    const last = segments.at(-1);
    if (piece.text === '') continue;
    if (last?.isMatch === piece.isMatch) segments[segments.length - 1] = { text: last.text + piece.text, isMatch: last.isMatch };
    else segments.push(piece);
  }
  return segments;
}

function isMet(piece: string, lexemes: readonly Lexeme[]): boolean {
  const word = normalise(piece);
  return lexemes.some(({ text, isPrefix }) => (isPrefix ? word.startsWith(text) : word === text));
}
