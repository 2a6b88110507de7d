import { wordsOfUnit } from '#src/catalog/catalog.rules.ts';
import type { CatalogMatches, Facet } from '#src/catalog/search/search.queries.ts';
import { markMatches, type Segment, type Term } from '#src/catalog/search/search.rules.ts';
import { formatRub } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import { vatShort } from '#src/lib/vat.ts';
import type { BadgeProps, ButtonProps, Chip, EmptyProps, PagerProps } from '#src/platform/http/components.ts';
import { ShownList } from '#src/platform/http/list.ts';
import { addressOf } from '#src/platform/http/lists.ts';
import type { Page } from '#src/platform/http/render.ts';
import { type CatalogView, productList } from './catalog.forms.ts';
import type { ProductRow } from './catalog.queries.ts';

/** Products on a page of the catalog. */
export const PRODUCTS = 20;

export interface CatalogPage extends Page {
  /** «12 продуктов по запросу «каспер»» */
  summary: string;
  /** The query as it was understood, when it differs from what was typed. */
  corrected: string | null;
  chips: Chip[];
  resetHref: string;
  rows: CatalogRow[];
  /** Filters with counts; a list is left out when there is nothing to choose. */
  facets: { title: string; links: FacetLink[] }[];
  exports: ButtonProps[];
  pager: PagerProps;
  /** Shown instead of the table. */
  empty: EmptyProps | null;
}

interface CatalogRow {
  href: string;
  initials: string;
  name: Segment[];
  vendor: Segment[];
  skus: Segment[];
  excerpt: Segment[];
  category: string;
  vat: string;
  /** «от 142,00 ₽» and «за пользователя в месяц», null when nothing of it can be ordered. */
  price: { sum: string; per: string } | null;
  badge: BadgeProps | null;
  /** Straight to the order when there is one offer only. */
  orderHref: string | null;
}

interface FacetLink {
  label: string;
  count: number;
  href: string;
  isCurrent: boolean;
}

/** `/catalog`: rows as found, with the words that were looked for marked. */
export function catalogPage(
  filter: CatalogView,
  matches: CatalogMatches,
  products: readonly ProductRow[],
  viewer: { canOrder: boolean; vatRate: (vatClass: ProductRow['vatClass']) => number | null },
): CatalogPage {
  const named = (facets: readonly Facet[]) => (slug: string) => facets.find((facet) => facet.slug === slug)?.name ?? slug;
  const list = new ShownList(productList, '/catalog', filter, {
    vendor: { chip: named(matches.vendors) },
    category: { chip: named(matches.categories) },
  });
  return {
    title: filter.q ? `${filter.q} — каталог` : 'Каталог',
    section: 'catalog',
    summary: summaryOf(matches.total, filter.q),
    corrected: matches.corrected,
    chips: list.chips(),
    resetHref: '/catalog',
    rows: products.map((product) => rowOf(product, matches.terms, { ...viewer, customer: filter.customer })),
    facets: [
      facet('Вендор', matches.vendors, filter.vendor, (slug) => list.href({ vendor: slug })),
      facet('Категория', matches.categories, filter.category, (slug) => list.href({ category: slug })),
    ].filter(({ links }) => links.length > 0),
    exports: matches.total > 0 ? list.files().map((file) => ({ ...file, label: `Прайс-лист ${file.label}`, size: 'small' })) : [],
    pager: list.pager(matches.total, PRODUCTS),
    empty: products.length === 0 ? emptyOf(filter, matches) : null,
  };
}

function summaryOf(total: number, q: string): string {
  if (total === 0) return 'Ничего не найдено';
  const products = count(total, 'продукт', 'продукта', 'продуктов');
  return q ? `${products} по запросу «${q}»` : products;
}

function rowOf(
  product: ProductRow,
  terms: readonly Term[],
  viewer: Parameters<typeof catalogPage>[3] & { customer: number | null },
): CatalogRow {
  const { price, unit, offerCount } = product;
  const [sku] = product.skus;
  return {
    href: addressOf(`/catalog/${product.slug}`, { customer: viewer.customer }),
    initials: product.vendorInitials,
    name: markMatches(product.name, terms),
    vendor: markMatches(product.vendorName, terms),
    skus: markMatches(product.skus.join(', '), terms),
    excerpt: markMatches(excerpt(product.description, terms), terms),
    category: product.categoryName,
    vat: vatShort(viewer.vatRate(product.vatClass)),
    price:
      price !== null && unit ? { sum: `${offerCount > 1 ? 'от ' : ''}${formatRub(price)}`, per: `${wordsOfUnit(unit).per} в месяц` } : null,
    badge: price === null ? { tone: 'mute', label: 'Снят с продажи', icon: 'ban' } : null,
    orderHref:
      viewer.canOrder && price !== null && offerCount === 1 && sku
        ? addressOf('/orders/new', { offer: sku, customer: viewer.customer })
        : null,
  };
}

/** The first sentence of a description with a word that was looked for, else the first one. */
function excerpt(description: string, terms: readonly Term[]): string {
  const sentences = description.split(/(?<=[.!?])\s+/);
  return sentences.find((sentence) => markMatches(sentence, terms).some(({ isMatch }) => isMatch)) ?? sentences[0] ?? '';
}

/** The chosen value leads back to all; with one value and no choice there is nothing to filter. */
function facet(title: string, values: readonly Facet[], chosen: string | null, href: (slug: string | null) => string) {
  const isPointless = values.length < 2 && chosen === null;
  const links = isPointless
    ? []
    : values.map(({ slug, name, count: found }): FacetLink => {
        const isCurrent = slug === chosen;
        return { label: name, count: found, href: href(isCurrent ? null : slug), isCurrent };
      });
  return { title, links };
}

/** What to do when nothing was found: other words, no filters, a person. */
function emptyOf(filter: CatalogView, matches: CatalogMatches): EmptyProps {
  const isFiltered = Boolean(filter.vendor || filter.category) && matches.unfiltered > 0;
  const words = matches.suggestions.map((word): ButtonProps => ({ label: word, icon: 'search', href: addressOf('/catalog', { q: word }) }));
  return {
    icon: 'search',
    title: filter.q ? `По запросу «${filter.q}» ничего не нашлось` : 'Здесь пока пусто',
    text: isFiltered
      ? `Без фильтров нашлось бы: ${count(matches.unfiltered, 'продукт', 'продукта', 'продуктов')}.`
      : `${words.length > 0 ? 'Похожие слова каталога — ниже. ' : ''}Проверьте запрос, посмотрите весь каталог или напишите менеджеру: он подскажет замену.`,
    actions: [
      ...(isFiltered ? [{ label: 'Сбросить фильтры', href: addressOf('/catalog', { q: filter.q }), kind: 'primary' } as const] : words),
      { label: 'Весь каталог', href: '/catalog' },
      { label: 'Написать менеджеру', icon: 'message', href: '/support', kind: 'quiet' },
    ],
  };
}
