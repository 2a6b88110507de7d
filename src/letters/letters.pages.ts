import { formatMoment } from '#src/lib/days.ts';
import { count } from '#src/lib/russian.ts';
import type { Column } from '#src/lib/table.ts';
import type { BadgeProps, Chip, EmptyProps, FiltersProps, PageHeadProps, PagerProps, StatProps } from '#src/platform/http/components.ts';
import { addressOf, pagerOf } from '#src/platform/http/lists.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { LetterFilter } from './letters.forms.ts';
import { type LetterRow, PAGE_SIZE } from './letters.queries.ts';
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

type Filter = LetterFilter & { readonly page: number };

/** `/admin/letters` (product rule §13). */
export function letterListPage(
  { rows, counts, partner }: { rows: readonly LetterRow[]; counts: ReadonlyMap<LetterState, number>; partner: string | null },
  filter: Filter,
  token: string,
): LetterListPage {
  const all = [...counts.values()].reduce((sum, n) => sum + n, 0);
  const total = filter.status ? (counts.get(filter.status) ?? 0) : all;
  const href = (change: Partial<Filter>) => listAddress({ ...filter, page: 1, ...change });
  return {
    title: 'Письма',
    section: 'admin/letters',
    head: { title: 'Письма', sub: count(total, 'письмо', 'письма', 'писем'), actions: exportButtons(filter) },
    stats: (['queued', 'failed', 'unknown', 'settled', 'sent', 'kept'] as const).map((status) =>
      statOf(status, counts.get(status) ?? 0, filter, href),
    ),
    filters: filtersOf(filter, partner, href),
    rows: rows.map(itemOf),
    settling: settlingOf(rows, token),
    pager: pagerOf({ page: filter.page, size: PAGE_SIZE, total, href: (page) => href({ page }) }),
    empty: rows.length > 0 ? null : emptyOf(total),
  };
}

function listAddress({ q, status, template, partner, page }: Partial<Filter>, path = '/admin/letters'): string {
  return addressOf(path, { q, status, template, partner, page: page === 1 ? null : page });
}

function exportButtons({ page: _, ...kept }: Filter): PageHeadProps['actions'] {
  return [
    { label: 'CSV', icon: 'download', href: listAddress(kept, '/admin/letters.csv') },
    { label: 'Excel', icon: 'download', href: listAddress(kept, '/admin/letters.xlsx') },
  ];
}

function statOf(status: LetterState, value: number, filter: Filter, href: (change: Partial<Filter>) => string): StatProps {
  const isOn = filter.status === status;
  const { tone, label } = letterBadges[status];
  const stat = { value: String(value), label, href: href({ status: isOn ? null : status }), isOn };
  return value > 0 && (tone === 'bad' || tone === 'warn') ? { ...stat, tone } : stat;
}

function filtersOf(filter: Filter, partner: string | null, href: (change: Partial<Filter>) => string): FiltersProps {
  const options = (entries: [string, string][]) => [{ value: '', label: 'Все' }, ...entries.map(([value, label]) => ({ value, label }))];
  return {
    label: 'Фильтр писем',
    action: '/admin/letters',
    live: 'letters-list',
    search: { label: 'Поиск', placeholder: 'Получатель, адрес, тема или партнёр', value: filter.q },
    fields: [
      {
        name: 'status',
        label: 'Состояние',
        type: 'select',
        value: filter.status ?? '',
        options: options(Object.entries(letterBadges).map(([value, { label }]) => [value, label])),
      },
      {
        name: 'template',
        label: 'Письмо',
        type: 'select',
        value: filter.template ?? '',
        options: options(Object.entries(LETTER_TEMPLATES)),
      },
    ],
    hidden: filter.partner === null ? {} : { partner: String(filter.partner) },
    chips: chipsOf(filter, partner, href),
    resetHref: '/admin/letters',
  };
}

function chipsOf(filter: Filter, partner: string | null, href: (change: Partial<Filter>) => string): Chip[] {
  const chips: Chip[] = [];
  if (filter.q) chips.push({ label: `Найти «${filter.q}»`, href: href({ q: '' }) });
  if (filter.status) chips.push({ label: letterBadges[filter.status].label, href: href({ status: null }) });
  if (filter.template) chips.push({ label: LETTER_TEMPLATES[filter.template], href: href({ template: null }) });
  if (filter.partner) chips.push({ label: partner ?? `Партнёр № ${filter.partner}`, href: href({ partner: null }) });
  return chips;
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
