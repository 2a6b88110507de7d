import { formatDayShort, formatMoment } from '#src/lib/days.ts';
import { count } from '#src/lib/russian.ts';
import type { Column } from '#src/lib/table.ts';
import type { Chip, EmptyProps, FiltersProps, PageHeadProps, PagerProps } from '#src/platform/http/components.ts';
import { dayFields } from '#src/platform/http/filter-days.ts';
import { addressOf, pagerOf } from '#src/platform/http/lists.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { JournalView as View } from './journal.forms.ts';
import { type DiffLine, diffOf } from './journal.particulars.ts';
import { JOURNAL_PAGE, type JournalRow } from './journal.queries.ts';
import { actionGroups, actionWords, roleWords } from './journal.words.ts';

export interface JournalPage extends Page {
  readonly head: PageHeadProps;
  readonly filters: FiltersProps;
  readonly rows: readonly JournalLine[];
  readonly pager: PagerProps;
  /** Shown instead of the table. */
  readonly empty: EmptyProps | null;
}

export interface JournalLine {
  readonly at: string;
  readonly who: string;
  /** Role and address. */
  readonly from: string;
  readonly what: string;
  readonly subject: string;
  readonly partner: { readonly name: string; readonly href: string } | null;
  readonly diff: readonly DiffLine[];
}

/** `/admin/journal`: who, when, from where, what, before → after (product rule §3). */
export function journalPage({ rows, total }: { rows: readonly JournalRow[]; total: number }, view: View): JournalPage {
  const href = (change: Partial<View>) => address('/admin/journal', { ...view, page: 1, ...change });
  return {
    title: 'Журнал аудита',
    section: 'admin/journal',
    head: {
      title: 'Журнал аудита',
      sub: count(total, 'запись', 'записи', 'записей'),
      actions: [
        { label: 'CSV', icon: 'download', href: address('/admin/journal.csv', { ...view, page: 1 }) },
        { label: 'Excel', icon: 'download', href: address('/admin/journal.xlsx', { ...view, page: 1 }) },
      ],
    },
    filters: filtersOf(view, rows, href),
    rows: rows.map(lineOf),
    pager: pagerOf({ page: view.page, size: JOURNAL_PAGE, total, href: (page) => href({ page }) }),
    empty:
      rows.length > 0
        ? null
        : {
            icon: 'history',
            title: 'Записей не нашлось',
            text: 'Измените поиск или снимите фильтры.',
            actions: [{ label: 'Показать весь журнал', href: '/admin/journal' }],
          },
  };
}

function address(path: string, { q, who, partner, group, from, to, page }: View): string {
  return addressOf(path, { q, who, partner, group, from, to, page: page === 1 ? null : page });
}

function filtersOf(view: View, rows: readonly JournalRow[], href: (change: Partial<View>) => string): FiltersProps {
  return {
    label: 'Фильтр журнала',
    action: '/admin/journal',
    live: 'journal-list',
    search: { label: 'Поиск', placeholder: 'Что менялось: номер, логин, значение', value: view.q },
    fields: [
      { name: 'who', label: 'Кто', value: view.who, placeholder: 'Имя или логин', maxlength: 100 },
      { name: 'partner', label: 'Партнёр', value: view.partner, placeholder: 'Название или код', maxlength: 100 },
      {
        name: 'group',
        label: 'Действие',
        type: 'select',
        value: view.group ?? '',
        options: [{ value: '', label: 'Все' }, ...actionGroups.map((group) => ({ value: group, label: group }))],
      },
      ...dayFields(view.days),
    ],
    chips: chipsOf(view, rows, href),
    resetHref: '/admin/journal',
  };
}

function chipsOf(view: View, rows: readonly JournalRow[], href: (change: Partial<View>) => string): Chip[] {
  const partner = /^\d+$/.test(view.partner) ? (rows[0]?.partnerName ?? `№ ${view.partner}`) : `«${view.partner}»`;
  return [
    ...(view.q ? [{ label: `Найти «${view.q}»`, href: href({ q: '' }) }] : []),
    ...(view.who ? [{ label: `Кто: «${view.who}»`, href: href({ who: '' }) }] : []),
    ...(view.partner ? [{ label: `Партнёр ${partner}`, href: href({ partner: '' }) }] : []),
    ...(view.group ? [{ label: view.group, href: href({ group: null }) }] : []),
    ...(view.from ? [{ label: `с ${formatDayShort(view.from)}`, href: href({ from: null }) }] : []),
    ...(view.to ? [{ label: `по ${formatDayShort(view.to)}`, href: href({ to: null }) }] : []),
  ];
}

function lineOf(row: JournalRow): JournalLine {
  return {
    at: formatMoment(row.at),
    who: row.login ? `${row.actorName} (${row.login})` : row.actorName,
    from: [roleWords(row.actorRole), row.address].filter(Boolean).join(' · '),
    what: actionWords(row.action),
    subject: row.subject,
    partner:
      row.partnerId === null
        ? null
        : { name: row.partnerName ?? `№ ${row.partnerId}`, href: addressOf('/admin/journal', { partner: row.partnerId }) },
    diff: diffOf(row.before, row.after),
  };
}

/** What the filter shows, for CSV and XLSX. */
export const journalColumns: Column<JournalRow>[] = [
  { title: 'Когда (МСК)', kind: 'moment', of: (row) => row.at },
  { title: 'Кто', kind: 'text', of: (row) => row.actorName },
  { title: 'Логин', kind: 'text', of: (row) => row.login },
  { title: 'Роль', kind: 'text', of: (row) => roleWords(row.actorRole) },
  { title: 'С адреса', kind: 'text', of: (row) => row.address },
  { title: 'Действие', kind: 'text', of: (row) => actionWords(row.action) },
  { title: 'Над чем', kind: 'text', of: (row) => row.subject },
  { title: 'Партнёр', kind: 'text', of: (row) => row.partnerName },
  { title: 'Изменения', kind: 'text', of: (row) => changesOf(row) },
  { title: 'Запрос', kind: 'text', of: (row) => row.requestId },
];

const changesOf = (row: JournalRow): string =>
  diffOf(row.before, row.after)
    .map(({ label, before, after }) => `${label}: ${before ?? '—'} → ${after ?? '—'}`)
    .join('; ');
