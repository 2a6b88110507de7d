import { type Day, formatDayShort } from '#src/lib/days.ts';
import { count } from '#src/lib/russian.ts';
import type { BadgeProps, PageHeadProps, Tab } from '#src/platform/http/components.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { EditedVendor } from './editing.queries.ts';
import { catalogTabs } from './offer-list.pages.ts';

export interface VendorListPage extends Page {
  readonly head: PageHeadProps;
  readonly tabs: Tab[];
  readonly rows: readonly { readonly href: string; readonly name: string; readonly slug: string; readonly products: string }[];
}

/** `/admin/catalog/vendors` */
export function vendorListPage(vendors: readonly EditedVendor[]): VendorListPage {
  return {
    title: 'Вендоры',
    section: 'admin/catalog',
    head: {
      title: 'Вендоры',
      sub: count(vendors.length, 'вендор', 'вендора', 'вендоров'),
      actions: [{ label: 'Добавить вендора', icon: 'plus', kind: 'primary', href: '/admin/catalog/vendors/new' }],
    },
    tabs: catalogTabs('/admin/catalog/vendors'),
    rows: vendors.map(({ id, name, slug, products }) => ({
      href: `/admin/catalog/vendors/${id}`,
      name,
      slug,
      products: count(products, 'продукт', 'продукта', 'продуктов'),
    })),
  };
}

export interface TermsListPage extends Page {
  readonly head: PageHeadProps;
  readonly tabs: Tab[];
  readonly rows: readonly { readonly version: string; readonly from: string; readonly orders: string; readonly badge: BadgeProps }[];
}

/** `/admin/catalog/terms` */
export function termsListPage(terms: readonly { version: string; validFrom: Day; orders: number }[], today: Day): TermsListPage {
  const now = terms.find(({ validFrom }) => validFrom <= today);
  const badge = (one: (typeof terms)[number]): BadgeProps => {
    if (one === now) return { tone: 'ok', label: 'Действует', icon: 'circle-check' };
    return one.validFrom > today
      ? { tone: 'info', label: 'Ещё не действует', icon: 'clock' }
      : { tone: 'mute', label: 'Прежняя', icon: 'history' };
  };
  return {
    title: 'Условия использования',
    section: 'admin/catalog',
    head: {
      title: 'Условия использования',
      sub: 'Партнёр принимает их с каждым заказом',
      actions: [{ label: 'Новая версия', icon: 'plus', kind: 'primary', href: '/admin/catalog/terms/new' }],
    },
    tabs: catalogTabs('/admin/catalog/terms'),
    rows: terms.map((one) => ({
      version: one.version,
      from: formatDayShort(one.validFrom),
      orders: String(one.orders),
      badge: badge(one),
    })),
  };
}
