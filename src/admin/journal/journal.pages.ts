import { formatMoment } from '#src/lib/days.ts';
import { count } from '#src/lib/russian.ts';
import type { Column } from '#src/lib/table.ts';
import type { EmptyProps, FiltersProps, PageHeadProps, PagerProps } from '#src/platform/http/components.ts';
import { dayFields } from '#src/platform/http/filter-days.ts';
import { ShownList } from '#src/platform/http/list.ts';
import { addressOf } from '#src/platform/http/lists.ts';
import type { Page } from '#src/platform/http/render.ts';
import { journalList, type JournalView as View } from './journal.forms.ts';
import { type DiffLine, diffOf } from './journal.particulars.ts';
import type { JournalRow } from './journal.queries.ts';
import { actionWords, roleWords } from './journal.words.ts';

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
  const list = new ShownList(journalList, '/admin/journal', view, {
    partner: { chip: (words) => `Партнёр ${/^\d+$/.test(words) ? (rows[0]?.partnerName ?? `№ ${words}`) : `«${words}»`}` },
  });
  return {
    title: 'Журнал аудита',
    section: 'admin/journal',
    head: {
      title: 'Журнал аудита',
      sub: count(total, 'запись', 'записи', 'записей'),
      actions: list.files(),
    },
    filters: list.filters('Фильтр журнала', 'journal-list', dayFields(view.days)),
    rows: rows.map(lineOf),
    pager: list.pager(total),
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
