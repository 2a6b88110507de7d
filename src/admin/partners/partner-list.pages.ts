import { formatDayShort, moscowDay } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { count, plural } from '#src/lib/russian.ts';
import type { Column } from '#src/lib/table.ts';
import type {
  BadgeProps,
  EmptyProps,
  FiltersProps,
  PageHeadProps,
  PagerProps,
  SortHeadProps,
  StatProps,
} from '#src/platform/http/components.ts';
import { ShownList } from '#src/platform/http/list.ts';
import type { Page } from '#src/platform/http/render.ts';
import { PARTNER_STATES, type PartnerFilter, type PartnerState, partnerList, stateWords } from './partner-list.forms.ts';
import type { PartnerList, PartnerRow } from './partner-list.queries.ts';

export interface PartnerListPage extends Page {
  readonly head: PageHeadProps;
  readonly stats: StatProps[];
  readonly filters: FiltersProps;
  readonly heads: SortHeadProps[];
  readonly rows: PartnerItem[];
  readonly pager: PagerProps;
  readonly empty: EmptyProps;
}

export interface PartnerItem {
  readonly href: string;
  readonly name: string;
  readonly sub: string;
  readonly manager: string;
  readonly limit: string;
  readonly exposure: string;
  readonly available: string;
  readonly overdue: string;
  readonly badges: BadgeProps[];
  /** Why it is blocked and since when. */
  readonly why: string | null;
  /** The way to unblock: this link, then one button. */
  readonly liftHref: string | null;
}

/** `/admin/partners`: who needs help is counted above, and unblocked from here in two clicks. */
export function partnerListPage(found: PartnerList, filter: PartnerFilter & { page: number }): PartnerListPage {
  const list = new ShownList(partnerList, '/admin/partners', filter, {
    manager: { options: found.managers.map(({ id, name }) => ({ value: String(id), label: name })) },
  });
  return {
    title: 'Партнёры',
    section: 'admin/partners',
    head: {
      title: 'Партнёры',
      sub: count(found.total, 'партнёр', 'партнёра', 'партнёров'),
      actions: [...list.files(), { label: 'Анкеты', icon: 'user-plus', href: '/admin/applications' }],
    },
    stats: PARTNER_STATES.map((state) => statOf(state, found.states[state], list)),
    filters: list.filters('Фильтр партнёров', 'partners-list'),
    heads: [
      list.head('name', 'Партнёр'),
      list.head('limit', 'Лимит', true),
      list.head('exposure', 'Занято', true),
      list.head('available', 'Доступно', true),
      list.head('overdue', 'Просрочено', true),
    ],
    rows: found.rows.map(itemOf),
    pager: list.pager(found.total),
    empty: {
      icon: 'building',
      title: 'Партнёров не нашлось',
      text: 'Измените поиск или снимите фильтры.',
      actions: [{ label: 'Показать всех', href: '/admin/partners' }],
    },
  };
}

function statOf(state: PartnerState, found: number, list: ShownList<typeof partnerList.fields>): StatProps {
  const words = stateWords[state];
  const label = state === 'blocked' ? plural(found, 'заблокирован', words, words) : words;
  const stat = { value: String(found), label, ...list.toggle('state', state) };
  return found === 0 ? stat : { ...stat, tone: state === 'waiting' ? 'warn' : 'bad' };
}

function itemOf(row: PartnerRow): PartnerItem {
  const href = `/admin/partners/${row.id}`;
  const overdue = BigInt(row.overdue);
  return {
    href,
    name: row.name,
    sub: `${row.code} · ИНН ${row.inn}`,
    manager: row.manager,
    limit: formatRub(BigInt(row.limit)),
    exposure: formatRub(BigInt(row.exposure)),
    available: formatRub(BigInt(row.available)),
    overdue: overdue > 0n ? formatRub(overdue) : '—',
    badges: badgesOf(row),
    why: row.holdAt === null ? null : `с ${formatDayShort(moscowDay(new Date(row.holdAt)))}: ${row.holdText}`,
    liftHref: row.holdId === null ? null : `${href}/holds/${row.holdId}/lift`,
  };
}

function badgesOf(row: PartnerRow): BadgeProps[] {
  const badges: BadgeProps[] = [];
  if (row.holds > 0) badges.push({ tone: 'bad', icon: 'lock', label: row.holds > 1 ? `Заблокирован × ${row.holds}` : 'Заблокирован' });
  if (BigInt(row.available) < 0n) badges.push({ tone: 'bad', icon: 'alert-circle', label: 'Сверх лимита' });
  if (row.held > 0) badges.push({ tone: 'warn', icon: 'clock', label: `Ждут заказы: ${row.held}` });
  return badges.length > 0 ? badges : [{ tone: 'ok', icon: 'circle-check', label: 'Работает' }];
}

/** The list as a file. */
export const partnerColumns: Column<PartnerRow>[] = [
  { title: 'Код', kind: 'text', of: (row) => row.code },
  { title: 'Партнёр', kind: 'text', of: (row) => row.name },
  { title: 'ИНН', kind: 'text', of: (row) => row.inn },
  { title: 'Менеджер', kind: 'text', of: (row) => row.manager },
  { title: 'Кредитный лимит', kind: 'money', of: (row) => BigInt(row.limit) },
  { title: 'Занято', kind: 'money', of: (row) => BigInt(row.exposure) },
  { title: 'Доступно', kind: 'money', of: (row) => BigInt(row.available) },
  { title: 'Просрочено', kind: 'money', of: (row) => BigInt(row.overdue) },
  { title: 'Заказов ждёт', kind: 'number', of: (row) => row.held },
  { title: 'Блокировка', kind: 'text', of: (row) => row.holdText },
];
