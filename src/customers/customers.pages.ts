import { formatDayShort, moscowDay } from '#src/lib/days.ts';
import { regionName } from '#src/lib/regions.ts';
import { count } from '#src/lib/russian.ts';
import type { ButtonProps, EmptyProps, FiltersProps, PagerProps, SortHeadProps } from '#src/platform/http/components.ts';
import { addressOf, pagerOf, sortHead } from '#src/platform/http/lists.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { CustomerSort } from './customers.forms.ts';
import type { CustomerRow } from './customers.queries.ts';
import { shownPhone } from './form.pages.ts';

/** Customers on a page of the list. */
export const pageSize = 50;

export interface CustomersPage extends Page {
  summary: string;
  actions: ButtonProps[];
  filters: FiltersProps;
  heads: { name: SortHeadProps; subscriptions: SortHeadProps; created: SortHeadProps };
  rows: CustomerLine[];
  pager: PagerProps;
  empty: EmptyProps | null;
}

export interface CustomerLine {
  href: string;
  name: string;
  inn: string;
  contact: string;
  phone: string;
  email: string;
  prefix: string;
  region: string;
  active: number;
  subscriptions: number;
  created: string;
}

/** `/customers` */
export function customersPage(
  filter: { q: string; sort: CustomerSort; page: number },
  found: { rows: readonly CustomerRow[]; total: number },
  canSell: boolean,
): CustomersPage {
  const kept = { q: filter.q, sort: filter.sort === 'name' ? undefined : filter.sort };
  const bySort = (sort: string) => addressOf('/customers', { ...kept, sort: sort === 'name' ? undefined : sort });
  const add: ButtonProps = { label: 'Новый заказчик', icon: 'plus', kind: 'primary', href: '/customers/new' };
  return {
    title: 'Заказчики',
    section: 'customers',
    summary: count(found.total, 'заказчик', 'заказчика', 'заказчиков'),
    actions: [
      ...(['csv', 'xlsx'] as const).map(
        (format): ButtonProps => ({
          label: format === 'csv' ? 'Выгрузить CSV' : 'Выгрузить Excel',
          icon: 'download',
          href: addressOf(`/customers.${format}`, kept),
        }),
      ),
      ...(canSell ? [add] : []),
    ],
    filters: {
      label: 'Поиск заказчиков',
      action: '/customers',
      search: { label: 'Поиск', placeholder: 'Название, ИНН, префикс или контакт', value: filter.q },
      hidden: kept.sort ? { sort: kept.sort } : {},
      chips: filter.q ? [{ label: `«${filter.q}»`, href: addressOf('/customers', { sort: kept.sort }) }] : [],
      resetHref: '/customers',
      live: 'customers-list',
    },
    heads: {
      name: sortHead({ name: 'name', label: 'Заказчик' }, filter.sort, bySort),
      subscriptions: sortHead({ name: 'subscriptions', label: 'Подписки', isNumber: true }, filter.sort, bySort),
      created: sortHead({ name: 'created', label: 'Добавлен' }, filter.sort, bySort),
    },
    rows: found.rows.map(lineOf),
    pager: pagerOf({
      page: filter.page,
      size: pageSize,
      total: found.total,
      href: (page) => addressOf('/customers', { ...kept, page: page === 1 ? undefined : page }),
    }),
    empty: found.rows.length > 0 ? null : emptyOf(filter.q, canSell ? [add] : []),
  };
}

function lineOf(row: CustomerRow): CustomerLine {
  return {
    href: `/customers/${row.id}`,
    name: row.name,
    inn: `ИНН ${row.inn}`,
    contact: row.contactName,
    phone: shownPhone(row.phone),
    email: row.email,
    prefix: row.domainPrefix,
    region: regionName(row.regionCode),
    active: row.active,
    subscriptions: row.subscriptions,
    created: formatDayShort(moscowDay(row.createdAt)),
  };
}

function emptyOf(q: string, actions: ButtonProps[]): EmptyProps {
  if (!q)
    return {
      icon: 'users',
      title: 'Заказчиков пока нет',
      text: 'Заведите первого здесь или прямо в заказе кнопкой «Новый заказчик».',
      actions,
    };
  return {
    icon: 'search',
    title: `По запросу «${q}» никого не нашлось`,
    text: 'Ищем по названию, ИНН, префиксу домена, контактному лицу и почте.',
    actions: [{ label: 'Показать всех', href: '/customers' }, ...actions],
  };
}
