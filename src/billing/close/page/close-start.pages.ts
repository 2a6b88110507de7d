import { closeDays } from '#src/billing/close/close.rules.ts';
import { formatDayLong, formatMonth, type Month } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { capitalise, count, plural } from '#src/lib/russian.ts';
import type { Crumb } from '#src/platform/http/components.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { PreviewTotals } from './close-preview.queries.ts';

/** What starting a close does, said before it is done; on its page and in the dialog of the month. */
export interface StartDialog {
  readonly title: string;
  readonly action: string;
  readonly hidden: Record<string, string>;
  readonly lines: readonly { readonly label: string; readonly text: string }[];
  readonly submit: string;
}

export interface StartPage extends Page {
  readonly crumbs: Crumb[];
  readonly back: string;
  readonly start: StartDialog;
}

interface Start {
  readonly month: Month;
  readonly totals: PreviewTotals;
  readonly token: string;
  readonly label: string;
}

export function startPage(start: Start): StartPage {
  const { month } = start;
  const dialog = startDialog(start);
  const back = `/admin/closing/${month}`;
  return {
    title: dialog.title,
    section: 'admin/closing',
    crumbs: [
      { label: 'Закрытие месяца', href: '/admin/closing' },
      { label: capitalise(formatMonth(month)), href: back },
      { label: start.label },
    ],
    back,
    start: dialog,
  };
}

export function startDialog({ month, totals, token, label }: Start): StartDialog {
  return {
    title: `Закрыть ${formatMonth(month)}?`,
    action: `/admin/closing/${month}`,
    hidden: { token },
    lines: linesOf(month, totals),
    submit: label,
  };
}

function linesOf(month: Month, totals: PreviewTotals): StartDialog['lines'] {
  const { last, next } = closeDays(month);
  const invoices = count(totals.invoices, 'счёт', 'счёта', 'счетов');
  const letters = 'Партнёры получат письма, документы приготовятся сами.';
  const faulty = count(totals.faulty, 'партнёр будет отложен', 'партнёра будут отложены', 'партнёров будут отложены');
  return [
    {
      label: 'Счета',
      text: totals.invoices > 0 ? `${invoices} на ${formatRub(totals.gross)} от ${formatDayLong(last)}. ${letters}` : 'Выставлять нечего.',
    },
    { label: 'Продления', text: renewalsOf(totals, formatDayLong(next)) },
    ...(totals.faulty > 0
      ? [{ label: 'Не закроется', text: `${faulty}: счета у них не будет, пока причину не устранят и закрытие не запустят ещё раз.` }]
      : []),
    { label: 'Назад нельзя', text: 'Закрытый месяц не открывается: счёт можно только аннулировать и выпустить новый, со своим номером.' },
  ];
}

function renewalsOf({ renewals, held }: PreviewTotals, from: string): string {
  const many = `${count(renewals, 'подписка', 'подписки', 'подписок')} — с ${from}, по ценам этого дня.`;
  if (held === 0) return `${many} Лимита хватает всем.`;
  return `${many} Не ${plural(held, 'пройдёт', 'пройдут', 'пройдут')} ещё ${count(held, 'продление', 'продления', 'продлений')}, такие подписки приостановятся.`;
}
