import type { Column } from '#src/lib/table.ts';
import type { EmptyProps, FiltersProps, PageHeadProps, PagerProps, Tab, TimelineEntry } from '#src/platform/http/components.ts';
import { dayFields } from '#src/platform/http/filter-days.ts';
import { ShownList } from '#src/platform/http/list.ts';
import type { Page } from '#src/platform/http/render.ts';
import { cardTabs } from '#src/subscriptions/card/card-tabs.parts.ts';
import { type HistoryView as Filter, historyList } from '#src/subscriptions/subscriptions.forms.ts';
import type { Viewer } from '#src/subscriptions/viewer.queries.ts';
import type { SubscriptionTitle } from './history.queries.ts';
import type { PartnerHistoryEvent } from './history.types.ts';
import { sentence } from './history.words.ts';
import { entryWithSubscription, timelineEntry, whoWords } from './timeline.words.ts';

export interface HistoryPage extends Page {
  readonly head: PageHeadProps;
  /** Only on the history of one subscription. */
  readonly tabs: Tab[];
  readonly filters: FiltersProps;
  readonly entries: TimelineEntry[];
  readonly empty: EmptyProps | null;
  readonly pager: PagerProps;
}

type Found = { readonly events: readonly PartnerHistoryEvent[]; readonly total: number };

/** `/subscriptions/:number/history`: «Журнал подписки». */
export function subscriptionHistoryPage(of: SubscriptionTitle, found: Found, filter: Filter, viewer: Viewer): HistoryPage {
  const path = `/subscriptions/${of.number}/history`;
  return {
    ...historyPage(path, found, filter),
    title: `Журнал подписки ${of.number}`,
    head: {
      title: of.productName,
      sub: `${of.customerName} · ${of.number}`,
      crumbs: [
        { label: 'Управление подписками', href: '/subscriptions' },
        { label: of.number, href: `/subscriptions/${of.number}` },
        { label: 'Журнал подписки' },
      ],
      actions: shown(path, filter).files(),
    },
    tabs: cardTabs(of, 'history', viewer.manages),
    entries: found.events.map(timelineEntry),
  };
}

/** `/history`: what happened to all subscriptions of the partner. */
export function partnerHistoryPage(found: Found, filter: Filter): HistoryPage {
  return {
    ...historyPage('/history', found, filter),
    title: 'Журнал',
    head: {
      title: 'Журнал',
      sub: 'Все изменения подписок: кто, когда, что и как это повлияло на сумму',
      actions: shown('/history', filter).files(),
    },
    tabs: [],
    entries: found.events.map(entryWithSubscription),
  };
}

function historyPage(path: string, found: Found, filter: Filter): Omit<HistoryPage, 'head' | 'title' | 'tabs' | 'entries'> {
  const list = shown(path, filter);
  return {
    section: path === '/history' ? 'history' : 'subscriptions',
    filters: list.filters('Фильтр журнала', undefined, dayFields(filter.days)),
    empty: found.total > 0 ? null : emptyHistory(path, list.chips().length > 0),
    pager: list.pager(found.total),
  };
}

const shown = (path: string, filter: Filter) => new ShownList(historyList, path, filter);

function emptyHistory(path: string, isFiltered: boolean): EmptyProps {
  return isFiltered
    ? {
        icon: 'search',
        title: 'Ничего не найдено',
        text: 'За эти дни таких изменений не было.',
        actions: [{ label: 'Сбросить фильтры', href: path }],
      }
    : { icon: 'history', title: 'Записей пока нет', text: 'Здесь появится каждое изменение подписок.' };
}

/** The history as a file, a column per fact. */
export const historyColumns: Column<PartnerHistoryEvent>[] = [
  { title: 'Когда (МСК)', kind: 'moment', of: (row) => row.at },
  { title: 'Подписка', kind: 'text', of: (row) => row.number },
  { title: 'Продукт', kind: 'text', of: (row) => row.productName },
  { title: 'Заказчик', kind: 'text', of: (row) => row.customerName },
  { title: 'Что', kind: 'text', of: (row) => whatWords(row) },
  { title: 'Было', kind: 'text', of: (row) => sentence(row).before ?? null },
  { title: 'Стало', kind: 'text', of: (row) => sentence(row).after ?? null },
  { title: 'За этот месяц, ₽', kind: 'money', of: (row) => row.monthDelta },
  { title: 'За полный месяц, ₽', kind: 'money', of: (row) => row.fullMonthDelta },
  { title: 'Комментарий', kind: 'text', of: (row) => row.comment },
  { title: 'Заказ', kind: 'text', of: (row) => row.orderNumber },
  { title: 'Кто', kind: 'text', of: (row) => whoWords(row) },
  { title: 'Письма', kind: 'text', of: (row) => row.letters.map(({ address }) => address).join(', ') },
];

function whatWords(event: PartnerHistoryEvent): string {
  const { what, notes } = sentence(event);
  return [what, ...notes].join('. ');
}
