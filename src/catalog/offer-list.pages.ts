import { type Day, formatDayShort } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import type { Column } from '#src/lib/table.ts';
import type { BadgeProps, EmptyProps, FiltersProps, PageHeadProps, PagerProps, Tab } from '#src/platform/http/components.ts';
import { addressOf, pagerOf } from '#src/platform/http/lists.ts';
import type { Page } from '#src/platform/http/render.ts';
import { whyNotOrdered, wordsOfUnit } from './catalog.rules.ts';
import type { OfferFilter, OfferState } from './editing.forms.ts';
import { type EditedOffer, type EditedVendor, OFFER_PAGE } from './editing.queries.ts';

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

const STATES: Record<OfferState, string> = { sold: 'В продаже', discontinued: 'Сняты с продажи', 'no-price': 'Без цены' };

type View = OfferFilter & { readonly page: number };

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
  view: View,
  today: Day,
): OfferListPage {
  const href = (change: Partial<View>, path = '/admin/catalog') => address(path, { ...view, page: 1, ...change });
  const vendor = vendors.find(({ id }) => id === view.vendor);
  return {
    title: 'Каталог и цены',
    section: 'admin/catalog',
    head: {
      title: 'Каталог и цены',
      sub: count(total, 'предложение', 'предложения', 'предложений'),
      actions: [
        { label: 'CSV', icon: 'download', href: href({}, '/admin/catalog.csv') },
        { label: 'Excel', icon: 'download', href: href({}, '/admin/catalog.xlsx') },
        { label: 'Добавить продукт', icon: 'plus', kind: 'primary', href: '/admin/catalog/products/new' },
      ],
    },
    tabs: catalogTabs('/admin/catalog'),
    filters: {
      label: 'Фильтр предложений',
      action: '/admin/catalog',
      live: 'offer-list',
      search: { label: 'Поиск', placeholder: 'Артикул, продукт или вендор', value: view.q },
      fields: [
        {
          name: 'vendor',
          label: 'Вендор',
          type: 'select',
          value: String(view.vendor ?? ''),
          options: [{ value: '', label: 'Все' }, ...vendors.map(({ id, name }) => ({ value: String(id), label: name }))],
        },
        {
          name: 'state',
          label: 'Состояние',
          type: 'select',
          value: view.state ?? '',
          options: [{ value: '', label: 'Все' }, ...Object.entries(STATES).map(([value, label]) => ({ value, label }))],
        },
      ],
      chips: [
        ...(view.q ? [{ label: `Найти «${view.q}»`, href: href({ q: '' }) }] : []),
        ...(view.vendor ? [{ label: vendor?.name ?? `Вендор № ${view.vendor}`, href: href({ vendor: null }) }] : []),
        ...(view.state ? [{ label: STATES[view.state], href: href({ state: null }) }] : []),
      ],
      resetHref: '/admin/catalog',
    },
    rows: rows.map((row) => lineOf(row, today)),
    pager: pagerOf({ page: view.page, size: OFFER_PAGE, total, href: (page) => href({ page }) }),
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

const address = (path: string, { q, vendor, state, page }: View) => addressOf(path, { q, vendor, state, page: page === 1 ? null : page });

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
