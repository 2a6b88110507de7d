import type { Day } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import type { Column } from '#src/lib/table.ts';
import type {
  AlertProps,
  BadgeProps,
  EmptyProps,
  Fact,
  FiltersProps,
  PageHeadProps,
  PagerProps,
  TimelineEntry,
} from '#src/platform/http/components.ts';
import { ShownList } from '#src/platform/http/list.ts';
import type { Page } from '#src/platform/http/render.ts';
import { autoRenewal, facts, type MonthCharges, months } from '#src/subscriptions/card/card.pages.ts';
import type { Card } from '#src/subscriptions/card/card.queries.ts';
import type { HistoryEvent } from '#src/subscriptions/history/history.types.ts';
import { timelineEntry } from '#src/subscriptions/history/timeline.words.ts';
import { worksFrom } from '#src/subscriptions/service/period.rules.ts';
import { seatsShown } from '#src/subscriptions/service/served.rules.ts';
import { endsOn, statusBadge } from '#src/subscriptions/service/status.rules.ts';
import { wishWords } from '#src/subscriptions/wish.rules.ts';
import { type StaffSubscriptionsFilter, staffSubscriptionList } from './staff-subscriptions.forms.ts';
import type { Owner, StaffListHead, StaffSubscription } from './staff-subscriptions.queries.ts';

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

/** `/admin/subscriptions`: over all partners. */
export function staffSubscriptionsPage(
  rows: readonly StaffSubscription[],
  head: StaffListHead,
  filter: StaffSubscriptionsFilter & { page: number },
  today: Day,
): StaffSubscriptionsPage {
  const list = new ShownList(staffSubscriptionList, '/admin/subscriptions', filter, {
    vendor: { options: head.vendors.map(([value, label]) => ({ value, label })) },
    partner: { chip: (id) => head.partner ?? `Партнёр № ${id}` },
    customer: { chip: (id) => head.customer ?? `Заказчик № ${id}` },
  });
  return {
    title: 'Подписки',
    section: 'admin/subscriptions',
    head: {
      title: 'Подписки',
      sub: count(head.total, 'подписка', 'подписки', 'подписок'),
      actions: list.files(),
    },
    filters: list.filters('Фильтр подписок', 'subscriptions-list'),
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
    pager: list.pager(head.total),
    empty: {
      icon: 'stack-2',
      title: 'Подписок не нашлось',
      text: 'Измените поиск или снимите фильтры.',
      actions: [{ label: 'Показать все', href: '/admin/subscriptions' }],
    },
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
export function staffSubscriptionPage(card: Card, events: readonly HistoryEvent[], owner: Owner, today: Day): StaffSubscriptionPage {
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
