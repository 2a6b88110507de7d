import type { Month } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { grouped, plural } from '#src/lib/russian.ts';
import type { FiltersProps, StatProps } from '#src/platform/http/components.ts';
import { ShownList } from '#src/platform/http/list.ts';
import { addressOf } from '#src/platform/http/lists.ts';
import { type CloseFilter, closeList } from './close.forms.ts';
import type { CloseProgress } from './close.queries.ts';
import type { PreviewTotals } from './close-preview.queries.ts';

/** What stands over the table of a month. */
export interface CloseHead {
  readonly month: Month;
  readonly progress: CloseProgress;
  readonly filter: CloseFilter & { readonly page: number };
  /** Of the preview, before the close. */
  readonly totals: PreviewTotals | null;
}

type ShownClose = ShownList<typeof closeList.fields>;

/** What the month comes to over all partners: foreseen before it is begun, then what is done. Those that need a person are links to them. */
export function closeStats({ totals, progress }: CloseHead, list: ShownClose): StatProps[] {
  const of = totals && progress.state === null ? totals : { ...progress, renewals: progress.renewed, faulty: progress.parked };
  const link = (only: 'held' | 'faults', found: number) => ({
    ...list.toggle('only', only),
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

const ONLY: Record<NonNullable<CloseFilter['only']>, { before: string; after: string }> = {
  faults: { before: 'Закрыть нельзя', after: 'Отложенные' },
  held: { before: 'Не все продления пройдут', after: 'Не все продления прошли' },
};

/** The partners of a month under the filter of its page. */
export function shownClose({ filter, month, totals }: CloseHead): ShownClose {
  const word = (only: keyof typeof ONLY) => ONLY[only][totals ? 'before' : 'after'];
  return new ShownList(closeList, `/admin/closing/${month}`, filter, {
    only: { options: (['faults', 'held'] as const).map((value) => ({ value, label: word(value) })) },
    sort: { chip: () => 'Другой порядок' },
  });
}

export function closeFilters({ filter, month }: CloseHead, list: ShownClose): FiltersProps {
  const resetHref = addressOf(`/admin/closing/${month}`, { tab: filter.tab === 'open' ? null : filter.tab });
  return { ...list.filters('Поиск партнёров'), resetHref };
}
