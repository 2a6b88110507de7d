import type { Account } from '#src/accounts/accounts.types.ts';
import type { LimitBar } from '#src/credit/credit.types.ts';
import { limitBarOf } from '#src/credit/limit-bar.rules.ts';
import { formatDayShort, formatTime, moscowDay } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import type {
  BadgeProps,
  ButtonProps,
  Chip,
  EmptyProps,
  FiltersProps,
  PagerProps,
  SortHeadProps,
  StatProps,
} from '#src/platform/http/components.ts';
import { addressOf, pagerOf, sortHead } from '#src/platform/http/lists.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { OrderFilter } from './orders.forms.ts';
import type { OrderList, OrderRow } from './orders.queries.ts';
import type { OrderKind, OrderStatus } from './orders.types.ts';
import { kindWords, orderBadge, seatsText, statusWords } from './orders.words.ts';

export const PAGE_SIZE = 50;

export interface OrderListPage extends Page {
  sub: string;
  actions: ButtonProps[];
  limit: LimitBar | null;
  stats: StatProps[];
  filters: FiltersProps;
  heads: Record<'number' | 'customer' | 'charge', SortHeadProps>;
  rows: OrderListRow[];
  pager: PagerProps;
  empty: EmptyProps;
}

interface OrderListRow {
  number: string;
  href: string;
  placed: string;
  product: string;
  vendor: string;
  customer: string;
  kind: string;
  seats: string;
  charge: string;
  badge: BadgeProps;
}

type Query = OrderFilter & { readonly page: number };
type PartnerMoney = Pick<NonNullable<Account['partner']>, 'creditLimit' | 'exposure'>;

/** The partner's orders, held ones first unless sorted otherwise. */
export function orderListPage(list: OrderList, query: Query, partner: PartnerMoney | null): OrderListPage {
  const { page, ...filter } = query;
  const href = (changes: Partial<OrderFilter> & { page?: number }) => addressOf('/orders', { ...filter, ...changes });
  const head = (name: string, label: string, isNumber = false) =>
    sortHead({ name, label, isNumber }, filter.sort ?? '', (sort) => addressOf('/orders', { ...filter, sort }));
  const total = filter.status ? list.counts[filter.status] : Object.values(list.counts).reduce((sum, count) => sum + count, 0);
  return {
    title: 'Заказы',
    section: 'orders',
    sub: 'Всё, что добавляет к счёту: новые подписки, места, запуски и задержанные продления',
    actions: [
      { label: 'CSV', icon: 'download', href: addressOf('/orders.csv', filter) },
      { label: 'Excel', icon: 'download', href: addressOf('/orders.xlsx', filter) },
      { label: 'Оформить подписку', icon: 'plus', kind: 'primary', href: '/catalog' },
    ],
    limit: partner ? limitBarOf(partner.creditLimit, partner.exposure) : null,
    stats: statsOf(list, filter, href),
    filters: filtersOf(filter, href),
    heads: { number: head('placed', 'Заказ'), customer: head('customer', 'Заказчик'), charge: head('charge', 'За этот месяц', true) },
    rows: list.rows.map(rowOf),
    pager: pagerOf({ page, size: PAGE_SIZE, total, href: (number) => href({ page: number }) }),
    empty: emptyOf(filter),
  };
}

function rowOf(order: OrderRow): OrderListRow {
  return {
    number: order.number,
    href: `/orders/${order.number}`,
    placed: `${formatDayShort(moscowDay(order.placedAt))} ${formatTime(order.placedAt)}`,
    product: order.productName,
    vendor: order.vendorName,
    customer: order.customerName,
    kind: kindWords[order.kind],
    seats: seatsText(order),
    charge: formatRub(order.charge),
    badge: orderBadge(order),
  };
}

const shownStatuses = ['held', 'done', 'cancelled', 'rejected'] as const satisfies readonly OrderStatus[];
const statLabels: Record<OrderStatus, string> = { held: 'ждут', done: 'выполнены', cancelled: 'отменены', rejected: 'отклонены' };

function statsOf(list: OrderList, filter: OrderFilter, href: (changes: Partial<OrderFilter>) => string): StatProps[] {
  return shownStatuses.map((status) => ({
    value: String(list.counts[status]),
    label: statLabels[status],
    href: href({ status: filter.status === status ? undefined : status }),
    isOn: filter.status === status,
    ...(status === 'held' && list.counts.held > 0 ? { tone: 'warn' as const } : {}),
  }));
}

function filtersOf(filter: OrderFilter, href: (changes: Partial<OrderFilter>) => string): FiltersProps {
  const { q, status, kind, sort } = filter;
  const chips: Chip[] = [
    ...(q ? [{ label: `«${q}»`, href: href({ q: '' }) }] : []),
    ...(status ? [{ label: statusWords(status), href: href({ status: undefined }) }] : []),
    ...(kind ? [{ label: kindWords[kind], href: href({ kind: undefined }) }] : []),
  ];
  return {
    label: 'Фильтр заказов',
    action: '/orders',
    live: 'orders-summary orders-list',
    search: { label: 'Найти', placeholder: 'Номер, продукт, заказчик', value: q },
    fields: [
      {
        name: 'status',
        label: 'Состояние',
        type: 'select',
        value: status ?? '',
        options: [{ value: '', label: 'Все, ждущие первыми' }, ...shownStatuses.map((value) => ({ value, label: statusWords(value) }))],
      },
      { name: 'kind', label: 'Вид', type: 'select', value: kind ?? '', options: [{ value: '', label: 'Все' }, ...kindOptions] },
    ],
    ...(sort ? { hidden: { sort } } : {}),
    chips,
    ...(chips.length > 1 ? { resetHref: '/orders' } : {}),
  };
}

const kindOptions = (Object.keys(kindWords) as OrderKind[]).map((value) => ({ value, label: kindWords[value] }));

function emptyOf({ q, status, kind }: OrderFilter): EmptyProps {
  if (q || status || kind)
    return {
      icon: 'search',
      title: 'Заказов не найдено',
      text: 'По этому фильтру ничего нет.',
      actions: [{ label: 'Сбросить фильтры', href: '/orders' }],
    };
  return {
    icon: 'receipt',
    title: 'Заказов ещё нет',
    text: 'Выберите продукт в каталоге и оформите первую подписку.',
    actions: [{ label: 'Открыть каталог', href: '/catalog', kind: 'primary' }],
  };
}
