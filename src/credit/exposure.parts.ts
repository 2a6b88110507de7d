import { formatMoment } from '#src/lib/days.ts';
import { formatRub, type Kopecks } from '#src/lib/money.ts';
import type { TotalsProps } from '#src/platform/http/components.ts';
import type { ExposureParts } from './credit.queries.ts';

/** «Занято» by its parts: of the portal's own ledger, or of Axapta's where that decides. `exposure` in kopecks. */
export function exposureTotals({ invoiced, overdue, notInvoiced, axapta }: ExposureParts, exposure: Kopecks): TotalsProps {
  const waits = { label: 'Начислено, счёт ещё не выставлен', value: formatRub(notInvoiced) };
  const total = { label: 'Занято', value: formatRub(exposure) };
  if (axapta) {
    return {
      lines: [
        { label: `Долг по данным учётной системы на ${formatMoment(axapta.asOf)}`, value: formatRub(axapta.balance) },
        ...(axapta.unposted === 0n ? [] : [{ label: 'Выставлено, в Аксапте ещё не проведено', value: formatRub(axapta.unposted) }]),
        waits,
      ],
      total,
    };
  }
  return {
    lines: [
      { label: 'Выставлено и не оплачено', value: formatRub(invoiced) },
      ...(overdue > 0n ? [{ label: 'в том числе просрочено', value: formatRub(overdue) }] : []),
      waits,
    ],
    total,
  };
}
