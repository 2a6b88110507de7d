import type { HeldReason } from '#src/credit/credit.rules.ts';
import { formatMoment } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import type { Column } from '#src/lib/table.ts';
import type { BadgeProps, Chip, EmptyProps, FiltersProps, PageHeadProps, PagerProps, StatProps } from '#src/platform/http/components.ts';
import { addressOf, pagerOf } from '#src/platform/http/lists.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { OrderKind, OrderStatus } from './orders.types.ts';
import { kindWords, orderBadge, reasonWords, seatsText, statusWords } from './orders.words.ts';
import type { StaffOrdersFilter } from './staff-orders.forms.ts';
import { type OrderCounts, PAGE_SIZE, type StaffOrder } from './staff-orders.queries.ts';

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

type Filter = StaffOrdersFilter & { readonly page: number };

/** `/admin/orders`: what waits for a decision first (product rule §7). */
export function staffOrdersPage(rows: readonly StaffOrder[], counts: OrderCounts, filter: Filter): StaffOrdersPage {
  const href = (change: Partial<Filter>) => listAddress({ ...filter, page: 1, ...change });
  return {
    title: 'Заказы',
    section: 'admin/orders',
    head: {
      title: 'Заказы',
      sub: `${count(counts.total, 'заказ', 'заказа', 'заказов')}, ждущие сверху`,
      actions: (['csv', 'xlsx'] as const).map((format) => ({
        label: format === 'csv' ? 'CSV' : 'Excel',
        icon: 'download',
        href: listAddress({ ...filter, page: 1 }, `/admin/orders.${format}`),
      })),
    },
    stats: statsOf(counts, filter, href),
    filters: filtersOf(filter, counts.partner, href),
    rows: rows.map(itemOf),
    pager: pagerOf({ page: filter.page, size: PAGE_SIZE, total: counts.total, href: (page) => href({ page }) }),
    empty: {
      icon: 'receipt',
      title: 'Заказов не нашлось',
      text: 'Измените поиск или снимите фильтры.',
      actions: [{ label: 'Показать все', href: '/admin/orders' }],
    },
  };
}

const listAddress = ({ page, ...filter }: Filter, path = '/admin/orders'): string =>
  addressOf(path, { ...filter, page: page === 1 ? null : page });

function statsOf(counts: OrderCounts, filter: Filter, href: (change: Partial<Filter>) => string): StatProps[] {
  const reason = (value: HeldReason, found: number, label: string): StatProps => {
    const isOn = filter.reason === value;
    return { value: String(found), label, href: href({ reason: isOn ? null : value }), isOn };
  };
  const isOn = filter.wait === 'decision';
  return [
    {
      value: String(counts.decidable),
      label: 'решать вам',
      href: href({ wait: isOn ? null : 'decision' }),
      isOn,
      ...(counts.decidable > 0 ? { tone: 'warn' } : {}),
    },
    reason('credit_limit', counts.byLimit, 'ждут лимита'),
    reason('partner_blocked', counts.byHold, 'ждут разблокировки'),
    ...(counts.byRenewal > 0 ? [reason('renewal_first', counts.byRenewal, 'ждут продления')] : []),
    { value: formatRub(counts.heldSum), label: 'на сумму' },
  ];
}

const waitWords = { decision: 'Решать вам', money: 'Ждут оплаты или лимита' };

const statuses: readonly OrderStatus[] = ['held', 'done', 'cancelled', 'rejected'];

function filtersOf(filter: Filter, partner: string | null, href: (change: Partial<Filter>) => string): FiltersProps {
  const { q, status, reason, kind, wait, whose } = filter;
  const chips: Chip[] = [
    ...(q ? [{ label: `«${q}»`, href: href({ q: '' }) }] : []),
    ...(status ? [{ label: statusWords(status), href: href({ status: null }) }] : []),
    ...(reason ? [{ label: `Ждёт: ${reasonWords[reason]}`, href: href({ reason: null }) }] : []),
    ...(kind ? [{ label: kindWords[kind], href: href({ kind: null }) }] : []),
    ...(wait ? [{ label: waitWords[wait], href: href({ wait: null }) }] : []),
    ...(whose ? [{ label: 'Мои партнёры', href: href({ whose: null }) }] : []),
    ...(filter.partner ? [{ label: partner ?? `Партнёр № ${filter.partner}`, href: href({ partner: null }) }] : []),
  ];
  const options = (all: string, entries: [string, string][]) => [
    { value: '', label: all },
    ...entries.map(([value, label]) => ({ value, label })),
  ];
  return {
    label: 'Фильтр заказов',
    action: '/admin/orders',
    live: 'orders-list',
    search: { label: 'Найти', placeholder: 'Номер, партнёр, ИНН, продукт, заказчик', value: q },
    fields: [
      {
        name: 'status',
        label: 'Состояние',
        type: 'select',
        value: status ?? '',
        options: options(
          'Все',
          statuses.map((one) => [one, statusWords(one)]),
        ),
      },
      {
        name: 'kind',
        label: 'Вид',
        type: 'select',
        value: kind ?? '',
        options: options(
          'Все',
          (Object.keys(kindWords) as OrderKind[]).map((one) => [one, kindWords[one]]),
        ),
      },
      { name: 'wait', label: 'Чего ждут', type: 'select', value: wait ?? '', options: options('Неважно', Object.entries(waitWords)) },
      { name: 'whose', label: 'Чьи', type: 'select', value: whose ?? '', options: options('Все', [['mine', 'Мои партнёры']]) },
    ],
    hidden: { ...(reason ? { reason } : {}), ...(filter.partner ? { partner: String(filter.partner) } : {}) },
    chips,
    ...(chips.length > 1 ? { resetHref: '/admin/orders' } : {}),
  };
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
