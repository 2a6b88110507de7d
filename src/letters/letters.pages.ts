import { formatMoment } from '#src/lib/days.ts';
import { count } from '#src/lib/russian.ts';
import type { Column } from '#src/lib/table.ts';
import type { BadgeProps, EmptyProps, FiltersProps, PageHeadProps, PagerProps, StatProps } from '#src/platform/http/components.ts';
import { ShownList } from '#src/platform/http/list.ts';
import type { Page } from '#src/platform/http/render.ts';
import { type LetterFilter, letterList } from './letters.forms.ts';
import type { LetterRow } from './letters.queries.ts';
import { LETTER_TEMPLATES } from './letters.rules.ts';
import type { LetterState } from './letters.types.ts';
import { letterBadges } from './letters.words.ts';
import { type Settling, settlingOf } from './settling.pages.ts';

export interface LetterListPage extends Page {
  readonly head: PageHeadProps;
  readonly stats: StatProps[];
  readonly filters: FiltersProps;
  readonly rows: LetterItem[];
  readonly pager: PagerProps;
  /** What one press does to all that the page shows. */
  readonly settling: Settling | null;
  /** Shown instead of the table. */
  readonly empty: EmptyProps | null;
}

export interface LetterItem {
  readonly href: string;
  readonly subject: string;
  readonly template: string;
  readonly name: string;
  readonly address: string;
  readonly partner: string;
  readonly queuedAt: string;
  readonly badge: BadgeProps;
}

/** `/admin/letters` (product rule §13). */
export function letterListPage(
  { rows, counts, partner: name }: { rows: readonly LetterRow[]; counts: ReadonlyMap<LetterState, number>; partner: string | null },
  filter: LetterFilter & { page: number },
  token: string,
): LetterListPage {
  const all = [...counts.values()].reduce((sum, n) => sum + n, 0);
  const total = filter.status ? (counts.get(filter.status) ?? 0) : all;
  const list = new ShownList(letterList, '/admin/letters', filter, { partner: { chip: (id) => name ?? `Партнёр № ${id}` } });
  return {
    title: 'Письма',
    section: 'admin/letters',
    head: { title: 'Письма', sub: count(total, 'письмо', 'письма', 'писем'), actions: list.files() },
    stats: SHOWN.map((state) => statOf(state, counts.get(state) ?? 0, list)),
    filters: list.filters('Фильтр писем', 'letters-list'),
    rows: rows.map(itemOf),
    settling: settlingOf(rows, token),
    pager: list.pager(total),
    empty: rows.length > 0 ? null : emptyOf(total),
  };
}

const SHOWN = ['queued', 'failed', 'unknown', 'settled', 'sent', 'kept'] as const;

function statOf(state: LetterState, value: number, list: ShownList<typeof letterList.fields>): StatProps {
  const { tone, label } = letterBadges[state];
  const stat = { value: String(value), label, ...list.toggle('status', state) };
  return value > 0 && (tone === 'bad' || tone === 'warn') ? { ...stat, tone } : stat;
}

function itemOf(row: LetterRow): LetterItem {
  return {
    href: `/admin/letters/${row.id}`,
    subject: row.subject,
    template: LETTER_TEMPLATES[row.template],
    name: row.recipientName,
    address: row.recipientAddress,
    partner: row.partnerName ?? '—',
    queuedAt: formatMoment(row.queuedAt),
    badge: letterBadges[row.state],
  };
}

function emptyOf(total: number): EmptyProps {
  const again = { label: 'Показать все письма', href: '/admin/letters' };
  if (total > 0) return { icon: 'mail', title: 'На этой странице писем нет', actions: [again] };
  return { icon: 'mail', title: 'Писем не нашлось', text: 'Измените поиск или снимите фильтры.', actions: [again] };
}

/** The list as a file. */
export const letterColumns: Column<LetterRow>[] = [
  { title: '№', kind: 'number', of: (row) => row.id },
  { title: 'Создано', kind: 'moment', of: (row) => row.queuedAt },
  { title: 'Состояние', kind: 'text', of: (row) => letterBadges[row.state].label },
  { title: 'Письмо', kind: 'text', of: (row) => LETTER_TEMPLATES[row.template] },
  { title: 'Тема', kind: 'text', of: (row) => row.subject },
  { title: 'Получатель', kind: 'text', of: (row) => row.recipientName },
  { title: 'Адрес', kind: 'text', of: (row) => row.recipientAddress },
  { title: 'Партнёр', kind: 'text', of: (row) => row.partnerName },
  { title: 'Попыток', kind: 'number', of: (row) => row.attempts },
  { title: 'Отправлено', kind: 'moment', of: (row) => row.sentAt },
  { title: 'Последняя ошибка', kind: 'text', of: (row) => row.lastError },
];
