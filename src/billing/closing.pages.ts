import { type Day, formatDayLong, formatMoment, formatMonth, type Month, monthOf } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { capitalise, count, plural } from '#src/lib/russian.ts';
import type { AlertProps, BadgeProps, PageHeadProps, PagerProps, ProgressProps } from '#src/platform/http/components.ts';
import { pagerOf } from '#src/platform/http/lists.ts';
import type { Page } from '#src/platform/http/render.ts';
import { closeDays, closesAt } from './close.rules.ts';
import type { CloseState } from './close.types.ts';
import { type ClosingProgress, type ClosingRow, PARTNERS_PER_PAGE } from './closing.queries.ts';
import type { PartnerPreview } from './preview.service.ts';

export interface ClosingListPage extends Page {
  head: PageHeadProps;
  rows: { href: string; month: string; badge: BadgeProps; gross: string; invoices: string; finishedAt: string }[];
}

const badges: Record<CloseState, BadgeProps> = {
  running: { tone: 'info', label: 'Закрывается', icon: 'loader' },
  partial: { tone: 'bad', label: 'Закрыт не для всех', icon: 'alert-triangle' },
  done: { tone: 'ok', label: 'Закрыт', icon: 'circle-check' },
};
const open: BadgeProps = { tone: 'mute', label: 'Открыт', icon: 'clock' };

export function closingListPage(rows: readonly ClosingRow[]): ClosingListPage {
  return {
    title: 'Закрытие месяца',
    section: 'admin/closing',
    head: { title: 'Закрытие месяца', sub: 'В последний день месяца в 21:00 по Москве каждый партнёр получает один счёт' },
    rows: rows.map((row) => ({
      href: `/admin/closing/${monthOf(row.period)}`,
      month: capitalise(formatMonth(row.period)),
      badge: row.state ? badges[row.state] : open,
      gross: row.state ? formatRub(row.gross) : '—',
      invoices: row.state ? count(row.invoices, 'счёт', 'счёта', 'счетов') : '—',
      finishedAt: row.finishedAt ? formatMoment(row.finishedAt) : '—',
    })),
  };
}

export interface ClosingPage extends Page {
  head: PageHeadProps;
  alert: AlertProps | null;
  progress: ProgressProps | null;
  stats: { value: string; label: string; tone?: 'bad' }[];
  /** What the table shows: a forecast or the outcome. */
  caption: string;
  rows: { name: string; href: string; gross: string; renewed: number; held: number; stopped: number; fault: string }[];
  pager: PagerProps;
  /** The form that starts the close; null while it can't be. */
  run: { action: string; token: string; label: string } | null;
}

export interface Closing {
  readonly month: Month;
  readonly progress: ClosingProgress;
  readonly partners: readonly PartnerPreview[];
  readonly total: number;
  readonly page: number;
  readonly isPreview: boolean;
  readonly token: string;
  readonly today: Day;
}

export function closingPage(c: Closing): ClosingPage {
  const name = formatMonth(c.month);
  const { progress } = c;
  const isRunning = progress.state === 'running';
  const mayRun = progress.state !== 'done' && !isRunning && c.today >= closeDays(c.month).last;
  return {
    title: `Закрытие: ${name}`,
    section: 'admin/closing',
    ...(isRunning ? { reloadAfter: 3 } : {}),
    head: {
      title: capitalise(name),
      badge: progress.state ? badges[progress.state] : open,
      sub: subOf(c),
      crumbs: [{ label: 'Закрытие месяца', href: '/admin/closing' }, { label: capitalise(name) }],
    },
    alert: alertOf(c),
    progress: isRunning ? progressOf(progress) : null,
    stats: statsOf(c),
    caption: c.isPreview ? 'Предварительный расчёт: что сделает закрытие' : 'Итоги по партнёрам',
    rows: c.partners.map((partner) => ({
      ...partner,
      href: `/admin/partners/${partner.partnerId}`,
      gross: partner.gross > 0n ? formatRub(partner.gross) : '—',
      fault: partner.fault ?? '',
    })),
    pager: pagerOf({ page: c.page, size: PARTNERS_PER_PAGE, total: c.total, href: (page) => `/admin/closing/${c.month}?page=${page}` }),
    run: mayRun
      ? {
          action: `/admin/closing/${c.month}`,
          token: c.token,
          label: progress.state === 'partial' ? 'Закрыть оставшихся' : 'Закрыть месяц',
        }
      : null,
  };
}

function subOf({ month, progress }: Closing): string {
  if (progress.finishedAt) return `Закончено ${formatMoment(progress.finishedAt)}, начал: ${progress.startedBy}`;
  return `Документы будут от ${formatDayLong(closeDays(month).last)}, по расписанию ${formatMoment(closesAt(month))}`;
}

function alertOf({ progress, total, isPreview, today, month }: Closing): AlertProps | null {
  if (progress.state === 'done') return { tone: 'ok', title: 'Месяц закрыт.', text: 'Делать больше нечего: у каждого партнёра один счёт.' };
  if (progress.parked > 0) {
    const parked = count(progress.parked, 'партнёр отложен', 'партнёра отложено', 'партнёров отложено');
    return { tone: 'bad', title: `${parked}.`, text: 'Устраните причину и запустите закрытие ещё раз: остальных оно не тронет.' };
  }
  if (isPreview && today < closeDays(month).last && total > 0) {
    return { tone: 'info', title: 'Это расчёт на конец месяца.', text: 'Закрыть месяц можно с его последнего дня.' };
  }
  return null;
}

function progressOf({ closed, parked, partners }: ClosingProgress): ProgressProps {
  const done = closed + parked;
  return {
    label: 'Закрытие идёт',
    value: done,
    max: Math.max(partners, 1),
    text: `${done} из ${count(partners, 'партнёра', 'партнёров', 'партнёров')}`,
  };
}

function statsOf({ progress, partners, isPreview }: Closing): ClosingPage['stats'] {
  const add = (of: (p: PartnerPreview) => number) => partners.reduce((total, partner) => total + of(partner), 0);
  const gross = isPreview ? partners.reduce((total, partner) => total + partner.gross, 0n) : progress.gross;
  const held = isPreview ? add((p) => p.held) : progress.held;
  const invoices = isPreview ? add((p) => p.invoices) : progress.invoices;
  const faults = isPreview ? add((p) => (p.fault ? 1 : 0)) : progress.parked;
  return [
    { value: formatRub(gross), label: 'к оплате с НДС' },
    { value: String(invoices), label: plural(invoices, 'счёт', 'счёта', 'счетов') },
    { value: String(isPreview ? add((p) => p.renewed) : progress.renewed), label: 'продлено' },
    {
      value: String(held),
      label: plural(held, 'продление не прошло', 'продления не прошли', 'продлений не прошло'),
      ...(held > 0 ? { tone: 'bad' as const } : {}),
    },
    { value: String(faults), label: 'отложено', ...(faults > 0 ? { tone: 'bad' as const } : {}) },
  ];
}
