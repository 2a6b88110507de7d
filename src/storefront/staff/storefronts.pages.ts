import { formatMoment } from '#src/lib/days.ts';
import { count } from '#src/lib/russian.ts';
import type { Column } from '#src/lib/table.ts';
import type {
  BadgeProps,
  ButtonProps,
  EmptyProps,
  Fact,
  FieldProps,
  FiltersProps,
  PageHeadProps,
  PagerProps,
  SortHeadProps,
} from '#src/platform/http/components.ts';
import type { FormState } from '#src/platform/http/forms.ts';
import { ShownList } from '#src/platform/http/list.ts';
import type { Page } from '#src/platform/http/render.ts';
import { badgeOf } from '../settings/settings.pages.ts';
import { type StorefrontFilter, stateWords, storefrontList } from './storefronts.forms.ts';
import type { StorefrontList, StorefrontRow } from './storefronts.queries.ts';

const PATH = '/admin/storefronts';

export interface StorefrontListPage extends Page {
  readonly head: PageHeadProps;
  readonly filters: FiltersProps;
  readonly empty: EmptyProps | null;
  readonly heads: { readonly name: SortHeadProps; readonly visits: SortHeadProps; readonly requests: SortHeadProps };
  readonly rows: readonly StorefrontLine[];
  readonly pager: PagerProps;
}

interface StorefrontLine {
  readonly href: string;
  readonly partner: string;
  readonly name: string;
  /** null while it answers nobody. */
  readonly storeHref: string | null;
  readonly badge: BadgeProps;
  readonly reason: string | null;
  readonly visits: string;
  readonly requests: string;
  readonly orders: string;
}

/** `/admin/storefronts` */
export function storefrontListPage(found: StorefrontList, filter: StorefrontFilter & { page: number }): StorefrontListPage {
  const list = new ShownList(storefrontList, PATH, filter);
  return {
    title: 'Витрины',
    section: 'admin/storefronts',
    head: {
      ...{ title: 'Витрины', sub: `${count(found.total, 'витрина', 'витрины', 'витрин')}, числа за 30 дней`, actions: list.files() },
    },
    filters: list.filters('Поиск витрин'),
    empty:
      found.rows.length > 0
        ? null
        : { icon: 'search', title: 'Ничего не нашлось', text: 'Таких витрин нет.', actions: [{ label: 'Все витрины', href: PATH }] },
    heads: {
      name: list.head('name', 'Партнёр'),
      visits: list.head('visits', 'Посещения', true),
      requests: list.head('requests', 'Заявки', true),
    },
    rows: found.rows.map(lineOf),
    pager: list.pager(found.total),
  };
}

const lineOf = (row: StorefrontRow): StorefrontLine => ({
  href: `${PATH}/${row.partnerId}`,
  partner: row.partner,
  name: row.name,
  storeHref: row.state === 'open' ? `/store/${row.code}` : null,
  badge: badgeOfRow(row),
  reason: row.reason,
  visits: String(row.visits),
  requests: String(row.requests),
  orders: String(row.orders),
});

const badgeOfRow = ({ state, turnedOffAt }: StorefrontRow): BadgeProps =>
  badgeOf({ isOn: state === 'open' || state === 'held', isHeld: state === 'held', turnedOffAt });

/** Storefronts as a file. */
export const storefrontColumns: Column<StorefrontRow>[] = [
  { title: 'Партнёр', kind: 'text', of: (row) => row.partner },
  { title: 'ИНН', kind: 'text', of: (row) => row.inn },
  { title: 'Витрина', kind: 'text', of: (row) => row.name },
  { title: 'Адрес', kind: 'text', of: (row) => `/store/${row.code}` },
  { title: 'Состояние', kind: 'text', of: (row) => stateWords[row.state] },
  { title: 'Причина', kind: 'text', of: (row) => row.reason },
  { title: 'Посещения за 30 дней', kind: 'number', of: (row) => row.visits },
  { title: 'Заявки за 30 дней', kind: 'number', of: (row) => row.requests },
  { title: 'Заказы за 30 дней', kind: 'number', of: (row) => row.orders },
];

export interface StorefrontStaffPage extends Page {
  readonly head: PageHeadProps;
  readonly facts: Fact[];
  readonly action: string;
  readonly token: string;
  readonly errors: Readonly<Record<string, string>>;
  /** null where it is off and may be switched on. */
  readonly reason: FieldProps | null;
  readonly effect: string;
  readonly submit: ButtonProps;
}

/** `/admin/storefronts/:id`: what it is, and the one thing MONT may do. */
export function storefrontStaffPage(row: StorefrontRow, token: string, { values, errors }: FormState): StorefrontStaffPage {
  const isOff = row.turnedOffAt !== null;
  const error = errors['reason'];
  return {
    title: `Витрина: ${row.partner}`,
    section: 'admin/storefronts',
    isInvalid: Object.keys(errors).length > 0,
    head: {
      ...{ title: row.name, sub: row.partner, badge: badgeOfRow(row), crumbs: [{ label: 'Витрины', href: PATH }, { label: row.partner }] },
      actions: row.state === 'open' ? [{ label: 'Открыть витрину', icon: 'external-link', href: `/store/${row.code}` }] : [],
    },

    facts: [
      { label: 'Партнёр', value: row.partner, href: `/admin/partners/${row.partnerId}` },
      { label: 'Адрес', value: `/store/${row.code}`, isMono: true },
      { label: 'Посещения за 30 дней', value: String(row.visits) },
      { label: 'Заявки за 30 дней', value: `${row.requests}, из них заказами стали ${row.orders}` },
      ...(row.turnedOffAt ? [{ label: 'Выключена', value: `${formatMoment(row.turnedOffAt)}, ${row.turnedOffBy}: ${row.reason}` }] : []),
    ],
    action: `${PATH}/${row.partnerId}/${isOff ? 'turn-on' : 'turn-off'}`,
    token,
    errors,
    reason: isOff
      ? null
      : {
          ...{ name: 'reason', label: 'Причина', type: 'textarea', rows: 2, required: true, maxlength: 300, value: values['reason'] ?? '' },
          hint: 'Партнёр прочтёт её в письме.',
          ...(error ? { error } : {}),
        },
    effect: isOff
      ? 'Витрина снова станет такой, какой её оставил партнёр. Ему уйдёт письмо.'
      : 'Страницы витрины перестанут отвечать всем, ссылки уйдут из поиска. Партнёр не сможет открыть её сам. Ему уйдёт письмо.',
    submit: isOff ? { label: 'Включить', icon: 'check', kind: 'primary' } : { label: 'Выключить', icon: 'ban', kind: 'danger solid' },
  };
}
