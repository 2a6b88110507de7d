import type { PartnerOutcome } from '#src/billing/close/close.types.ts';
import type { OutlookRow } from '#src/billing/close/close-outlook.queries.ts';
import type { Column } from '#src/lib/table.ts';
import { HELD_WORDS } from './close-lines.pages.ts';

/** A month's close partner by partner as a file: foreseen or done. */
export const closeColumns: Column<PartnerOutcome | OutlookRow>[] = [
  { title: 'Партнёр', kind: 'text', of: (row) => row.name },
  { title: 'Счетов', kind: 'number', of: (row) => row.invoices },
  { title: 'Счета на сумму, ₽', kind: 'money', of: (row) => row.gross },
  { title: 'Продлено', kind: 'number', of: (row) => row.renewed },
  { title: 'Продлений не прошло', kind: 'number', of: (row) => row.held },
  { title: 'Почему не прошло', kind: 'text', of: (row) => ('reason' in row && row.reason ? HELD_WORDS[row.reason] : '') },
  { title: 'Остановлено', kind: 'number', of: (row) => row.stopped },
  { title: 'Почему нельзя закрыть', kind: 'text', of: (row) => row.fault },
];
