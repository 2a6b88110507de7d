import type { LimitBar } from '#src/credit/credit.types.ts';
import { limitBarOf } from '#src/credit/limit-bar.rules.ts';
import { formatDayMonth, nextMonth } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { formatPhone } from '#src/lib/phone.ts';
import { count } from '#src/lib/russian.ts';
import type {
  AlertProps,
  ButtonProps,
  EmptyProps,
  FiltersProps,
  PageHeadProps,
  PagerProps,
  SortHeadProps,
  StatProps,
} from '#src/platform/http/components.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { ListFilter, ListStatus } from '#src/subscriptions/subscriptions.forms.ts';
import type { Viewer } from '#src/subscriptions/viewer.queries.ts';
import { type ShownSubscriptions, shownSubscriptions } from './list-filters.pages.ts';
import { type ListItem, listItem, type RowMenu, rowMenu } from './list-rows.pages.ts';
import type { ListHead, ListRow } from './subscriptions.queries.ts';

export interface SubscriptionListPage extends Page {
  readonly head: PageHeadProps;
  readonly limit: LimitBar;
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

/** The list «Управление подписками» (product rule §2, §8). */
export function subscriptionListPage(
  list: { head: ListHead; rows: ListRow[] },
  filter: ListFilter & { page: number },
  viewer: Viewer,
): SubscriptionListPage {
  const { head, rows } = list;
  const shown = shownSubscriptions(head, filter);
  return {
    title: 'Управление подписками',
    section: 'subscriptions',
    head: {
      title: 'Управление подписками',
      sub: `${count(head.all, 'подписка', 'подписки', 'подписок')} ${count(head.customers, 'заказчика', 'заказчиков', 'заказчиков')}`,
      actions: headActions(shown, viewer),
    },
    limit: limitBar(head, viewer),
    stats: stats(head, shown),
    alert: renewalAlert(head, viewer),
    filters: shown.filters('Фильтр подписок', 'subscriptions-head subscriptions-list'),
    caption: `Подписки, ${sortWords[filter.sort.replace('-', '')] ?? ''}`,
    heads: {
      product: shown.head('product', 'Продукт'),
      customer: shown.head('customer', 'Заказчик'),
      sum: shown.head('sum', 'Сумма в месяц', true),
      renewal: shown.head('renewal', 'Продление'),
    },
    rows: rows.map((row) => listItem(row, viewer)),
    menus: [...new Set(rows.map(({ status }) => status))].map((status) => rowMenu(status, viewer)),
    isBulk: viewer.manages && viewer.partner.hold === null,
    empty: head.total > 0 ? null : emptyList(head.all === 0, viewer),
    pager: shown.pager(head.total),
  };
}

const sortWords: Record<string, string> = {
  product: 'по продукту',
  customer: 'по заказчику',
  sum: 'по сумме в месяц',
  renewal: 'по дате следующего продления',
  number: 'по времени оформления',
};

function headActions(shown: ShownSubscriptions, viewer: Viewer): ButtonProps[] {
  const order: ButtonProps[] = viewer.manages ? [{ label: 'Оформить подписку', icon: 'plus', kind: 'primary', href: '/catalog' }] : [];
  return [
    ...shown.files(),
    ...(viewer.manages ? [{ label: 'Места списком', icon: 'list', href: '/subscriptions/bulk/seats' } satisfies ButtonProps] : []),
    ...order,
  ];
}

function limitBar({ renewals }: ListHead, { partner: { creditLimit, exposure }, openDay }: Viewer): LimitBar {
  return limitBarOf(creditLimit, exposure, { sum: renewals, label: `С продлением ${formatDayMonth(nextMonth(openDay))}` });
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

function stats(head: ListHead, shown: ShownSubscriptions): StatProps[] {
  const stat = (status: ListStatus, value: number, label: string): StatProps => ({
    ...{ value: String(value), label },
    ...shown.toggle('status', status),
  });
  return [
    stat('active', head.active, 'Активные'),
    stat('stopping', head.stopping, 'Остановятся'),
    stat('stopped', head.stopped, 'Остановленные'),
    { ...stat('attention', head.attention, 'Требуют внимания'), ...(head.attention > 0 ? { tone: 'bad' } : {}) },
  ];
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
