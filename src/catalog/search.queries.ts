import type { Scope } from '#src/platform/scope.ts';
import {
  correctedTerm,
  type KnownWord,
  knownTerm,
  latinSpelling,
  matchExpression,
  nearestWords,
  type Readings,
  rankExpression,
  readQuery,
  type Term,
  wordsOf,
} from './search.rules.ts';

/** What is asked of the catalog. */
interface CatalogSearch {
  readonly q: string;
  /** Slugs, null for all. */
  readonly vendor: string | null;
  readonly category: string | null;
}

/** How many products a filter would show. */
export interface Facet {
  readonly slug: string;
  readonly name: string;
  readonly count: number;
}

export interface CatalogMatches {
  /** Products of the asked page, best first. */
  readonly productIds: number[];
  /** How many there are with the filters, and how many without them. */
  readonly total: number;
  readonly unfiltered: number;
  readonly vendors: Facet[];
  readonly categories: Facet[];
  /** What was looked for, to mark it. */
  readonly terms: Term[];
  /** The query as it was understood, when that differs from what was typed. */
  readonly corrected: string | null;
  /** Other queries to try when nothing was found. */
  readonly suggestions: string[];
}

/**
 * Finds products by their words: ranked (name and SKU over vendor over category over description), tolerant to case,
 * «ё/е», layout slips and typos. Without words it lists all by name (product rule §5).
 * `limit: null` gives all.
 */
export async function findProducts(
  scope: Scope,
  search: CatalogSearch,
  page: { limit: number | null; offset: number },
): Promise<CatalogMatches> {
  const understood = await understand(scope, readQuery(search.q));
  if (!understood) return nothingFound(await suggest(scope, search.q));
  const { terms } = understood;
  const filters = [search.vendor, search.category, page.limit, page.offset];
  const [row] =
    terms.length > 0
      ? await scope.portal.sql<MatchRow>('catalog_matches', matchStatement(true), [
          ...filters,
          matchExpression(terms),
          rankExpression(terms),
        ])
      : await scope.portal.sql<MatchRow>('catalog_all', matchStatement(false), filters);
  if (!row || row.unfiltered === 0) return nothingFound(terms.length > 1 ? terms.map(({ word }) => word) : []);
  const { ids, ...counts } = row;
  return { ...counts, productIds: ids, terms, corrected: understood.corrected, suggestions: [] };
}

interface MatchRow {
  ids: number[];
  total: number;
  unfiltered: number;
  vendors: Facet[];
  categories: Facet[];
}

const nothingFound = (suggestions: string[]): CatalogMatches => ({
  productIds: [],
  total: 0,
  unfiltered: 0,
  vendors: [],
  categories: [],
  terms: [],
  corrected: null,
  suggestions,
});

/** The count of a filter leaves that filter itself out, so the other choices keep their numbers. */
const matchStatement = (hasWords: boolean) => `
  with matched as materialized (
    select s.product_id, s.vendor_id, s.category_id, s.name,
           ${hasWords ? `ts_rank('{0.05, 0.2, 0.5, 1}', s.document, $6::tsquery)` : '0'} as rank,
           $1::text is null or s.vendor_id = (select id from vendors where slug = $1) as of_vendor,
           $2::text is null or s.category_id = (select id from categories where slug = $2) as of_category
      from product_search s ${hasWords ? 'where s.document @@ $5::tsquery' : ''})
  select array(select product_id from matched where of_vendor and of_category
                order by rank desc, name, product_id limit $3::int offset $4::int) as ids,
         (select count(*)::int from matched where of_vendor and of_category) as total,
         (select count(*)::int from matched) as unfiltered,
         ${facet('vendors', 'vendor_id', 'of_category', 'named.name')} as vendors,
         ${facet('categories', 'category_id', 'of_vendor', 'named.position, named.name')} as categories`;

const facet = (table: string, key: string, where: string, order: string) => `
  (select coalesce(jsonb_agg(jsonb_build_object('slug', named.slug, 'name', named.name, 'count', counted.n) order by ${order}), '[]')
     from (select ${key} as id, count(*)::int as n from matched where ${where} group by ${key}) counted join ${table} named using (id))`;

interface Understood {
  readonly terms: Term[];
  readonly corrected: string | null;
}

/** Turns the readings into terms; null when a word is like nothing in the catalog. Costs one statement, two for a typo. */
async function understand(scope: Scope, query: readonly Readings[]): Promise<Understood | null> {
  if (query.length === 0) return { terms: [], corrected: null };
  const known = await lookUp(scope, [...new Set(query.flat(2))]);
  const isKnown = (word: string) => known.get(word)?.isKnown ?? false;
  const chosen = query.map((readings) => readings.find((words) => words.every(isKnown)) ?? null);
  const unknown = query.filter((_, at) => !chosen[at]);
  const candidates = unknown.length > 0 ? await closestWords(scope, [...new Set(unknown.flat(2))]) : new Map<string, string[]>();

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
async function closestWords(scope: Scope, words: string[]): Promise<Map<string, string[]>> {
  const rows = await scope.portal.sql<{ typed: string; words: string[] }>(
    'catalog_closest',
    `select typed, array(select w.word from search_words w
                          where w.word % typed or (w.word >= left(typed, 3) and w.word < left(typed, 3) || chr(1114111))
                          order by similarity(w.word, typed) desc, w.word limit 40) as words
       from unnest($1::text[]) as typed where length(typed) > 2`,
    [words],
  );
  return new Map(rows.map((row) => [row.typed, row.words]));
}

const mostSuggestions = 3;

/** Queries worth trying instead: words that look like those typed. */
async function suggest(scope: Scope, q: string): Promise<string[]> {
  const closest = await closestWords(scope, wordsOf(q));
  return [...new Set([...closest.values()].flat())].slice(0, mostSuggestions);
}
