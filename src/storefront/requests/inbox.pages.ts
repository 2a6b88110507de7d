import { formatMoment } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { formatPhone } from '#src/lib/phone.ts';
import { count, plural } from '#src/lib/russian.ts';
import type { Column } from '#src/lib/table.ts';
import type { BadgeProps, EmptyProps, FiltersProps, PageHeadProps, PagerProps, StatProps, Tab } from '#src/platform/http/components.ts';
import { ShownList } from '#src/platform/http/list.ts';
import type { Page } from '#src/platform/http/render.ts';
import { type StoreRequestFilter, storeRequestList } from './inbox.forms.ts';
import type { StoreRequestPage as Found } from './requests.queries.ts';
import type { StoreRequest, StoreRequestState } from './requests.types.ts';
import { stateWords, storeRequestBadge } from './requests.words.ts';

export interface StoreInboxPage extends Page {
  readonly head: PageHeadProps;
  readonly inboxes: Tab[];
  readonly stats: StatProps[];
  readonly filters: FiltersProps;
  readonly rows: StoreInboxRow[];
  readonly pager: PagerProps;
  readonly empty: EmptyProps;
}

export interface StoreInboxRow {
  readonly href: string;
  readonly number: string;
  readonly who: string;
  readonly product: string;
  readonly seats: string;
  readonly sum: string;
  readonly asked: string;
  readonly badge: BadgeProps;
}

const states: Readonly<Record<StoreRequestState, readonly [one: string, more: string]>> = {
  new: ['новая', 'новые'],
  taken: ['в работе', 'в работе'],
  ordered: ['оформлена', 'оформлены'],
  declined: ['отклонена', 'отклонены'],
};

/** `/requests/store`: what visitors of the partner's storefront ask for, new ones first. */
export function storeInboxPage({ rows, counts }: Found, filter: StoreRequestFilter & { page: number }, inboxes: Tab[]): StoreInboxPage {
  const list = new ShownList(storeRequestList, '/requests/store', filter);
  const total = filter.state ? counts[filter.state] : counts.new + counts.taken + counts.ordered + counts.declined;
  return {
    title: 'Заявки с витрины',
    section: 'requests',
    head: { title: 'Заявки с витрины', sub: count(total, 'заявка', 'заявки', 'заявок'), actions: list.files() },
    inboxes,
    stats: (['new', 'taken', 'ordered', 'declined'] as const).map((state) => ({
      value: String(counts[state]),
      label: plural(counts[state], states[state][0], states[state][1], states[state][1]),
      ...list.toggle('state', state),
      ...(state === 'new' && counts.new > 0 ? { tone: 'warn' as const } : {}),
    })),
    filters: list.filters('Фильтр заявок', 'store-requests'),
    rows: rows.map(rowOf),
    pager: list.pager(total),
    empty: {
      icon: 'inbox',
      title: 'Заявок не нашлось',
      text: 'Здесь появится, когда на вашей витрине оставят заявку.',
      actions: [{ label: 'Показать все', href: '/requests/store' }],
    },
  };
}

const rowOf = (request: StoreRequest): StoreInboxRow => ({
  href: `/requests/store/${request.id}`,
  number: `№ ${request.id}`,
  who: whoAsks(request),
  product: request.productName,
  seats: String(request.seats),
  sum: request.sum === null ? 'По запросу' : formatRub(request.sum),
  asked: formatMoment(request.createdAt),
  badge: storeRequestBadge(request),
});

/** Company and person; what is erased is said so. */
export const whoAsks = ({ company, name, erasedAt }: StoreRequest): string =>
  [company, name].filter(Boolean).join(', ') || (erasedAt ? 'Данные удалены' : '');

/** The inbox as a file. */
export const storeRequestColumns: Column<StoreRequest>[] = [
  { title: 'Номер', kind: 'number', of: (row) => row.id },
  { title: 'Когда (МСК)', kind: 'moment', of: (row) => row.createdAt },
  { title: 'Состояние', kind: 'text', of: (row) => stateWords[row.state] },
  { title: 'Продукт', kind: 'text', of: (row) => row.productName },
  { title: 'Предложение', kind: 'text', of: (row) => row.offerName },
  { title: 'Артикул', kind: 'text', of: (row) => row.sku },
  { title: 'Количество', kind: 'number', of: (row) => row.seats },
  { title: 'Розничная цена', kind: 'money', of: (row) => row.unitPrice },
  { title: 'Сумма в месяц', kind: 'money', of: (row) => row.sum },
  { title: 'Имя', kind: 'text', of: (row) => row.name },
  { title: 'Телефон', kind: 'text', of: (row) => row.phone && formatPhone(row.phone) },
  { title: 'Почта', kind: 'text', of: (row) => row.email },
  { title: 'Компания', kind: 'text', of: (row) => row.company },
  { title: 'ИНН', kind: 'text', of: (row) => row.inn },
  { title: 'Комментарий', kind: 'text', of: (row) => row.comment },
  { title: 'Кто взял', kind: 'text', of: (row) => row.takenByName },
  { title: 'Кто закрыл', kind: 'text', of: (row) => row.closedByName },
  { title: 'Закрыта (МСК)', kind: 'moment', of: (row) => row.closedAt },
  { title: 'Почему отклонена', kind: 'text', of: (row) => row.declineReason },
  { title: 'Заказ', kind: 'text', of: (row) => row.orderNumber },
  { title: 'Подписка', kind: 'text', of: (row) => row.subscriptionNumber },
];
