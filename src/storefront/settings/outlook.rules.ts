import { createHash } from 'node:crypto';
import type { ShelfProduct } from '#src/catalog/shelf.queries.ts';
import type { Kopecks } from '#src/lib/money.ts';
import { marginOf, retailOf } from '../retail.rules.ts';
import type { Retail, RetailTerms, ShelfPlace, ShelfWord, ShelfWords } from '../storefront.types.ts';

/** How a storefront makes its prices, saved or only typed. */
export interface Pricing {
  readonly terms: RetailTerms;
  readonly words: ShelfWords;
}

/** An offer whose price or place is another one. */
export interface Change {
  readonly name: string;
  readonly before: Retail;
  readonly after: Retail;
  readonly purchase: Kopecks;
  readonly margin: ReturnType<typeof marginOf> | null;
}

/** What a change of prices brings, in numbers of offers. */
export interface Outlook {
  readonly total: number;
  readonly up: number;
  readonly down: number;
  readonly onRequest: number;
  readonly hidden: number;
  readonly priced: number;
  /** Of all that are shown with a price afterwards: those below what the partner pays, and those exactly there. */
  readonly below: number;
  readonly atPurchase: number;
  readonly changes: readonly Change[];
}

/** What would be otherwise on the storefront. */
export function outlookOf(products: readonly ShelfProduct[], before: Pricing, after: Pricing): Outlook {
  const counts = { total: 0, up: 0, down: 0, onRequest: 0, hidden: 0, priced: 0, below: 0, atPurchase: 0 };
  const changes: Change[] = [];
  for (const { id: productId, vendorId, name, offers } of products) {
    for (const offer of offers) {
      const asked = { vendorId, productId, purchase: offer.purchase };
      const [was, is] = [retailOf(asked, before.terms, before.words), retailOf(asked, after.terms, after.words)];
      counts.total += 1;
      if (is.price !== null && is.price < offer.purchase) counts.below += 1;
      if (is.price === offer.purchase) counts.atPurchase += 1;
      if (was.place === is.place && was.price === is.price) continue;
      counts[kindOf(was, is)] += 1;
      const margin = is.price === null ? null : marginOf(offer.purchase, is.price);
      changes.push({ name: offers.length > 1 ? `${name}, ${offer.name}` : name, before: was, after: is, purchase: offer.purchase, margin });
    }
  }
  return { ...counts, changes };
}

function kindOf(was: Retail, is: Retail): 'up' | 'down' | 'onRequest' | 'hidden' | 'priced' {
  if (is.place === 'hidden') return 'hidden';
  if (is.place === 'on_request') return 'onRequest';
  if (was.place !== 'shown') return 'priced';
  return is.price > was.price ? 'up' : 'down';
}

/** Words as a form typed them: `m7` and `p7` of the one with id 7; nothing said is no word. */
export function typedWords(values: Readonly<Record<string, unknown>>, ids: readonly number[]): Map<number, ShelfWord> {
  const words = ids.map((id): [number, ShelfWord] => [
    id,
    { markup: (values[`m${id}`] ?? null) as number | null, place: (values[`p${id}`] ?? null) as ShelfPlace | null },
  ]);
  return new Map(words.filter(([, { markup, place }]) => markup !== null || place !== null));
}

/** The same words with those of some ids replaced. */
export const withWords = (
  all: ReadonlyMap<number, ShelfWord>,
  ids: readonly number[],
  typed: ReadonlyMap<number, ShelfWord>,
): Map<number, ShelfWord> => new Map([...[...all].filter(([id]) => !ids.includes(id)), ...typed]);

/** Marks prices that were shown before they were saved. */
export function seenOf({ terms, words }: Pricing): string {
  const sorted = [words.vendors, words.products].map((map) => [...map].sort(([a], [b]) => a - b));
  return createHash('sha256')
    .update(JSON.stringify([terms.markup, terms.rounding, terms.mayBeBelow, sorted]))
    .digest('base64url')
    .slice(0, 16);
}
