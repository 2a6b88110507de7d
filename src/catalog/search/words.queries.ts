import type { Scope } from '#src/platform/scope.ts';
import { correctedTerm, type KnownWord, knownTerm, latinSpelling, nearestWords, type Readings, type Term } from './search.rules.ts';

/** A query as it is searched. */
interface Understood {
  readonly terms: Term[];
  /** Its words as they were meant, when that is not what was typed. */
  readonly corrected: string | null;
}

/** Turns the readings into terms; null when a word is like nothing in the catalog. Costs one statement, two for a typo. */
export async function understand(scope: Scope, query: readonly Readings[]): Promise<Understood | null> {
  if (query.length === 0) return { terms: [], corrected: null };
  const known = await lookUp(scope, [...new Set(query.flat(2))]);
  const isKnown = (word: string) => known.get(word)?.isKnown ?? false;
  const chosen = query.map((readings) => readings.find((words) => words.every(isKnown)) ?? null);
  const candidates = await candidatesFor(
    scope,
    query.filter((_, at) => !chosen[at]),
    known,
  );

  const terms: Term[] = [];
  let isCorrected = false;
  for (const [at, readings] of query.entries()) {
    const words = chosen[at];
    const found = words ? words.flatMap((word) => termOf(known.get(word))) : correct(readings, known, candidates);
    if (!found) return null;
    isCorrected ||= words !== readings[0];
    terms.push(...found);
  }
  const telling = terms.filter(({ word }) => !known.get(word)?.isStopWord);
  const used = telling.length > 0 ? telling : terms;
  return { terms: used, corrected: isCorrected ? used.map(({ word }) => word).join(' ') : null };
}

const termOf = (word: KnownWord | undefined): Term[] => (word ? [knownTerm(word)] : []);

/** Words to correct by: of what was typed, and only where that is like nothing, of the other keyboard layouts. */
async function candidatesFor(scope: Scope, unknown: readonly Readings[], known: Map<string, KnownWord>): Promise<Map<string, string[]>> {
  const asTyped = await closestWords(
    scope,
    unknown.flatMap(([typed = []]) => typed),
  );
  const hopeless = unknown.filter(([typed = []]) => !correct([typed], known, asTyped));
  const others = await closestWords(
    scope,
    hopeless.flatMap(([, ...rest]) => rest.flat()),
  );
  return new Map([...asTyped, ...others]);
}

/** The reading that needs the fewest corrections, the one typed before the others. */
function correct(readings: Readings, known: Map<string, KnownWord>, candidates: Map<string, string[]>): Term[] | null {
  let best: { terms: Term[]; distance: number } | null = null;
  for (const words of readings) {
    let distance = 0;
    const terms: Term[] = [];
    for (const word of words) {
      const knownWord = known.get(word);
      const nearest = knownWord?.isKnown ? null : nearestWords(word, candidates.get(word) ?? []);
      if (knownWord?.isKnown) terms.push(knownTerm(knownWord));
      else if (nearest) terms.push(correctedTerm(nearest.words));
      distance += nearest?.distance ?? 0;
    }
    if (terms.length === words.length && (!best || distance < best.distance)) best = { terms, distance };
  }
  return best?.terms ?? null;
}

/** Stem of each word, and whether the catalog has a word that begins with it. */
async function lookUp(scope: Scope, words: string[]): Promise<Map<string, KnownWord>> {
  const rows = await scope.portal.sql<KnownWord>(
    'catalog_words',
    `select typed.word, root.stem, coalesce(typed.stems = '{}', false) as "isStopWord",
            exists (select 1 from search_words w where w.word >= root.stem
                      and w.word < root.stem || case when length(root.stem) > 1 then chr(1114111) else ' ' end)
         or exists (select 1 from search_words w where w.word >= latin and w.word < latin || chr(1114111)) as "isKnown"
       from (select word, latin, ts_lexize((case when word ~ '[а-я]' then 'russian_stem' else 'english_stem' end)::regdictionary, word) as stems
               from unnest($1::text[], $2::text[]) as given (word, latin)) as typed,
            lateral (select case when length(stems[1]) >= 4 and starts_with(word, stems[1]) then stems[1] else word end as stem) as root`,
    [words, words.map(latinSpelling)],
  );
  return new Map(rows.map((row) => [row.word, row]));
}

/** Words of the catalog that look like each of these, the likest first: similar by letters, or with the same beginning. */
export async function closestWords(scope: Scope, words: readonly string[]): Promise<Map<string, string[]>> {
  if (words.length === 0) return new Map();
  const rows = await scope.portal.sql<{ typed: string; words: string[] }>(
    'catalog_closest',
    `select typed, array(select w.word from search_words w
                          where w.word % typed or (w.word >= left(typed, 3) and w.word < left(typed, 3) || chr(1114111))
                          order by similarity(w.word, typed) desc, w.word limit 40) as words
       from unnest($1::text[]) as typed where length(typed) > 2`,
    [[...new Set(words)]],
  );
  return new Map(rows.map((row) => [row.typed, row.words]));
}
