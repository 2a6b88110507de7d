import { type Day, formatDayMonth, formatDayShort, nextMonth } from '#src/lib/days.ts';
import { formatRub, kopecks } from '#src/lib/money.ts';
import { formatPhone } from '#src/lib/phone.ts';
import { regionName } from '#src/lib/regions.ts';
import { count } from '#src/lib/russian.ts';
import type {
  AlertProps,
  BadgeProps,
  ButtonProps,
  Chip,
  EmptyProps,
  FiltersProps,
  LimitBarProps,
  PageHeadProps,
  PagerProps,
  SortHeadProps,
  StatProps,
} from '#src/platform/http/components.ts';
import type { IconName } from '#src/platform/http/icons.ts';
import { addressOf, pagerOf, sortHead } from '#src/platform/http/lists.ts';
import type { Page } from '#src/platform/http/render.ts';
import { actionsOf } from './actions.rules.ts';
import { nextRenewal, statusBadge } from './status.rules.ts';
import { DEFAULT_SORT, type ListFilter, type ListStatus } from './subscriptions.forms.ts';
import { type ListHead, type ListRow, PAGE_SIZE } from './subscriptions.queries.ts';
import type { SubscriptionStatus } from './subscriptions.rules.ts';
import type { Viewer } from './viewer.ts';

export interface SubscriptionListPage extends Page {
  readonly head: PageHeadProps;
  readonly limit: LimitBarProps;
  readonly stats: StatProps[];
  readonly alert: AlertProps | null;
  readonly filters: FiltersProps;
  readonly caption: string;
  readonly heads: {
    readonly product: SortHeadProps;
    readonly customer: SortHeadProps;
    readonly sum: SortHeadProps;
    readonly renewal: SortHeadProps;
  };
  readonly rows: ListItem[];
  readonly menus: RowMenu[];
  /** Rows can be chosen and changed together. */
  readonly isBulk: boolean;
  readonly empty: EmptyProps | null;
  readonly pager: PagerProps;
}

/** One row of the table, ready to show. */
export interface ListItem {
  readonly number: string;
  readonly product: string;
  readonly vendor: string;
  readonly customer: string;
  readonly region: string;
  readonly seats: number;
  readonly sum: string;
  readonly price: string;
  readonly renewal: Day | null;
  readonly renewalText: string;
  readonly badge: BadgeProps;
  readonly status: SubscriptionStatus;
}

/** What the menu of a row offers; rows of the same state share it. */
export interface RowMenu {
  readonly status: SubscriptionStatus;
  readonly items: readonly {
    /** What follows the card's address; null while a hold forbids it. */
    readonly path: string | null;
    readonly label: string;
    readonly icon: IconName;
  }[];
}

type Filter = ListFilter & { readonly page: number };

/** The list «Управление подписками» (product rule §2, §8). */
export function subscriptionListPage(list: { head: ListHead; rows: ListRow[] }, filter: Filter, viewer: Viewer): SubscriptionListPage {
  const { head, rows } = list;
  const href = (change: Partial<Filter>) => listAddress({ ...filter, page: 1, ...change });
  const column = (name: string, label: string, isNumber = false) =>
    sortHead({ name, label, isNumber }, filter.sort, (sort) => href({ sort: sort as Filter['sort'] }));
  return {
    title: 'Управление подписками',
    section: 'subscriptions',
    head: {
      title: 'Управление подписками',
      sub: `${count(head.all, 'подписка', 'подписки', 'подписок')} ${count(head.customers, 'заказчика', 'заказчиков', 'заказчиков')}`,
      actions: headActions(filter, viewer),
    },
    limit: limitBar(head, viewer),
    stats: stats(head, filter),
    alert: renewalAlert(head, viewer),
    filters: filters(head, filter, href),
    caption: `Подписки, ${sortWords[filter.sort.replace('-', '')] ?? ''}`,
    heads: {
      product: column('product', 'Продукт'),
      customer: column('customer', 'Заказчик'),
      sum: column('sum', 'Сумма в месяц', true),
      renewal: column('renewal', 'Продление'),
    },
    rows: rows.map((row) => listItem(row, viewer)),
    menus: [...new Set(rows.map(({ status }) => status))].map((status) => rowMenu(status, viewer)),
    isBulk: viewer.manages && viewer.partner.hold === null,
    empty: head.total > 0 ? null : emptyList(head.all === 0, viewer),
    pager: pagerOf({ page: filter.page, size: PAGE_SIZE, total: head.total, href: (page) => href({ page }) }),
  };
}

