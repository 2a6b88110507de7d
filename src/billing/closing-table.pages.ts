import type { Table } from '#src/lib/table.ts';
import type { PartnerOutcome } from './close.types.ts';
import type { OutlookRow } from './close-outlook.queries.ts';
import { HELD_WORDS } from './closing-lines.pages.ts';

type Line = Record<'name' | 'invoices' | 'gross' | 'renewed' | 'held' | 'reason' | 'stopped' | 'fault', string | number | bigint>;

/** A month's close partner by partner as a file: foreseen or done. */
export function closingTable(rows: readonly (PartnerOutcome | OutlookRow)[]): Table<Line> {
  return {
    columns: [
      { key: 'name', title: 'Партнёр', kind: 'text' },
      { key: 'invoices', title: 'Счетов', kind: 'number' },
      { key: 'gross', title: 'Счета на сумму, ₽', kind: 'money' },
      { key: 'renewed', title: 'Продлено', kind: 'number' },
      { key: 'held', title: 'Продлений не прошло', kind: 'number' },
      { key: 'reason', title: 'Почему не прошло', kind: 'text' },
      { key: 'stopped', title: 'Остановлено', kind: 'number' },
      { key: 'fault', title: 'Почему нельзя закрыть', kind: 'text' },
    ],
    rows: lines(rows),
  };
}

function* lines(rows: readonly (PartnerOutcome | OutlookRow)[]): Generator<Line> {
  for (const row of rows) {
    const { name, invoices, gross, renewed, held, stopped } = row;
    const reason = 'reason' in row && row.reason ? HELD_WORDS[row.reason] : '';
    yield { name, invoices, gross, renewed, held, reason, stopped, fault: row.fault ?? '' };
  }
}
