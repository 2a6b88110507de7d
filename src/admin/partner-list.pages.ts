import { formatDayShort, moscowDay } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { count, plural } from '#src/lib/russian.ts';
import type { Column } from '#src/lib/table.ts';
import type {
  BadgeProps,
  Chip,
  EmptyProps,
  FiltersProps,
  PageHeadProps,
  PagerProps,
  SortHeadProps,
  StatProps,
} from '#src/platform/http/components.ts';
import { addressOf, pagerOf, sortHead } from '#src/platform/http/lists.ts';
import type { Page } from '#src/platform/http/render.ts';
import { PARTNER_STATES, type PartnerFilter, type PartnerSort, type PartnerState } from './partner-list.forms.ts';
import { PAGE_SIZE, type PartnerList, type PartnerRow } from './partner-list.queries.ts';

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

type Filter = PartnerFilter & { readonly page: number };

const words: Record<PartnerState, string> = {
  blocked: 'заблокированы',
  over: 'сверх лимита',
  overdue: 'с просрочкой',
  waiting: 'с заказами в ожидании',
};

/** `/admin/partners`: who needs help is counted above, and unblocked from here in two clicks. */
export function partnerListPage(list: PartnerList, filter: Filter): PartnerListPage {
  const href = (change: Partial<Filter>) => listAddress({ ...filter, page: 1, ...change });
  const head = (name: string, label: string) =>
    sortHead({ name, label, isNumber: name !== 'name' }, filter.sort, (sort) => href({ sort: sort as PartnerSort }));
  return {
    title: 'Партнёры',
    section: 'admin/partners',
    head: {
      title: 'Партнёры',
      sub: count(list.total, 'партнёр', 'партнёра', 'партнёров'),
      actions: [
        { label: 'CSV', icon: 'download', href: listAddress({ ...filter, page: 1 }, '/admin/partners.csv') },
        { label: 'Excel', icon: 'download', href: listAddress({ ...filter, page: 1 }, '/admin/partners.xlsx') },
        { label: 'Анкеты', icon: 'user-plus', href: '/admin/applications' },
      ],
    },
    stats: PARTNER_STATES.map((state) => statOf(state, list, filter, href)),
    filters: filtersOf(list, filter, href),
    heads: [
      head('name', 'Партнёр'),
      head('limit', 'Лимит'),
      head('exposure', 'Занято'),
      head('available', 'Доступно'),
      head('overdue', 'Просрочено'),
    ],
    rows: list.rows.map(itemOf),
    pager: pagerOf({ page: filter.page, size: PAGE_SIZE, total: list.total, href: (page) => href({ page }) }),
    empty: {
      icon: 'building',
      title: 'Партнёров не нашлось',
      text: 'Измените поиск или снимите фильтры.',
      actions: [{ label: 'Показать всех', href: '/admin/partners' }],
    },
  };
}

function listAddress({ page, sort, ...filter }: Filter, path = '/admin/partners'): string {
  return addressOf(path, { ...filter, sort: sort === 'name' ? null : sort, page: page === 1 ? null : page });
}

function statOf(state: PartnerState, list: PartnerList, filter: Filter, href: (change: Partial<Filter>) => string): StatProps {
  const isOn = filter.state === state;
  const found = list.states[state];
  const label = state === 'blocked' ? plural(found, 'заблокирован', words.blocked, words.blocked) : words[state];
  const stat = { value: String(found), label, href: href({ state: isOn ? null : state }), isOn };
  return found === 0 ? stat : { ...stat, tone: state === 'waiting' ? 'warn' : 'bad' };
}

function filtersOf({ managers }: PartnerList, filter: Filter, href: (change: Partial<Filter>) => string): FiltersProps {
  const { q, state, manager, sort } = filter;
  const named = managers.find(({ id }) => id === manager)?.name ?? 'Другой менеджер';
  const chips: Chip[] = [
    ...(q ? [{ label: `«${q}»`, href: href({ q: '' }) }] : []),
    ...(state ? [{ label: words[state], href: href({ state: null }) }] : []),
    ...(manager ? [{ label: named, href: href({ manager: null }) }] : []),
  ];
  return {
    label: 'Фильтр партнёров',
    action: '/admin/partners',
    live: 'partners-list',
    search: { label: 'Найти', placeholder: 'Название, ИНН, логин, почта, код Axapta', value: q },
    fields: [
      {
        name: 'state',
        label: 'Состояние',
        type: 'select',
        value: state ?? '',
        options: [{ value: '', label: 'Все' }, ...PARTNER_STATES.map((value) => ({ value, label: words[value] }))],
      },
      {
        name: 'manager',
        label: 'Менеджер',
        type: 'select',
        value: String(manager ?? ''),
        options: [{ value: '', label: 'Все' }, ...managers.map(({ id, name }) => ({ value: String(id), label: name }))],
      },
    ],
    hidden: sort === 'name' ? {} : { sort },
    chips,
    ...(chips.length > 1 ? { resetHref: '/admin/partners' } : {}),
  };
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
