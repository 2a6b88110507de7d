import { closeDays, closesAt } from '#src/billing/close/close.rules.ts';
import { formatDayLong, formatMoment, formatMonth } from '#src/lib/days.ts';
import { capitalise, count } from '#src/lib/russian.ts';
import type {
  AlertProps,
  ButtonProps,
  EmptyProps,
  FiltersProps,
  PageHeadProps,
  PagerProps,
  ProgressProps,
  SortHeadProps,
  StatProps,
  Tab,
} from '#src/platform/http/components.ts';
import { addressOf } from '#src/platform/http/lists.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { CloseProgress } from './close.queries.ts';
import { type CloseLine, type CloseLineRow, lineOf } from './close-lines.pages.ts';
import { closeBadge } from './close-months.pages.ts';
import { type StartDialog, startDialog } from './close-start.pages.ts';
import { type CloseHead, closeFilters, closeStats, shownClose } from './close-totals.pages.ts';

export interface ClosePage extends Page {
  head: PageHeadProps;
  alert: AlertProps | null;
  progress: ProgressProps | null;
  /** What is read out as the close goes on: a sentence that changes with every tenth. */
  said: string;
  stats: StatProps[];
  /** When the outlook was made and how to make it anew, where it is made beforehand. */
  outlook: { text: string; action: string; token: string; label: string; isBeingMade: boolean } | null;
  /** Of a month closed for some: those that are left, and those that are done. */
  tabs: Tab[];
  filters: FiltersProps;
  /** What the table shows: a forecast or the outcome. */
  caption: string;
  heads: { name: SortHeadProps; gross: SortHeadProps };
  rows: CloseLine[];
  empty: EmptyProps | null;
  pager: PagerProps;
  /** Starts the close, in a dialog or on its own page; null while it can't be. */
  start: { button: ButtonProps; dialog: StartDialog } | null;
}

/** A month as its page shows it: before the close with `preview`, then with what it came to. */
export interface CloseFacts extends CloseHead {
  /** Partners the filter finds, and those of the page. */
  readonly total: number;
  readonly rows: readonly CloseLineRow[];
  readonly token: string;
  /** Why it can't be closed now, or null. */
  readonly outOfOrder: string | null;
  /** Only an administrator starts a close. */
  readonly mayStart: boolean;
}

export function closePage(c: CloseFacts): ClosePage {
  const { progress, month } = c;
  const name = formatMonth(month);
  const path = `/admin/closing/${month}`;
  const isRunning = progress.state === 'running';
  const list = shownClose(c);
  return {
    title: `Закрытие: ${name}`,
    section: 'admin/closing',
    ...(isRunning || c.totals?.isBeingMade ? { reloadAfter: 3 } : {}),
    head: {
      title: capitalise(name),
      badge: closeBadge(progress.state),
      sub: subOf(c),
      crumbs: [{ label: 'Закрытие месяца', href: '/admin/closing' }, { label: capitalise(name) }],
      actions: list.files(),
    },
    alert: alertOf(c),
    progress: isRunning ? progressOf(progress) : null,
    said: saidOf(c),
    stats: closeStats(c, list),
    outlook: outlookOf(c),
    tabs: tabsOf(c, path),
    filters: closeFilters(c, list),
    caption: c.totals ? 'Предварительный расчёт: что сделает закрытие' : 'Итоги по партнёрам',
    heads: { name: list.head('name', 'Партнёр'), gross: list.head('gross', 'Счета на сумму', true) },
    rows: c.rows.map((row) => lineOf(row, month, c.totals === null)),
    empty: c.rows.length > 0 ? null : emptyOf(c, path),
    pager: list.pager(c.total),
    start: startOf(c),
  };
}

function tabsOf({ progress, totals }: CloseFacts, path: string): Tab[] {
  if (progress.state !== 'partial') return [];
  return [
    { label: 'Осталось закрыть', href: path, isCurrent: totals !== null, count: progress.parked },
    { label: 'Закрыты', href: addressOf(path, { tab: 'closed' }), isCurrent: totals === null, count: progress.closed },
  ];
}

