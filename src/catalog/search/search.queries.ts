import type { Scope } from '#src/platform/scope.ts';
import { matchExpression, rankExpression, readQuery, type Term, wordsOf } from './search.rules.ts';
import { closestWords, understand } from './words.queries.ts';

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

const mostSuggestions = 3;

/** Queries worth trying instead: words that look like those typed. */
async function suggest(scope: Scope, q: string): Promise<string[]> {
  const closest = await closestWords(scope, wordsOf(q));
  return [...new Set([...closest.values()].flat())].slice(0, mostSuggestions);
}
