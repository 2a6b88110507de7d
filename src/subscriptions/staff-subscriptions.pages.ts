import type { Day } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import type { Column } from '#src/lib/table.ts';
import type {
  AlertProps,
  BadgeProps,
  Chip,
  EmptyProps,
  Fact,
  FiltersProps,
  PageHeadProps,
  PagerProps,
  TimelineEntry,
} from '#src/platform/http/components.ts';
import { addressOf, pagerOf } from '#src/platform/http/lists.ts';
import type { Page } from '#src/platform/http/render.ts';
import { autoRenewal, facts, type MonthCharges, months } from './card.pages.ts';
import type { Card } from './card.queries.ts';
import type { JournalEvent } from './history.queries.ts';
import { timelineEntry } from './history.words.ts';
import { worksFrom } from './period.rules.ts';
import { seatsShown } from './served.rules.ts';
import type { StaffSubscriptionsFilter } from './staff-subscriptions.forms.ts';
import { type Owner, PAGE_SIZE, type StaffListHead, type StaffSubscription } from './staff-subscriptions.queries.ts';
import { endsOn, statusBadge, statusWord } from './status.rules.ts';
import { LIST_STATUSES, type ListStatus } from './subscriptions.forms.ts';
import { wishWords } from './wish.rules.ts';

export interface StaffSubscriptionsPage extends Page {
  readonly head: PageHeadProps;
  readonly filters: FiltersProps;
  readonly rows: {
    href: string;
    number: string;
    product: string;
    customer: string;
    partner: string;
    partnerHref: string;
    /** In force today. */
    seats: number;
    /** «с 1 декабря 3», where it changes. */
    nextSeats: string | null;
    sum: string;
    badge: BadgeProps;
  }[];
  readonly pager: PagerProps;
  readonly empty: EmptyProps;
}

type Filter = StaffSubscriptionsFilter & { readonly page: number };

const groups: Partial<Record<ListStatus, string>> = { stopping: 'Скоро остановятся', attention: 'Ждут или приостановлены' };
const stateWord = (status: ListStatus): string => groups[status] ?? statusWord(status as Exclude<ListStatus, 'stopping' | 'attention'>);

/** `/admin/subscriptions`: over all partners. */
export function staffSubscriptionsPage(
  rows: readonly StaffSubscription[],
  head: StaffListHead,
  filter: Filter,
  today: Day,
): StaffSubscriptionsPage {
  const href = (change: Partial<Filter>) => listAddress({ ...filter, page: 1, ...change });
  return {
    title: 'Подписки',
    section: 'admin/subscriptions',
    head: {
      title: 'Подписки',
      sub: count(head.total, 'подписка', 'подписки', 'подписок'),
      actions: [
        { label: 'CSV', icon: 'download', href: listAddress({ ...filter, page: 1 }, '/admin/subscriptions.csv') },
        { label: 'Excel', icon: 'download', href: listAddress({ ...filter, page: 1 }, '/admin/subscriptions.xlsx') },
      ],
    },
    filters: filtersOf(head, filter, href),
    rows: rows.map((row) => ({
      href: `/admin/subscriptions/${row.number}`,
      number: row.number,
      product: row.productName,
      customer: row.customerName,
      partner: row.partnerName,
      partnerHref: `/admin/partners/${row.partnerId}`,
      seats: seatsShown(row).seats,
      nextSeats: seatsShown(row).next,
      sum: formatRub(row.unitPrice * BigInt(row.seats)),
      badge: statusBadge(row, openDayOf(row, today)),
    })),
    pager: pagerOf({ page: filter.page, size: PAGE_SIZE, total: head.total, href: (page) => href({ page }) }),
    empty: {
      icon: 'stack-2',
      title: 'Подписок не нашлось',
      text: 'Измените поиск или снимите фильтры.',
      actions: [{ label: 'Показать все', href: '/admin/subscriptions' }],
    },
  };
}

const listAddress = ({ page, ...filter }: Filter, path = '/admin/subscriptions'): string =>
  addressOf(path, { ...filter, page: page === 1 ? null : page });

