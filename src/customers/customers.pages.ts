import { type Day, formatDayShort, formatMoment, moscowDay } from '#src/lib/days.ts';
import { vendorDomain } from '#src/lib/domain.ts';
import { formatRub, kopecks } from '#src/lib/money.ts';
import { regionName } from '#src/lib/regions.ts';
import { count } from '#src/lib/russian.ts';
import { orderBadge } from '#src/orders/order-words.pages.ts';
import type {
  BadgeProps,
  ButtonProps,
  Crumb,
  EmptyProps,
  Fact,
  FiltersProps,
  PagerProps,
  SortHeadProps,
} from '#src/platform/http/components.ts';
import { addressOf, pagerOf, sortHead } from '#src/platform/http/lists.ts';
import type { Page } from '#src/platform/http/render.ts';
import { statusBadge } from '#src/subscriptions/status.rules.ts';
import type { CustomerSort } from './customers.forms.ts';
import type { CustomerFacts, CustomerOrder, CustomerRow, CustomerSubscription, CustomerUser } from './customers.queries.ts';
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
          isDownload: true,
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

export interface CustomerPage extends Page {
  name: string;
  crumbs: Crumb[];
  sub: string;
  actions: ButtonProps[];
  facts: Fact[];
  subscriptions: { href: string; number: string; product: string; vendor: string; seats: number; sum: string; badge: BadgeProps }[];
  /** «Все 24 подписки», when the card shows only some. */
  more: { label: string; href: string } | null;
  orders: { href: string; number: string; product: string; sum: string; placed: string; badge: BadgeProps }[];
  users: { login: string; name: string; email: string; state: string }[];
  /** «Выслать логин и пароль заново», for those who may. */
  credentials: { action: string; token: string } | null;
}

/** `/customers/:id` */
export function customerPage(
  customer: CustomerFacts,
  parts: {
    subscriptions: { rows: readonly CustomerSubscription[]; total: number };
    orders: readonly CustomerOrder[];
    users: readonly CustomerUser[];
  },
  viewer: { canSell: boolean; today: Day; token: string },
): CustomerPage {
  const { rows, total } = parts.subscriptions;
  const hasUser = parts.users.some(({ isDisabled }) => !isDisabled);
  return {
    title: customer.name,
    section: 'customers',
    name: customer.name,
    crumbs: [{ label: 'Заказчики', href: '/customers' }, { label: customer.name }],
    sub: regionName(customer.regionCode),
    actions: viewer.canSell
      ? [
          { label: 'Изменить', icon: 'edit', href: `/customers/${customer.id}/edit` },
          { label: 'Оформить подписку', icon: 'plus', kind: 'primary', href: addressOf('/catalog', { customer: customer.id }) },
        ]
      : [],
    facts: factsOf(customer),
    subscriptions: rows.map((row) => ({
      href: `/subscriptions/${row.number}`,
      number: row.number,
      product: row.productName,
      vendor: row.vendorName,
      seats: row.seats,
      sum: formatRub(kopecks(row.unitPrice * BigInt(row.seats))),
      badge: statusBadge(row, viewer.today),
    })),
    more:
      total > rows.length
        ? { label: `Все ${count(total, 'подписка', 'подписки', 'подписок')}`, href: addressOf('/subscriptions', { customer: customer.id }) }
        : null,
    orders: parts.orders.map((order) => ({
      href: `/orders/${order.number}`,
      number: order.number,
      product: order.productName,
      sum: formatRub(order.charge),
      placed: formatMoment(order.placedAt),
      badge: orderBadge({ status: order.status, heldReason: null }),
    })),
    users: parts.users.map(({ login, name, email, ...state }) => ({ login, name, email, state: stateOf(state) })),
    credentials: viewer.canSell && hasUser ? { action: `/customers/${customer.id}/credentials`, token: viewer.token } : null,
  };
}

function factsOf(customer: CustomerFacts): Fact[] {
  return [
    { label: 'ИНН', value: customer.inn, isMono: true },
    ...(customer.kpp ? [{ label: 'КПП', value: customer.kpp, isMono: true }] : []),
    { label: 'Регион', value: `${customer.regionCode} — ${regionName(customer.regionCode)}` },
    { label: 'Контактное лицо', value: customer.contactName },
    { label: 'Телефон', value: shownPhone(customer.phone), href: `tel:${customer.phone}` },
    { label: 'Эл. почта', value: customer.email, href: `mailto:${customer.email}` },
    customer.usesDomain
      ? { label: 'Домен', value: vendorDomain(customer.domainPrefix), isMono: true }
      : { label: 'Префикс домена', value: customer.domainPrefix, isMono: true },
    { label: 'Добавлен', value: formatDayShort(moscowDay(customer.createdAt)) },
  ];
}

function stateOf({ isDisabled, isWaiting, lastLogOnAt }: Pick<CustomerUser, 'isDisabled' | 'isWaiting' | 'lastLogOnAt'>): string {
  if (isDisabled) return 'вход закрыт';
  if (isWaiting) return 'ещё не задал свой пароль';
  return lastLogOnAt ? `был на портале ${formatMoment(lastLogOnAt)}` : 'ещё не входил';
}
