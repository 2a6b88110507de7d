import { formatMoment } from '#src/lib/days.ts';
import { count } from '#src/lib/russian.ts';
import type { Column } from '#src/lib/table.ts';
import type { BadgeProps, ButtonProps, EmptyProps, PageHeadProps, Tab } from '#src/platform/http/components.ts';
import type { Page } from '#src/platform/http/render.ts';
import { wishWords } from '#src/subscriptions/wish.rules.ts';
import { requestBadge } from './requests.pages.ts';
import type { ChangeRequest, RequestState } from './requests.types.ts';

export interface InboxPage extends Page {
  readonly head: PageHeadProps;
  readonly inboxes: Tab[];
  readonly tabs: Tab[];
  readonly rows: InboxRow[];
  readonly empty: EmptyProps | null;
}

export interface InboxRow {
  readonly href: string;
  readonly customer: string;
  readonly product: string;
  /** Of the subscription, or the SKU asked for. */
  readonly number: string;
  readonly wish: string;
  readonly asked: string;
  readonly badge: BadgeProps;
}

const states: readonly { readonly state: RequestState | null; readonly label: string }[] = [
  { state: null, label: 'Все' },
  { state: 'open', label: 'Ждут ответа' },
  { state: 'accepted', label: 'Принятые' },
  { state: 'declined', label: 'Отклонённые' },
  { state: 'withdrawn', label: 'Отозванные' },
];

/** What customers ask for (product rule §12). */
export function inboxPage(requests: readonly ChangeRequest[], state: RequestState | null, inboxes: Tab[]): InboxPage {
  const query = state ? `?state=${state}` : '';
  return {
    title: 'Запросы заказчиков',
    section: 'requests',
    head: { title: 'Запросы заказчиков', sub: count(requests.length, 'запрос', 'запроса', 'запросов'), actions: files(query) },
    inboxes,
    tabs: states.map((one) => ({
      label: one.label,
      href: one.state ? `/requests?state=${one.state}` : '/requests',
      isCurrent: one.state === state,
    })),
    rows: requests.map((request) => ({
      href: `/requests/${request.id}`,
      customer: request.customerName,
      product: request.productName,
      number: request.number ?? request.sku ?? '',
      wish: wishWords(request),
      asked: formatMoment(request.askedAt),
      badge: requestBadge(request),
    })),
    empty:
      requests.length > 0
        ? null
        : {
            icon: 'inbox',
            title: 'Запросов нет',
            text: 'Здесь появится, когда заказчик попросит новый продукт, другое число мест или остановку.',
          },
  };
}

const files = (query: string): ButtonProps[] => [
  { label: 'CSV', icon: 'download', href: `/requests.csv${query}` },
  { label: 'Excel', icon: 'download', href: `/requests.xlsx${query}` },
];

/** The inbox as a file. */
export const requestColumns: Column<ChangeRequest>[] = [
  { title: 'Когда (МСК)', kind: 'moment', of: (row) => row.askedAt },
  { title: 'Заказчик', kind: 'text', of: (row) => row.customerName },
  { title: 'Подписка или артикул', kind: 'text', of: (row) => row.number ?? row.sku },
  { title: 'Продукт', kind: 'text', of: (row) => row.productName },
  { title: 'Что сделать', kind: 'text', of: (row) => wishWords(row) },
  { title: 'Комментарий', kind: 'text', of: (row) => row.comment },
  { title: 'Состояние', kind: 'text', of: (row) => requestBadge(row).label },
  { title: 'Ответ', kind: 'text', of: (row) => row.answer },
];
