import type { ShelfOffer, ShelfProduct } from '#src/catalog/shelf.queries.ts';
import type { Kopecks } from '#src/lib/money.ts';
import { retailPrice, wordOn } from '../retail.rules.ts';
import type { RetailTerms, ShelfWords } from '../storefront.types.ts';

/** An offer for visitors: what it costs them, and nothing of what the partner pays. */
export interface RetailOffer extends Omit<ShelfOffer, 'purchase'> {
  /** Kopecks per seat and month with VAT; null is «по запросу». */
  readonly price: Kopecks | null;
}

/** A product for visitors. */
export interface RetailProduct extends Omit<ShelfProduct, 'offers'> {
  /** By retail price; nothing tells in what order the purchase prices stand. */
  readonly offers: readonly RetailOffer[];
}

/** What of the catalog stands on a storefront. */
export function shownOf(products: readonly ShelfProduct[], terms: RetailTerms, words: ShelfWords): ShelfProduct[] {
  const isAll = words.vendors.size === 0 && words.products.size === 0;
  return isAll
    ? [...products]
    : products.filter(({ id, vendorId }) => wordOn({ productId: id, vendorId }, terms, words).place !== 'hidden');
}

/** A product that stands there, at its retail prices. */
export function retailProduct(product: ShelfProduct, terms: RetailTerms, words: ShelfWords): RetailProduct {
  const { place, markup } = wordOn({ productId: product.id, vendorId: product.vendorId }, terms, words);
  const offers = product.offers.map(({ purchase, ...offer }) => ({
    ...offer,
    price: place === 'shown' ? retailPrice(purchase, { ...terms, markup }) : null,
  }));
  return { ...product, offers: offers.sort((a, b) => Number((a.price ?? 0n) - (b.price ?? 0n)) || (a.sku < b.sku ? -1 : 1)) };
}

/** A choice of a list, with how many products it would show. */
export interface Facet {
  readonly slug: string;
  readonly name: string;
  readonly count: number;
}

export interface Found {
  readonly products: readonly ShelfProduct[];
  /** Each leaves its own choice out, so that the other choices keep their numbers. */
  readonly vendors: readonly Facet[];
  readonly categories: readonly Facet[];
}

/** The products of a choice, in the order given. */
export function chosen(shown: readonly ShelfProduct[], { vendor, category }: { vendor: string | null; category: string | null }): Found {
  const ofVendor = vendor === null ? shown : shown.filter(({ vendorSlug }) => vendorSlug === vendor);
  const ofCategory = category === null ? shown : shown.filter(({ categorySlug }) => categorySlug === category);
  return {
    products: category === null ? ofVendor : ofVendor.filter(({ categorySlug }) => categorySlug === category),
    vendors: facets(ofCategory, ({ vendorSlug, vendorName }) => ({ slug: vendorSlug, name: vendorName, place: 0 })),
    categories: facets(ofVendor, ({ categorySlug, categoryName, categoryPosition }) => ({
      ...{ slug: categorySlug, name: categoryName, place: categoryPosition },
    })),
  };
}

function facets(products: readonly ShelfProduct[], of: (product: ShelfProduct) => { slug: string; name: string; place: number }): Facet[] {
  const counted = new Map<string, { slug: string; name: string; place: number; count: number }>();
  for (const product of products) {
    const facet = of(product);
    const known = counted.get(facet.slug);
    if (known) known.count += 1;
    else counted.set(facet.slug, { ...facet, count: 1 });
  }
  return [...counted.values()]
    .sort((a, b) => a.place - b.place || a.name.localeCompare(b.name, 'ru'))
    .map(({ slug, name, count }) => ({ slug, name, count }));
}
