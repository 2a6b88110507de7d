import { formatDayShort, moscowDay } from '#src/lib/days.ts';
import { regionName } from '#src/lib/regions.ts';
import { count } from '#src/lib/russian.ts';
import type { ButtonProps, EmptyProps, FiltersProps, PagerProps, SortHeadProps } from '#src/platform/http/components.ts';
import { ShownList } from '#src/platform/http/list.ts';
import type { Page } from '#src/platform/http/render.ts';
import { type CustomerFilter, customerList } from './customers.forms.ts';
import type { CustomerRow } from './customers.queries.ts';
import { shownPhone } from './form.pages.ts';

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
  filter: CustomerFilter & { page: number },
  found: { rows: readonly CustomerRow[]; total: number },
  canSell: boolean,
): CustomersPage {
  const list = new ShownList(customerList, '/customers', filter);
  const add: ButtonProps = { label: 'Новый заказчик', icon: 'plus', kind: 'primary', href: '/customers/new' };
  return {
    title: 'Заказчики',
    section: 'customers',
    summary: count(found.total, 'заказчик', 'заказчика', 'заказчиков'),
    actions: [...list.files().map((file) => ({ ...file, label: `Выгрузить ${file.label}` })), ...(canSell ? [add] : [])],
    filters: list.filters('Поиск заказчиков', 'customers-list'),
    heads: {
      name: list.head('name', 'Заказчик'),
      subscriptions: list.head('subscriptions', 'Подписки', true),
      created: list.head('created', 'Добавлен'),
    },
    rows: found.rows.map(lineOf),
    pager: list.pager(found.total),
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
