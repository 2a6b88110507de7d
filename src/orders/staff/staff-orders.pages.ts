import { formatMoment } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import type { Column } from '#src/lib/table.ts';
import { kindWords, orderBadge, seatsText } from '#src/orders/orders.words.ts';
import type { BadgeProps, EmptyProps, FiltersProps, PageHeadProps, PagerProps, StatProps } from '#src/platform/http/components.ts';
import { ShownList } from '#src/platform/http/list.ts';
import type { Page } from '#src/platform/http/render.ts';
import { type StaffOrdersFilter, staffOrderList } from './staff-orders.forms.ts';
import type { OrderCounts, StaffOrder } from './staff-orders.queries.ts';

export interface StaffOrdersPage extends Page {
  readonly head: PageHeadProps;
  readonly stats: StatProps[];
  readonly filters: FiltersProps;
  readonly rows: StaffOrderItem[];
  readonly pager: PagerProps;
  readonly empty: EmptyProps;
}

export interface StaffOrderItem {
  readonly number: string;
  readonly href: string;
  readonly placed: string;
  readonly partner: string;
  readonly partnerHref: string;
  readonly product: string;
  readonly customer: string;
  readonly kind: string;
  readonly seats: string;
  readonly charge: string;
  readonly badge: BadgeProps;
}

/** `/admin/orders`: what waits for a decision first (product rule §7). */
export function staffOrdersPage(
  rows: readonly StaffOrder[],
  counts: OrderCounts,
  filter: StaffOrdersFilter & { page: number },
): StaffOrdersPage {
  const list = new ShownList(staffOrderList, '/admin/orders', filter, { partner: { chip: (id) => counts.partner ?? `Партнёр № ${id}` } });
  return {
    title: 'Заказы',
    section: 'admin/orders',
    head: {
      title: 'Заказы',
      sub: `${count(counts.total, 'заказ', 'заказа', 'заказов')}, ждущие сверху`,
      actions: list.files(),
    },
    stats: statsOf(counts, list),
    filters: list.filters('Фильтр заказов', 'orders-list'),
    rows: rows.map(itemOf),
    pager: list.pager(counts.total),
    empty: {
      icon: 'receipt',
      title: 'Заказов не нашлось',
      text: 'Измените поиск или снимите фильтры.',
      actions: [{ label: 'Показать все', href: '/admin/orders' }],
    },
  };
}

function statsOf(counts: OrderCounts, list: ShownList<typeof staffOrderList.fields>): StatProps[] {
  const { decidable, byLimit, byHold, byRenewal, heldSum } = counts;
  return [
    { value: String(decidable), label: 'решать вам', ...list.toggle('wait', 'decision'), ...(decidable > 0 ? { tone: 'warn' } : {}) },
    { value: String(byLimit), label: 'ждут лимита', ...list.toggle('reason', 'credit_limit') },
    { value: String(byHold), label: 'ждут разблокировки', ...list.toggle('reason', 'partner_blocked') },
    ...(byRenewal > 0 ? [{ value: String(byRenewal), label: 'ждут продления', ...list.toggle('reason', 'renewal_first') }] : []),
    { value: formatRub(heldSum), label: 'на сумму' },
  ];
}

function itemOf(order: StaffOrder): StaffOrderItem {
  return {
    number: order.number,
    href: `/admin/orders/${order.number}`,
    placed: formatMoment(order.placedAt),
    partner: order.partnerName,
    partnerHref: `/admin/partners/${order.partnerId}`,
    product: order.productName,
    customer: order.customerName,
    kind: kindWords[order.kind],
    seats: seatsText(order),
    charge: formatRub(order.charge),
    badge: orderBadge(order),
  };
}

/** The list as a file. */
export const staffOrderColumns: Column<StaffOrder>[] = [
  { title: 'Заказ', kind: 'text', of: (row) => row.number },
  { title: 'Оформлен', kind: 'moment', of: (row) => row.placedAt },
  { title: 'Решён', kind: 'moment', of: (row) => row.decidedAt },
  { title: 'Состояние', kind: 'text', of: (row) => orderBadge(row).label },
  { title: 'Партнёр', kind: 'text', of: (row) => row.partnerName },
  { title: 'Вид', kind: 'text', of: (row) => kindWords[row.kind] },
  { title: 'Продукт', kind: 'text', of: (row) => row.productName },
  { title: 'Артикул', kind: 'text', of: (row) => row.sku },
  { title: 'Заказчик', kind: 'text', of: (row) => row.customerName },
  { title: 'Подписка', kind: 'text', of: (row) => row.subscriptionNumber },
  { title: 'Количество', kind: 'number', of: (row) => row.seats },
  { title: 'Цена за место, с НДС', kind: 'money', of: (row) => row.unitPrice },
  { title: 'За месяц заказа, с НДС', kind: 'money', of: (row) => row.charge },
  { title: 'Кто оформил', kind: 'text', of: (row) => row.placedByName },
];
