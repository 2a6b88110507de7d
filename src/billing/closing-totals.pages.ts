import type { Month } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { grouped, plural } from '#src/lib/russian.ts';
import type { FiltersProps, StatProps } from '#src/platform/http/components.ts';
import { addressOf } from '#src/platform/http/lists.ts';
import type { ClosingFilter } from './closing.forms.ts';
import type { ClosingProgress } from './closing.queries.ts';
import type { PreviewTotals } from './closing-preview.queries.ts';

/** What stands over the table of a month. */
export interface ClosingHead {
  readonly month: Month;
  readonly progress: ClosingProgress;
  readonly filter: ClosingFilter & { readonly page: number };
  /** Of the preview, before the close. */
  readonly totals: PreviewTotals | null;
}

type Href = (change: Partial<ClosingHead['filter']>) => string;

/** What the month comes to over all partners: foreseen before it is begun, then what is done. Those that need a person are links to them. */
export function closingStats({ totals, progress, filter }: ClosingHead, href: Href): StatProps[] {
  const of = totals && progress.state === null ? totals : { ...progress, renewals: progress.renewed, faulty: progress.parked };
  const link = (only: 'held' | 'faults', found: number) => ({
    href: href({ only: filter.only === only ? null : only }),
    isOn: filter.only === only,
    ...(found > 0 ? { tone: 'bad' as const } : {}),
  });
  return [
    { value: formatRub(of.gross), label: 'к оплате с НДС' },
    { value: grouped(of.invoices), label: plural(of.invoices, 'счёт', 'счёта', 'счетов') },
    { value: grouped(of.renewals), label: 'продлено' },
    {
      value: grouped(of.held),
      label: plural(of.held, 'продление не прошло', 'продления не прошли', 'продлений не прошло'),
      ...link('held', of.held),
    },
    { value: grouped(of.faulty), label: 'отложено', ...link('faults', of.faulty) },
  ];
}

const ONLY: Record<NonNullable<ClosingFilter['only']>, { before: string; after: string }> = {
  faults: { before: 'Закрыть нельзя', after: 'Отложенные' },
  held: { before: 'Не все продления пройдут', after: 'Не все продления прошли' },
};

export function closingFilters({ filter, month, totals }: ClosingHead, href: Href): FiltersProps {
  const path = `/admin/closing/${month}`;
  const word = (only: keyof typeof ONLY) => ONLY[only][totals ? 'before' : 'after'];
  return {
    label: 'Поиск партнёров',
    action: path,
    search: { label: 'Поиск', placeholder: 'Партнёр или ИНН', value: filter.q },
    fields: [
      {
        name: 'only',
        label: 'Показать',
        type: 'select',
        value: filter.only ?? '',
        options: [{ value: '', label: 'Всех партнёров' }, ...(['faults', 'held'] as const).map((value) => ({ value, label: word(value) }))],
      },
    ],
    hidden: {
      ...(filter.tab === 'open' ? {} : { tab: filter.tab }),
      ...(filter.sort === 'attention' ? {} : { sort: filter.sort }),
    },
    chips: [
      ...(filter.q ? [{ label: `Найти «${filter.q}»`, href: href({ q: '' }) }] : []),
      ...(filter.only ? [{ label: word(filter.only), href: href({ only: null }) }] : []),
      ...(filter.sort === 'attention' ? [] : [{ label: 'Другой порядок', href: href({ sort: 'attention' }) }]),
    ],
    resetHref: addressOf(path, { tab: filter.tab === 'open' ? null : filter.tab }),
  };
}
