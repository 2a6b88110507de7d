import { searchPatterns, typedNumber } from '#src/lib/search-key.ts';

/** What narrows a search over all partners to rows that indexes find; `where` is '' where there is nothing to narrow by. */
export interface Narrowing {
  /** Belongs to the name of the statement: there is one for each count of words. */
  readonly name: string;
  readonly where: string;
  readonly values: readonly (string | null)[];
}

/** Two words leave few rows; more would only be looked up in vain. */
const WORDS = 2;
/** A trigram index knows nothing of shorter ones. */
const SHORTEST = 3;

/** Subscriptions `s`. @param n number of the statement's first free placeholder */
export const subscriptionsFoundBy = (q: string, n: number): Narrowing =>
  narrowing(q, (word, at) => ({
    where: `${isOf('s', `$${n + at * 2}::text`)} or ${begins('s.number', `$${n + at * 2 + 1}::text`)}`,
    values: [word.pattern, numberOf(word.typed, 'S')],
  }));

/** Orders `o`: a subscription's number leads to its orders, too. */
export const ordersFoundBy = (q: string, n: number): Narrowing =>
  narrowing(q, (word, at) => {
    const [pattern, order, subscription] = [0, 1, 2].map((offset) => `$${n + at * 3 + offset}::text`) as [string, string, string];
    return {
      where: `${isOf('o', pattern)} or ${begins('o.number', order)}
        or o.subscription_id = any (array(select id from subscriptions where ${begins('number', subscription)}))`,
      values: [word.pattern, numberOf(word.typed, 'O'), numberOf(word.typed, 'S')],
    };
  });

interface Word {
  readonly typed: string;
  readonly pattern: string;
}

type Part = (word: Word, at: number) => Pick<Narrowing, 'where' | 'values'>;

function narrowing(q: string, part: Part): Narrowing {
  const words = q.split(/\s+/).flatMap((typed) => (searchPatterns(typed) ?? []).map((pattern) => ({ typed, pattern })));
  const telling = words.filter(({ pattern }) => pattern.length - 2 >= SHORTEST).sort((a, b) => b.pattern.length - a.pattern.length);
  const parts = telling.slice(0, WORDS).map(part);
  if (parts.length === 0) return { name: '', where: '', values: [] };
  return {
    name: `_found_by_${parts.length}`,
    where: parts.map(({ where }) => `and (${where})`).join(' '),
    values: parts.flatMap(({ values }) => values),
  };
}

/** The key of the row's customer or partner has the word, or that of what was sold. */
const isOf = (
  row: string,
  word: string,
): string => `${row}.customer_id = any (array(select id from customers where search_key like ${word}))
    or ${row}.partner_id = any (array(select id from partners where search_key like ${word}))
    or ${row}.offer_id = any (array(select f.id from offers f join products fp on fp.id = f.product_id join vendors fv on fv.id = fp.vendor_id
      where search_key(f.sku || '|' || fp.name || '|' || fv.name) like ${word}))`;

/** ':' comes right after the digits. */
const begins = (number: string, beginning: string): string =>
  `(${number} collate "C" >= ${beginning} and ${number} collate "C" < ${beginning} || ':')`;

/** «S-1004» of «с1004» and of «1004»; null for what is no number of the series. */
function numberOf(typed: string, series: 'S' | 'O'): string | null {
  const number = typedNumber(typed);
  return number && (number.series ?? series) === series ? `${series}-${number.digits}` : null;
}
