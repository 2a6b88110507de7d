import { whyNotOrdered, wordsOfUnit } from '#src/catalog/catalog.rules.ts';
import { type Day, formatDayShort } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import type { Column } from '#src/lib/table.ts';
import type { BadgeProps, EmptyProps, FiltersProps, PageHeadProps, PagerProps, Tab } from '#src/platform/http/components.ts';
import { ShownList } from '#src/platform/http/list.ts';
import type { Page } from '#src/platform/http/render.ts';
import { type OfferFilter, offerList } from './editing.forms.ts';
import type { EditedOffer, EditedVendor } from './editing.queries.ts';

export interface OfferListPage extends Page {
  readonly head: PageHeadProps;
  readonly tabs: Tab[];
  readonly filters: FiltersProps;
  readonly rows: readonly OfferListLine[];
  readonly pager: PagerProps;
  readonly empty: EmptyProps | null;
}

export interface OfferListLine {
  readonly href: string;
  readonly name: string;
  readonly sku: string;
  readonly productHref: string;
  readonly product: string;
  readonly price: string;
  /** «с 01.01.2027 — 229,00 ₽» */
  readonly next: string;
  readonly limits: string;
  readonly running: string;
  readonly badge: BadgeProps;
}

/** Sections of the catalog's editing. */
export function catalogTabs(current: string): Tab[] {
  return [
    { label: 'Предложения и цены', href: '/admin/catalog' },
    { label: 'Вендоры', href: '/admin/catalog/vendors' },
    { label: 'Загрузка прайс-листа', href: '/admin/catalog/import' },
    { label: 'Условия', href: '/admin/catalog/terms' },
  ].map((tab) => ({ ...tab, isCurrent: tab.href === current }));
}

/** `/admin/catalog` */
export function offerListPage(
  { rows, total }: { rows: readonly EditedOffer[]; total: number },
  vendors: readonly EditedVendor[],
  filter: OfferFilter & { page: number },
  today: Day,
): OfferListPage {
  const list = new ShownList(offerList, '/admin/catalog', filter, {
    vendor: {
      options: vendors.map(({ id, name }) => ({ value: String(id), label: name })),
      chip: (id) => vendors.find((vendor) => vendor.id === id)?.name ?? `Вендор № ${id}`,
    },
  });
  return {
    title: 'Каталог и цены',
    section: 'admin/catalog',
    head: {
      title: 'Каталог и цены',
      sub: count(total, 'предложение', 'предложения', 'предложений'),
      actions: [...list.files(), { label: 'Добавить продукт', icon: 'plus', kind: 'primary', href: '/admin/catalog/products/new' }],
    },
    tabs: catalogTabs('/admin/catalog'),
    filters: list.filters('Фильтр предложений', 'offer-list'),
    rows: rows.map((row) => lineOf(row, today)),
    pager: list.pager(total),
    empty:
      rows.length > 0
        ? null
        : {
            icon: 'apps',
            title: 'Предложений не нашлось',
            text: 'Измените поиск или снимите фильтры.',
            actions: [{ label: 'Показать все', href: '/admin/catalog' }],
          },
  };
}

function lineOf(offer: EditedOffer, today: Day): OfferListLine {
  return {
    href: `/admin/catalog/offers/${offer.id}`,
    name: offer.name,
    sku: offer.sku,
    productHref: `/admin/catalog/products/${offer.productId}`,
    product: `${offer.vendorName}, ${offer.productName}`,
    price: offer.price === null ? '—' : formatRub(offer.price),
    next: offer.nextPrice === null || !offer.nextFrom ? '' : `с ${formatDayShort(offer.nextFrom)} — ${formatRub(offer.nextPrice)}`,
    limits: `${offer.minSeats}–${offer.maxSeats} ${wordsOfUnit(offer.unit).many}`,
    running: String(offer.running),
    badge: badgeOf(offer, today),
  };
}

function badgeOf(offer: EditedOffer, today: Day): BadgeProps {
  const why = whyNotOrdered(offer, today);
  if (why === 'discontinued') return { tone: 'mute', label: 'Снят с продажи', icon: 'ban' };
  if (why === 'no-price') return { tone: 'info', label: 'Нет цены', icon: 'clock' };
  return offer.discontinuedOn
    ? { tone: 'warn', label: `До ${formatDayShort(offer.discontinuedOn)}`, icon: 'clock' }
    : { tone: 'ok', label: 'В продаже', icon: 'circle-check' };
}

/** The same for CSV and XLSX; its first price columns are those the import reads. */
export const offerColumns: Column<EditedOffer>[] = [
  { title: 'Артикул', kind: 'text', of: (row) => row.sku },
  { title: 'Вендор', kind: 'text', of: (row) => row.vendorName },
  { title: 'Продукт', kind: 'text', of: (row) => row.productName },
  { title: 'Предложение', kind: 'text', of: (row) => row.name },
  { title: 'Цена, ₽ с НДС', kind: 'money', of: (row) => row.price },
  { title: 'Действует с', kind: 'day', of: (row) => row.priceFrom },
  { title: 'Следующая цена, ₽ с НДС', kind: 'money', of: (row) => row.nextPrice },
  { title: 'Следующая с', kind: 'day', of: (row) => row.nextFrom },
  { title: 'Не меньше', kind: 'number', of: (row) => row.minSeats },
  { title: 'Не больше', kind: 'number', of: (row) => row.maxSeats },
  { title: 'Снят с продажи', kind: 'day', of: (row) => row.discontinuedOn },
  { title: 'Работает подписок', kind: 'number', of: (row) => row.running },
];