/** The address of the list under a filter, without what is usual anyway. */
export function listAddress(filter: Partial<Filter>, path = '/subscriptions'): string {
  const { q, status, vendor, customer, sort, page } = filter;
  return addressOf(path, {
    q,
    status,
    vendor,
    customer,
    sort: sort === DEFAULT_SORT ? null : sort,
    page: page === 1 ? null : page,
  });
}

const sortWords: Record<string, string> = {
  product: 'по продукту',
  customer: 'по заказчику',
  sum: 'по сумме в месяц',
  renewal: 'по дате следующего продления',
  number: 'по времени оформления',
};

function headActions(filter: Filter, viewer: Viewer): ButtonProps[] {
  const { page: _, ...kept } = filter;
  const file = (ending: string) => listAddress(kept, `/subscriptions.${ending}`);
  const order: ButtonProps[] = viewer.manages ? [{ label: 'Оформить подписку', icon: 'plus', kind: 'primary', href: '/catalog' }] : [];
  return [
    { label: 'CSV', icon: 'download', href: file('csv'), isDownload: true },
    { label: 'Excel', icon: 'download', href: file('xlsx'), isDownload: true },
    ...(viewer.manages ? [{ label: 'Места списком', icon: 'list', href: '/subscriptions/bulk/seats' } satisfies ButtonProps] : []),
    ...order,
  ];
}

function limitBar(head: ListHead, { partner, openDay }: Viewer): LimitBarProps {
  const { creditLimit, exposure } = partner;
  const percent = (sum: bigint) => (creditLimit > 0n ? Number((sum * 100n) / creditLimit) : 100);
  return {
    limit: formatRub(creditLimit),
    available: formatRub(kopecks(creditLimit - exposure)),
    percent: percent(exposure),
    nextPercent: percent(exposure + head.renewals),
    nextLabel: `С продлением ${formatDayMonth(nextMonth(openDay))}`,
  };
}

/** What will be missing on the 1st, by the prices of now. */
function renewalAlert(head: ListHead, { partner, openDay }: Viewer): AlertProps | null {
  const missing = partner.exposure + head.renewals - partner.creditLimit;
  if (missing <= 0n || head.renewals === 0n) return null;
  return {
    tone: 'warn',
    title: `Продление ${formatDayMonth(nextMonth(openDay))} превысит кредитный лимит на ${formatRub(missing)}.`,
    text: `Часть подписок не продлится, пока не поступит оплата или не вырастет лимит. Ваш менеджер — ${partner.manager.name}, ${formatPhone(partner.manager.phone)}.`,
  };
}

function stats(head: ListHead, filter: Filter): StatProps[] {
  const stat = (status: ListStatus, value: number, label: string): StatProps => ({
    value: String(value),
    label,
    href: listAddress({ ...filter, page: 1, status: filter.status === status ? null : status }),
    isOn: filter.status === status,
  });
  return [
    stat('active', head.active, 'Активные'),
    stat('stopping', head.stopping, 'Остановятся'),
    stat('stopped', head.stopped, 'Остановленные'),
    { ...stat('attention', head.attention, 'Требуют внимания'), ...(head.attention > 0 ? { tone: 'bad' } : {}) },
  ];
}

