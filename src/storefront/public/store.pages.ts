import { wordsOfUnit } from '#src/catalog/catalog.rules.ts';
import type { ShelfProduct } from '#src/catalog/shelf.queries.ts';
import { formatRub } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import type { PagerProps } from '#src/platform/http/components.ts';
import { addressOf, pagerOf } from '#src/platform/http/lists.ts';
import type { OpenStorefront, ShelfWords } from '../storefront.types.ts';
import { jsonLd } from './json-ld.ts';
import { type Facet, type Found, type RetailProduct, retailProduct } from './shelf.rules.ts';
import { frameOf, type StorePage } from './store-frame.ts';

/** Products on a page of a storefront. */
export const PRODUCTS = 24;

export interface StoreHomePage extends StorePage {
  /** Paragraphs of the partner's text; on the first page only. */
  paragraphs: string[];
  q: string;
  /** Choices that the search keeps. */
  kept: { name: string; value: string }[];
  summary: string;
  corrected: string | null;
  resetHref: string | null;
  facets: { title: string; links: { label: string; count: number; href: string; isCurrent: boolean }[] }[];
  products: StoreItem[];
  pager: PagerProps;
  /** Other words to try where nothing was found. */
  suggestions: { label: string; href: string }[];
}

/** A product in a list. */
export interface StoreItem {
  href: string;
  name: string;
  vendor: string;
  about: string;
  /** «от 268,00 ₽»; null is «по запросу». */
  price: string | null;
  /** «за пользователя в месяц» */
  per: string;
}

/** What a visitor chose, as read from the address. */
export interface StoreChoice {
  readonly q: string;
  readonly vendor: string | null;
  readonly category: string | null;
  readonly page: number;
}

/** What the search said beside the products it found. */
export interface SearchWords {
  readonly corrected: string | null;
  readonly suggestions: readonly string[];
}

export interface StoreSight {
  readonly store: OpenStorefront;
  readonly words: ShelfWords;
  readonly found: Found;
  readonly said: SearchWords;
  readonly portalUrl: string;
}

/** `/store/:code` @throws PastEnd for a page of the list that there is none of */
export function storeHomePage(choice: StoreChoice, { store, words, found, said, portalUrl }: StoreSight): StoreHomePage {
  const { q, vendor, category, page } = choice;
  const frame = frameOf(store, portalUrl);
  const href = (change: Partial<StoreChoice>) => {
    const { page: at, ...rest } = { ...choice, page: 1, ...change };
    return addressOf(frame.home, { ...rest, page: at === 1 ? null : at });
  };
  const isChosen = q !== '' || vendor !== null || category !== null;
  const total = found.products.length;
  const shown = found.products.slice((page - 1) * PRODUCTS, page * PRODUCTS).map((product) => retailProduct(product, store, words));
  return {
    title: q ? `${q} — ${store.name}` : store.name,
    section: '',
    snippet: snippetOf(store),
    canonical: q ? null : portalUrl + href({ page }),
    frame,
    jsonLd: isChosen || page > 1 ? null : jsonLd(organization(store, portalUrl)),
    paragraphs: isChosen || page > 1 ? [] : paragraphsOf(store.text),
    q,
    kept: Object.entries({ vendor, category }).flatMap(([name, value]) => (value === null ? [] : [{ name, value }])),
    summary: total === 0 ? 'Ничего не найдено' : count(total, 'продукт', 'продукта', 'продуктов'),
    corrected: said.corrected,
    resetHref: isChosen ? frame.home : null,
    facets: [
      facet('Категории', found.categories, category, (slug) => href({ category: slug })),
      facet('Вендоры', found.vendors, vendor, (slug) => href({ vendor: slug })),
    ].filter(({ links }) => links.length > 0),
    products: shown.map((product) => itemOf(product, frame.home)),
    pager: pagerOf({ page, size: PRODUCTS, total, href: (at) => href({ page: at }) }),
    suggestions: said.suggestions.map((word) => ({ label: word, href: addressOf(frame.home, { q: word }) })),
  };
}

const snippetOf = (store: OpenStorefront): string =>
  (paragraphsOf(store.text)[0] ?? `${store.name}: подписки на программы для бизнеса с помесячной оплатой.`).slice(0, 200);

export const paragraphsOf = (text: string): string[] =>
  text
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** The partner as schema.org tells it. */
export function organization(store: OpenStorefront, portalUrl: string): object {
  const { image } = frameOf(store, portalUrl);
  const said = { telephone: store.phone?.split(';')[0], email: store.email, address: store.address, logo: image };
  return {
    '@type': 'Organization',
    name: store.name,
    legalName: store.seller.name,
    url: `${portalUrl}/store/${store.code}`,
    ...Object.fromEntries(Object.entries(said).filter(([, value]) => value)),
  };
}

function facet(title: string, values: readonly Facet[], chosen: string | null, href: (slug: string | null) => string) {
  const isPointless = values.length < 2 && chosen === null;
  const links = isPointless
    ? []
    : values.map(({ slug, name, count: found }) => {
        const isCurrent = slug === chosen;
        return { label: name, count: found, href: href(isCurrent ? null : slug), isCurrent };
      });
  return { title, links };
}

/** A product for a list: its lowest price. */
export function itemOf(product: RetailProduct, home: string): StoreItem {
  const [first] = product.offers;
  const per = first ? `${wordsOfUnit(first.unit).per} в месяц` : '';
  const price = first?.price ?? null;
  return {
    href: `${home}/products/${product.slug}`,
    name: product.name,
    vendor: product.vendorName,
    about: firstSentence(product.about),
    price: price === null ? null : `${product.offers.length > 1 ? 'от ' : ''}${formatRub(price)}`,
    per,
  };
}

const firstSentence = (text: string): string => /^.{20,}?[.!?](?=\s|$)/s.exec(text)?.[0] ?? text;

/** Others of a category, in place of one that is not for sale any more. */
export const substitutesOf = (shown: readonly ShelfProduct[], categorySlug: string): ShelfProduct[] =>
  shown.filter((product) => product.categorySlug === categorySlug).slice(0, 6);
