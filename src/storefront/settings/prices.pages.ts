import type { ShelfProduct } from '#src/catalog/shelf.queries.ts';
import { formatRub, type Kopecks } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import type { CheckProps, FieldProps, PageHeadProps, PagerProps, Tab } from '#src/platform/http/components.ts';
import { type FormState, versionOf } from '#src/platform/http/forms.ts';
import { addressOf, pagerOf } from '#src/platform/http/lists.ts';
import type { Page } from '#src/platform/http/render.ts';
import { marginOf, retailOf } from '../retail.rules.ts';
import type { ShelfWord } from '../storefront.types.ts';
import { marginWord, type OutlookProps, outlookProps, retailWord } from './outlook.pages.ts';
import type { Outlook, Pricing } from './outlook.rules.ts';
import { markupText, placeWords, roundingWords } from './settings.forms.ts';
import { badgeOf, PATH, tabsOf } from './settings.pages.ts';
import type { OwnStorefront } from './settings.queries.ts';

export interface StorefrontPricesPage extends Page {
  head: PageHeadProps;
  tabs: Tab[];
  action: string;
  preview: string;
  errors: Readonly<Record<string, string>>;
  version: string;
  token: string;
  /** Terms of the whole storefront; null on the page of a vendor. */
  terms: { markup: FieldProps; rounding: FieldProps; mayBeBelow: CheckProps } | null;
  caption: string;
  rows: PriceLine[];
  pager: PagerProps | null;
  outlook: OutlookProps | null;
}

interface PriceLine {
  name: string;
  href: string | null;
  note: string;
  markup: FieldProps;
  place: FieldProps;
  purchase: string;
  retail: string;
  margin: string;
}

/** What a form of prices is shown with. */
export interface PricesSight {
  readonly own: OwnStorefront;
  /** As typed where that can be read, else as saved. */
  readonly pricing: Pricing;
  readonly form: FormState;
  readonly outlook: Outlook | null;
  readonly token: string;
}

/** `/team/storefront/prices`: the terms, and a row for each vendor with an example. */
export function pricesPage(products: readonly ShelfProduct[], sight: PricesSight): StorefrontPricesPage {
  const { own, form, pricing } = sight;
  const value = (name: string, saved: string) => form.values[name] ?? saved;
  const error = form.errors['markup'];
  const rows = [...byVendor(products).values()].flatMap((of) => {
    const [first] = of;
    if (!first) return [];
    const said = pricing.words.vendors.get(first.vendorId);
    const note = `${count(of.length, 'продукт', 'продукта', 'продуктов')}; пример: ${first.name}`;
    const href = `${PATH}/prices/${first.vendorSlug}`;
    return [lineOf({ id: first.vendorId, name: first.vendorName, href, note }, first, said, sight)];
  });
  const isBelow = Object.keys(form.values).length > 0 ? form.values['mayBeBelow'] === 'on' : own.mayBeBelow;
  return {
    ...frameOf(sight, `${PATH}/prices`),
    title: 'Цены витрины',
    head: {
      title: 'Витрина',
      sub: 'Цены и наценка',
      badge: badgeOf(own),
      crumbs: [{ label: 'Команда', href: '/team' }, { label: 'Витрина', href: PATH }, { label: 'Цены' }],
    },
    terms: {
      markup: {
        ...{
          name: 'markup',
          label: 'Наценка, если не сказано иное',
          value: value('markup', markupText(own.markup)),
          suffix: '%',
          inputmode: 'decimal',
          maxlength: 8,
        },
        ...(error ? { error } : {}),
      },
      rounding: {
        ...{ name: 'rounding', label: 'Округление розничной цены', type: 'select', value: value('rounding', own.rounding) },
        options: Object.entries(roundingWords).map(([key, label]) => ({ value: key, label })),
      },
      mayBeBelow: {
        ...{ name: 'mayBeBelow', label: 'Разрешить розничные цены ниже закупочных', isChecked: isBelow },
        hint: 'Без этой отметки цена ниже закупочной поднимается до неё.',
      },
    },
    caption: 'Вендоры',
    rows,
    pager: null,
  };
}