function filtersOf(head: StaffListHead, filter: Filter, href: (change: Partial<Filter>) => string): FiltersProps {
  const { q, status, vendor, partner, customer } = filter;
  const vendorName = head.vendors.find(([slug]) => slug === vendor)?.[1] ?? vendor;
  const chips: Chip[] = [
    ...(q ? [{ label: `«${q}»`, href: href({ q: '' }) }] : []),
    ...(status ? [{ label: stateWord(status), href: href({ status: null }) }] : []),
    ...(vendor ? [{ label: vendorName ?? '', href: href({ vendor: null }) }] : []),
    ...(partner ? [{ label: head.partner ?? `Партнёр № ${partner}`, href: href({ partner: null }) }] : []),
    ...(customer ? [{ label: head.customer ?? `Заказчик № ${customer}`, href: href({ customer: null }) }] : []),
  ];
  return {
    label: 'Фильтр подписок',
    action: '/admin/subscriptions',
    live: 'subscriptions-list',
    search: { label: 'Найти', placeholder: 'Номер, продукт, заказчик, ИНН, партнёр', value: q },
    fields: [
      {
        name: 'status',
        label: 'Статус',
        type: 'select',
        value: status ?? '',
        options: [{ value: '', label: 'Все' }, ...LIST_STATUSES.map((value) => ({ value, label: stateWord(value) }))],
      },
      {
        name: 'vendor',
        label: 'Вендор',
        type: 'select',
        value: vendor ?? '',
        options: [{ value: '', label: 'Все' }, ...head.vendors.map(([value, label]) => ({ value, label }))],
      },
    ],
    hidden: { ...(partner ? { partner: String(partner) } : {}), ...(customer ? { customer: String(customer) } : {}) },
    chips,
    ...(chips.length > 1 ? { resetHref: '/admin/subscriptions' } : {}),
  };
}

/** The list as a file. */
export const staffSubscriptionColumns = (today: Day): Column<StaffSubscription>[] => [
  { title: 'Подписка', kind: 'text', of: (row) => row.number },
  { title: 'Партнёр', kind: 'text', of: (row) => row.partnerName },
  { title: 'Заказчик', kind: 'text', of: (row) => row.customerName },
  { title: 'ИНН заказчика', kind: 'text', of: (row) => row.customerInn },
  { title: 'Продукт', kind: 'text', of: (row) => row.productName },
  { title: 'Вендор', kind: 'text', of: (row) => row.vendorName },
  { title: 'Артикул', kind: 'text', of: (row) => row.sku },
  { title: 'Мест', kind: 'number', of: (row) => seatsShown(row).seats },
  { title: 'Цена за место, с НДС', kind: 'money', of: (row) => row.unitPrice },
  { title: 'Статус', kind: 'text', of: (row) => statusBadge(row, openDayOf(row, today)).label },
  { title: 'Автопродление', kind: 'text', of: (row) => (row.autoRenew ? 'включено' : 'выключено') },
  { title: 'Остановить после', kind: 'day', of: (row) => row.stopOn },
  { title: 'Остановится', kind: 'day', of: (row) => endsOn(row, openDayOf(row, today)) },
  { title: 'Мест дальше', kind: 'text', of: (row) => seatsShown(row).next },
  { title: 'Оформлена', kind: 'moment', of: (row) => row.createdAt },
];

const openDayOf = ({ openFrom }: StaffSubscription, today: Day): Day => worksFrom({ today, openFrom });

export interface StaffSubscriptionPage extends Page {
  readonly head: PageHeadProps;
  readonly alerts: AlertProps[];
  readonly facts: Fact[];
  readonly autoRenewal: string;
  readonly months: MonthCharges[];
  readonly timeline: TimelineEntry[];
}

/** `/admin/subscriptions/:number`: as the partner sees it, read-only. */
export function staffSubscriptionPage(card: Card, events: readonly JournalEvent[], owner: Owner, today: Day): StaffSubscriptionPage {
  const partnerHref = `/admin/partners/${owner.partnerId}`;
  const held = card.heldOrder;
  const openDay = worksFrom({ today, openFrom: owner.openFrom });
  return {
    title: `${card.productName}, ${card.number}`,
    section: 'admin/subscriptions',
    head: {
      title: card.productName,
      badge: statusBadge(card, openDay),
      sub: `${card.vendorName} · ${card.number} · ${owner.partnerName}`,
      crumbs: [{ label: 'Подписки', href: '/admin/subscriptions' }, { label: card.number }],
      actions: [{ label: 'Партнёр', icon: 'building', href: partnerHref }],
    },
    alerts: [
      ...(card.openWish ? [{ tone: 'info' as const, title: 'Заказчик просит партнёра:', text: `${wishWords(card.openWish)}.` }] : []),
      ...(held ? [heldAlert(held.number)] : []),
    ],
    facts: [{ label: 'Партнёр', value: owner.partnerName, href: partnerHref }, ...facts(card, openDay).map(({ href: _, ...fact }) => fact)],
    autoRenewal: autoRenewal(card, openDay).text,
    months: months(card),
    timeline: events.map((event) => ({ ...timelineEntry(event), links: [] })),
  };
}

const heldAlert = (number: string): AlertProps => ({
  tone: 'warn',
  title: `Заказ ${number} ждёт.`,
  link: { href: `/admin/orders/${number}`, label: 'Решить' },
});
