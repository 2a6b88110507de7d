import { fromCyrillicLayout, fromLatinLayout, normalise } from '#src/lib/russian.ts';
import { searchKey } from '#src/lib/search-key.ts';
import { isForgiven, meantWord, withOneSlip } from '#src/lib/typos.ts';
import type { Scope } from '#src/platform/scope.ts';

/** Names with the word, or one like it, that are looked at. */
const MOST = 50;

/** Words of one search; no more are read. */
const MOST_WORDS = 8;

/**
 * What a list's search finds; when that is nothing, what it finds with its longer words as they were meant: one slip each, or the
 * other keyboard layout, is forgiven (product rule §18). Costs nothing where something is found, else a statement per word.
 */
export async function orNearest<F extends { readonly q: string }, T>(
  scope: Scope,
  filter: F,
  find: (filter: F) => Promise<T>,
  isEmpty: (found: T) => boolean,
): Promise<T> {
  const found = await find(filter);
  if (filter.q === '' || !isEmpty(found)) return found;
  const q = await meantQuery(scope, filter.q);
  return q === null ? found : find({ ...filter, q });
}

/** The rows of a file as its list shows them: where nothing has the words typed, of those that were meant. */
export async function* rowsAsShown<F extends { readonly q: string }, R>(
  scope: Scope,
  filter: F,
  isEmpty: (filter: F) => Promise<boolean>,
  read: (filter: F) => Promise<readonly R[]> | AsyncIterable<R>,
): AsyncGenerator<R> {
  const q = filter.q !== '' && (await isEmpty(filter)) ? await meantQuery(scope, filter.q) : null;
  yield* await read(q === null ? filter : { ...filter, q });
}

/** The search with each unknown word as it was meant, in the form of keys; null when no word is like a known one. */
async function meantQuery(scope: Scope, q: string): Promise<string | null> {
  const typed = q.split(/\s+/).filter(Boolean).slice(0, MOST_WORDS);
  const words = await Promise.all(typed.map(async (word) => (await meant(scope, word)) ?? word));
  return words.some((word, index) => word !== typed[index]) ? words.join(' ') : null;
}

async function meant(scope: Scope, typed: string): Promise<string | null> {
  const word = searchKey(typed);
  if (!isForgiven(word)) return null;
  const others = [fromLatinLayout(typed), fromCyrillicLayout(typed)].map(searchKey).filter((one) => one !== word && one !== '');
  const names = await namesLike(scope, [word, ...others, ...withOneSlip(word)], normalise(typed).replace(/[^\p{L}\p{N}]/gu, ''));
  const isKnown = (one: string) => names.some((name) => name.includes(one));
  if (isKnown(word)) return null;
  return others.find(isKnown) ?? meantWord(word, names);
}

/** Keys of names that have one of the parts: of the actor's own partner's customers, or for staff of all, and words of the catalog. */
async function namesLike({ portal, actor }: Scope, parts: readonly string[], word: string): Promise<string[]> {
  const like = (some: readonly string[]) => some.map((part) => `%${part}%`);
  const ofCatalog = isForgiven(word) ? like([word, ...withOneSlip(word)]) : [];
  const rows = await portal.sql<{ name: string }>(
    actor.partnerId === null ? 'names_like' : 'own_names_like',
    `${actor.partnerId === null ? OF_ALL : OWN} union all (select word from search_words where word like any ($2::text[]) limit ${MOST})`,
    [like(parts), ofCatalog, ...(actor.partnerId === null ? [] : [actor.partnerId])],
  );
  return rows.map(({ name }) => (name.includes('|') ? name : searchKey(name)));
}

const OWN = `(select search_key as name from customers where partner_id = $3::int and search_key collate "C" like any ($1::text[]) limit ${MOST})`;

const OF_ALL = `(select search_key as name from customers where search_key like any ($1::text[]) limit ${MOST})
  union all (select search_key from partners where search_key like any ($1::text[]) limit ${MOST})
  union all (select search_key(company_name || '|' || last_name || '|' || first_name) from partner_applications
    where search_key(company_name || '|' || last_name || '|' || first_name) like any ($1::text[]) limit ${MOST})`;