/** Products on a page of a vendor's prices. */
export const PRODUCTS = 50;

/** `/team/storefront/prices/:vendor` @throws PastEnd */
export function vendorPricesPage(products: readonly ShelfProduct[], page: number, sight: PricesSight): StorefrontPricesPage {
  const [first] = products;
  const path = `${PATH}/prices/${first?.vendorSlug ?? ''}`;
  const vendor = first?.vendorName ?? '';
  const shown = products.slice((page - 1) * PRODUCTS, page * PRODUCTS);
  return {
    ...frameOf(sight, addressOf(path, { page: page === 1 ? null : page })),
    preview: addressOf(`${path}/preview`, { page: page === 1 ? null : page }),
    title: `Цены витрины: ${vendor}`,
    head: {
      ...{ title: vendor, sub: 'Цены на витрине', badge: badgeOf(sight.own) },
      crumbs: [{ label: 'Витрина', href: PATH }, { label: 'Цены', href: `${PATH}/prices` }, { label: vendor }],
    },
    terms: null,
    caption: `Продукты: ${vendor}`,
    rows: shown.map((product) => {
      const note =
        product.offers.length > 1 ? `${count(product.offers.length, 'предложение', 'предложения', 'предложений')}, самое дешёвое:` : '';
      return lineOf({ id: product.id, name: product.name, href: null, note }, product, sight.pricing.words.products.get(product.id), sight);
    }),
    pager: pagerOf({ page, size: PRODUCTS, total: products.length, href: (at) => addressOf(path, { page: at === 1 ? null : at }) }),
  };
}

function frameOf({ own, form, outlook, pricing, token }: PricesSight, action: string) {
  return {
    section: 'team/storefront',
    isInvalid: Object.keys(form.errors).length > 0,
    tabs: tabsOf('prices'),
    action,
    preview: `${action}/preview`,
    errors: form.errors,
    version: versionOf(form, String(own.version)),
    token,
    outlook: outlook && outlookProps(outlook, pricing),
  };
}

function byVendor(products: readonly ShelfProduct[]): Map<number, ShelfProduct[]> {
  const vendors = new Map<number, ShelfProduct[]>();
  for (const product of [...products].sort((a, b) => a.vendorName.localeCompare(b.vendorName, 'ru'))) {
    vendors.set(product.vendorId, [...(vendors.get(product.vendorId) ?? []), product]);
  }
  return vendors;
}

function lineOf(
  row: { readonly id: number; readonly name: string; readonly href: string | null; readonly note: string },
  product: ShelfProduct,
  said: ShelfWord | undefined,
  { form, pricing }: PricesSight,
): PriceLine {
  const [m, p] = [`m${row.id}`, `p${row.id}`];
  const purchase = product.offers[0]?.purchase as Kopecks; // what is for sale has an offer
  const retail = retailOf({ vendorId: product.vendorId, productId: product.id, purchase }, pricing.terms, pricing.words);
  const error = form.errors[m];
  const markup = form.values[m] ?? (said?.markup === null || said?.markup === undefined ? '' : markupText(said.markup));
  return {
    name: row.name,
    href: row.href,
    note: row.note,
    markup: {
      ...{
        name: m,
        label: `Наценка: ${row.name}`,
        isLabelHidden: true,
        value: markup,
        placeholder: 'как выше',
        suffix: '%',
        maxlength: 8,
        inputmode: 'decimal',
      },
      ...(error ? { error } : {}),
    },
    place: {
      ...{ name: p, label: `Показ: ${row.name}`, isLabelHidden: true, type: 'select', value: form.values[p] ?? said?.place ?? '' },
      options: [{ value: '', label: 'Как выше' }, ...Object.entries(placeWords).map(([value, label]) => ({ value, label }))],
    },
    purchase: formatRub(purchase),
    retail: retailWord(retail),
    margin: retail.price === null ? '—' : marginWord(marginOf(purchase, retail.price)),
  };
}