const statusOptions: Record<ListStatus, string> = {
  active: 'Активные',
  stopping: 'Остановятся',
  stopped: 'Остановленные',
  attention: 'Требуют внимания',
  pending: 'Ожидают',
  suspended: 'Приостановленные',
  cancelled: 'Отменённые',
};

function filters(head: ListHead, filter: Filter, href: (change: Partial<Filter>) => string): FiltersProps {
  const chips = chipsOf(head, filter, href);
  return {
    label: 'Фильтр подписок',
    action: '/subscriptions',
    live: 'subscriptions-head subscriptions-list',
    search: { label: 'Поиск', placeholder: 'Заказчик, ИНН, продукт, артикул или номер', value: filter.q },
    fields: [
      {
        name: 'status',
        label: 'Статус',
        type: 'select',
        value: filter.status ?? '',
        options: [{ value: '', label: 'Все' }, ...Object.entries(statusOptions).map(([value, label]) => ({ value, label }))],
      },
      {
        name: 'vendor',
        label: 'Вендор',
        type: 'select',
        value: filter.vendor ?? '',
        options: [{ value: '', label: 'Все вендоры' }, ...head.vendors.map(([value, label]) => ({ value, label }))],
      },
    ],
    hidden: {
      ...(filter.customer === null ? {} : { customer: String(filter.customer) }),
      ...(filter.sort === DEFAULT_SORT ? {} : { sort: filter.sort }),
    },
    chips,
    resetHref: '/subscriptions',
  };
}

function chipsOf(head: ListHead, filter: Filter, href: (change: Partial<Filter>) => string): Chip[] {
  const chips: Chip[] = [];
  if (filter.q) chips.push({ label: `Найти «${filter.q}»`, href: href({ q: '' }) });
  if (filter.status) chips.push({ label: statusOptions[filter.status], href: href({ status: null }) });
  if (filter.vendor) {
    const name = head.vendors.find(([slug]) => slug === filter.vendor)?.[1] ?? filter.vendor;
    chips.push({ label: name, href: href({ vendor: null }) });
  }
  if (filter.customer !== null) chips.push({ label: head.customer ?? '', href: href({ customer: null }) });
  return chips;
}

function listItem(row: ListRow, viewer: Viewer): ListItem {
  const renewal = nextRenewal(row, viewer.openDay);
  return {
    number: row.number,
    product: row.productName,
    vendor: row.vendorName,
    customer: row.customerName,
    region: regionName(row.regionCode),
    seats: row.seats,
    sum: formatRub(row.unitPrice * BigInt(row.seats)),
    price: formatRub(row.unitPrice),
    renewal,
    renewalText: renewal === null ? '—' : formatDayShort(renewal),
    badge: statusBadge(row, viewer.openDay),
    status: row.status,
  };
}

/** Reading for everyone; then what the table of moves allows. Under a hold that stays, greyed out. */
function rowMenu(status: SubscriptionStatus, viewer: Viewer): RowMenu {
  const changes = viewer.manages ? actionsOf({ number: '', status }) : [];
  return {
    status,
    items: [
      { path: '', label: 'Открыть', icon: 'eye' },
      { path: '/history', label: 'Журнал подписки', icon: 'history' },
      ...changes.map(({ page, label, icon }) => ({
        path: viewer.partner.hold ? null : `/${page}`,
        label: page === 'stop' ? `${label}…` : label,
        icon,
      })),
    ],
  };
}

function emptyList(isNew: boolean, viewer: Viewer): EmptyProps {
  if (!isNew)
    return {
      icon: 'search',
      title: 'Ничего не найдено',
      text: 'Проверьте слова поиска или уберите фильтры.',
      actions: [{ label: 'Сбросить фильтры', href: '/subscriptions' }],
    };
  return {
    icon: 'stack-2',
    title: 'Подписок пока нет',
    text: 'Найдите продукт в каталоге и оформите подписку для заказчика: она начнёт работать сразу.',
    actions: viewer.manages ? [{ label: 'Найти продукт', icon: 'search', kind: 'primary', href: '/catalog' }] : [],
  };
}
