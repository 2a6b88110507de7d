import type { Account } from '#src/accounts/accounts.types.ts';
import type { LimitBar } from '#src/credit/credit.types.ts';
import { limitBarOf } from '#src/credit/limit-bar.rules.ts';
import { formatDayShort, formatTime, moscowDay } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { type OrderFilter, orderList } from '#src/orders/orders.forms.ts';
import type { OrderList, OrderRow } from '#src/orders/orders.queries.ts';
import type { OrderStatus } from '#src/orders/orders.types.ts';
import { kindWords, orderBadge, seatsText } from '#src/orders/orders.words.ts';
import type {
  BadgeProps,
  ButtonProps,
  EmptyProps,
  FiltersProps,
  PagerProps,
  SortHeadProps,
  StatProps,
} from '#src/platform/http/components.ts';
import { ShownList } from '#src/platform/http/list.ts';
import type { Page } from '#src/platform/http/render.ts';

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

type PartnerMoney = Pick<NonNullable<Account['partner']>, 'creditLimit' | 'exposure'>;

/** The partner's orders, held ones first unless sorted otherwise. */
export function orderListPage(list: OrderList, filter: OrderFilter & { page: number }, partner: PartnerMoney | null): OrderListPage {
  const shown = new ShownList(orderList, '/orders', filter);
  const total = filter.status ? list.counts[filter.status] : Object.values(list.counts).reduce((sum, count) => sum + count, 0);
  return {
    title: 'Заказы',
    section: 'orders',
    sub: 'Всё, что добавляет к счёту: новые подписки, места, запуски и задержанные продления',
    actions: [...shown.files(), { label: 'Оформить подписку', icon: 'plus', kind: 'primary', href: '/catalog' }],
    limit: partner ? limitBarOf(partner.creditLimit, partner.exposure) : null,
    stats: statsOf(list, shown),
    filters: shown.filters('Фильтр заказов', 'orders-summary orders-list'),
    heads: {
      number: shown.head('placed', 'Заказ'),
      customer: shown.head('customer', 'Заказчик'),
      charge: shown.head('charge', 'За этот месяц', true),
    },
    rows: list.rows.map(rowOf),
    pager: shown.pager(total),
    empty: emptyOf(shown.chips().length > 0),
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

function statsOf({ counts }: OrderList, shown: ShownList<typeof orderList.fields>): StatProps[] {
  return shownStatuses.map((status) => ({
    value: String(counts[status]),
    label: statLabels[status],
    ...shown.toggle('status', status),
    ...(status === 'held' && counts.held > 0 ? { tone: 'warn' as const } : {}),
  }));
}

function emptyOf(isNarrowed: boolean): EmptyProps {
  if (isNarrowed)
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
