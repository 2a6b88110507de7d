import { formatMoment } from '#src/lib/days.ts';
import { count } from '#src/lib/russian.ts';
import type { Column } from '#src/lib/table.ts';
import type {
  BadgeProps,
  ButtonProps,
  EmptyProps,
  Fact,
  FiltersProps,
  PageHeadProps,
  PagerProps,
  Tab,
} from '#src/platform/http/components.ts';
import { ShownList } from '#src/platform/http/list.ts';
import type { Page } from '#src/platform/http/render.ts';
import { messageStates, typeWord } from '../exchange.words.ts';
import { type MessageFilter, messageList } from './exchange.forms.ts';
import type { MessageCard, MessageRow } from './messages.queries.ts';
import { tabsOf } from './tabs.pages.ts';

export interface MessageListPage extends Page {
  readonly head: PageHeadProps;
  readonly tabs: Tab[];
  readonly filters: FiltersProps;
  readonly rows: { href: string; type: string; id: string; when: string; items: string; reason: string; badge: BadgeProps }[];
  readonly pager: PagerProps;
  readonly empty: EmptyProps | null;
}

const PATH = '/admin/exchange/messages';

/** `/admin/exchange/messages` */
export function messageListPage(
  { rows, total }: { rows: readonly MessageRow[]; total: number },
  filter: MessageFilter & { page: number },
): MessageListPage {
  const list = new ShownList(messageList, PATH, filter);
  return {
    title: 'Сообщения Аксапты',
    section: 'admin/exchange',
    head: { title: 'Сообщения Аксапты', sub: count(total, 'сообщение', 'сообщения', 'сообщений'), actions: list.files() },
    tabs: tabsOf('messages'),
    filters: list.filters('Фильтр сообщений', 'messages-list'),
    rows: rows.map((row) => ({
      ...{ href: `${PATH}/${row.id}`, type: typeWord(row.type), id: row.messageId ?? 'без messageId', when: formatMoment(row.receivedAt) },
      ...{ items: itemsOf(row), reason: row.reason ?? '', badge: messageStates[row.state] },
    })),
    pager: list.pager(total),
    empty:
      rows.length > 0
        ? null
        : {
            icon: 'inbox',
            title: 'Сообщений не нашлось',
            text: 'Измените поиск или снимите фильтры.',
            actions: [{ label: 'Показать все', href: PATH }],
          },
  };
}

function itemsOf({ items, applied, stale, faults }: MessageRow): string {
  const parts = [`${applied} из ${items}`, stale > 0 ? `прежних ${stale}` : '', faults > 0 ? `с ошибкой ${faults}` : ''];
  return parts.filter(Boolean).join(', ');
}

/** The list as a file. */
export const messageColumns: Column<MessageRow>[] = [
  { title: 'Получено', kind: 'moment', of: (row) => row.receivedAt },
  { title: 'messageId', kind: 'text', of: (row) => row.messageId },
  { title: 'Тип', kind: 'text', of: (row) => typeWord(row.type) },
  { title: 'Номер', kind: 'text', of: (row) => (row.seq === null ? null : String(row.seq)) },
  { title: 'Путь', kind: 'text', of: (row) => doors[row.door] ?? row.door },
  { title: 'Состояние', kind: 'text', of: (row) => messageStates[row.state].label },
  { title: 'Позиций', kind: 'number', of: (row) => row.items },
  { title: 'Применено', kind: 'number', of: (row) => row.applied },
  { title: 'Прежних', kind: 'number', of: (row) => row.stale },
  { title: 'С ошибкой', kind: 'number', of: (row) => row.faults },
  { title: 'Причина', kind: 'text', of: (row) => row.reason },
];

const doors: Readonly<Record<string, string>> = { http: 'HTTP', folder: 'Файл', client: 'Забрано порталом' };

export interface MessagePage extends Page {
  readonly head: PageHeadProps;
  readonly facts: Fact[];
  readonly faults: { pointer: string; key: string; text: string }[];
  readonly body: string;
  readonly acts: { action: string; token: string; hint: string; button: ButtonProps }[];
}

/** The most of a body that is shown; the whole of it is in the database. */
const SHOWN = 20_000;

/** `/admin/exchange/messages/:message` */
export function messagePage(card: MessageCard, token: string): MessagePage {
  const title = `${typeWord(card.type)}: сообщение от ${formatMoment(card.receivedAt)}`;
  return {
    title,
    section: 'admin/exchange',
    head: {
      title,
      badge: messageStates[card.state],
      crumbs: [{ label: 'Обмен с Аксаптой', href: '/admin/exchange' }, { label: 'Сообщения', href: PATH }, { label: title }],
    },
    facts: [
      { label: 'messageId', value: card.messageId ?? 'нет', isMono: true },
      { label: 'Пришло', value: `${doors[card.door] ?? card.door}, ${formatMoment(card.receivedAt)}` },
      ...(card.createdAt ? [{ label: 'Создано в Аксапте', value: formatMoment(card.createdAt) }] : []),
      ...(card.seq === null ? [] : [{ label: 'Номер', value: String(card.seq) }]),
      { label: 'Позиции', value: itemsOf(card) },
      ...(card.reason ? [{ label: 'Почему отклонено', value: card.reason }] : []),
      ...(card.settledBy ? [{ label: 'Разобрано', value: card.settledBy }] : []),
    ],
    faults: card.itemErrors.slice(0, 200).map(({ pointer, key, text }) => ({ pointer, key, text })),
    body: pretty(card.body).slice(0, SHOWN),
    acts: actsOf(card, token),
  };
}

function actsOf({ id, state }: MessageCard, token: string): MessagePage['acts'] {
  const act = (word: string, hint: string, label: string) => ({ action: `${PATH}/${id}/${word}`, token, hint, button: { label } });
  return [
    ...(state === 'partial' || state === 'waiting'
      ? [act('retry', 'Выполнит позиции ещё раз: применённые не изменятся, не прошедшие попробует снова.', 'Повторить')]
      : []),
    ...(state === 'partial' || state === 'refused' || state === 'collecting'
      ? [act('rest', 'Сообщение уйдёт из ожидающих внимания. Данные портала это не меняет.', 'Разобрано')]
      : []),
  ];
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