function subOf({ month, progress }: CloseFacts): string {
  if (progress.finishedAt) return `Закончено ${formatMoment(progress.finishedAt)}, начал: ${progress.startedBy}`;
  if (progress.startedAt) return `Идёт с ${formatMoment(progress.startedAt)}, начал: ${progress.startedBy}`;
  return `Документы будут от ${formatDayLong(closeDays(month).last)}, по расписанию ${formatMoment(closesAt(month))}`;
}

function alertOf({ progress, totals, outOfOrder }: CloseFacts): AlertProps | null {
  if (progress.state === 'done') return { tone: 'ok', title: 'Месяц закрыт.', text: 'Делать больше нечего: у каждого партнёра один счёт.' };
  if (progress.state === 'partial' && progress.parked > 0) {
    const parked = count(progress.parked, 'партнёр отложен', 'партнёра отложено', 'партнёров отложено');
    return { tone: 'bad', title: `${parked}.`, text: 'Устраните причину и запустите закрытие ещё раз: остальных оно не тронет.' };
  }
  return totals && totals.partners > 0 && outOfOrder ? { tone: 'info', title: 'Это расчёт на конец месяца.', text: outOfOrder } : null;
}

function progressOf({ closed, parked, partners }: CloseProgress): ProgressProps {
  const done = closed + parked;
  return {
    label: 'Закрытие идёт',
    value: done,
    max: Math.max(partners, 1),
    text: `${done} из ${count(partners, 'партнёра', 'партнёров', 'партнёров')}`,
  };
}

function saidOf({ progress }: CloseFacts): string {
  if (progress.state === 'done') return 'Месяц закрыт';
  if (progress.state === 'partial') return 'Закрытие закончено не для всех партнёров';
  if (progress.state !== 'running') return '';
  const tenths = Math.floor(((progress.closed + progress.parked) * 10) / Math.max(progress.partners, 1));
  return `Закрытие идёт: ${tenths * 10} %`;
}

/** Of very many partners the outlook is made beforehand: when, and a way to have it anew. */
function outlookOf({ totals, month, token }: CloseFacts): ClosePage['outlook'] {
  if (!totals?.isStored) return null;
  const { madeAt, isBeingMade, partners } = totals;
  const of = count(partners, 'партнёр', 'партнёра', 'партнёров');
  const made = madeAt ? `Расчёт на ${formatMoment(madeAt)}: ${of}.` : 'Расчёта ещё нет.';
  const text = isBeingMade
    ? `${made} Пересчитывается, обычно меньше минуты.`
    : `${made} Он обновляется каждые 15 минут; партнёр на своей странице — на сейчас.`;
  return { text, action: `/admin/closing/${month}/outlook`, token, label: madeAt ? 'Пересчитать' : 'Рассчитать', isBeingMade };
}

function emptyOf({ filter, totals }: CloseFacts, path: string): EmptyProps {
  if (filter.q || filter.only) {
    return { icon: 'search', title: 'Никого не нашлось', text: 'Таких партнёров нет.', actions: [{ label: 'Показать всех', href: path }] };
  }
  if (totals?.isStored && !totals.madeAt) {
    return { icon: 'clock', title: 'Расчёта ещё нет', text: 'Партнёров много, поэтому расчёт делается отдельно и хранится.' };
  }
  return totals
    ? { icon: 'circle-check', title: 'Никого не осталось', text: 'Для всех партнёров этот месяц закрыт.' }
    : { icon: 'clock', title: 'Ещё никого', text: 'Партнёры появятся здесь, как только их месяц будет закрыт.' };
}

function startOf(c: CloseFacts): ClosePage['start'] {
  const { progress, outOfOrder, month, totals, mayStart } = c;
  if (!totals?.madeAt || !mayStart || outOfOrder || progress.state === 'done' || progress.state === 'running') return null;
  const label = progress.state === 'partial' ? 'Закрыть оставшихся' : 'Закрыть месяц';
  return {
    button: { label, kind: 'primary', href: `/admin/closing/${month}/start`, dialog: 'start' },
    dialog: startDialog({ month, totals, token: c.token, label }),
  };
}
