import type { CloseState } from '#src/billing/close/close.types.ts';
import { formatMoment, formatMonth, monthOf } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { capitalise, count } from '#src/lib/russian.ts';
import type { Column } from '#src/lib/table.ts';
import type { BadgeProps, PageHeadProps } from '#src/platform/http/components.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { CloseRow } from './close.queries.ts';

export interface CloseListPage extends Page {
  head: PageHeadProps;
  rows: { href: string; month: string; badge: BadgeProps; gross: string; invoices: string; finishedAt: string }[];
}

const badges: Record<CloseState, BadgeProps> = {
  running: { tone: 'info', label: 'Закрывается', icon: 'loader' },
  partial: { tone: 'bad', label: 'Закрыт не для всех', icon: 'alert-triangle' },
  done: { tone: 'ok', label: 'Закрыт', icon: 'circle-check' },
};
const open: BadgeProps = { tone: 'mute', label: 'Открыт', icon: 'clock' };

/** How far a month is, as icon, word and tone. */
export const closeBadge = (state: CloseState | null): BadgeProps => (state ? badges[state] : open);

/** `/admin/closing`: months that were closed or can be. */
export function closeListPage(rows: readonly CloseRow[]): CloseListPage {
  return {
    title: 'Закрытие месяца',
    section: 'admin/closing',
    head: {
      title: 'Закрытие месяца',
      sub: 'В последний день месяца в 21:00 по Москве каждый партнёр получает один счёт',
      actions: [
        { label: 'CSV', icon: 'download', href: '/admin/closing.csv' },
        { label: 'Excel', icon: 'download', href: '/admin/closing.xlsx' },
      ],
    },
    rows: rows.map((row) => ({
      href: `/admin/closing/${monthOf(row.period)}`,
      month: capitalise(formatMonth(row.period)),
      badge: closeBadge(row.state),
      gross: row.state ? formatRub(row.gross) : '—',
      invoices: row.state ? count(row.invoices, 'счёт', 'счёта', 'счетов') : '—',
      finishedAt: row.finishedAt ? formatMoment(row.finishedAt) : '—',
    })),
  };
}

/** The months as a file. */
export const closeListColumns: Column<CloseRow>[] = [
  { title: 'Месяц', kind: 'text', of: (row) => formatMonth(row.period) },
  { title: 'Состояние', kind: 'text', of: (row) => closeBadge(row.state).label },
  { title: 'Сумма с НДС, ₽', kind: 'money', of: (row) => row.gross },
  { title: 'Счетов', kind: 'number', of: (row) => row.invoices },
  { title: 'Отложено партнёров', kind: 'number', of: (row) => row.parked },
  { title: 'Закончено (МСК)', kind: 'moment', of: (row) => row.finishedAt },
];
