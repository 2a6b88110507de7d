import type { Table } from '#src/lib/table.ts';
import { HELD_WORDS } from './closing.pages.ts';
import type { PreviewRow } from './closing-preview.queries.ts';
import type { PartnerPreview } from './preview.service.ts';

type Line = Record<'name' | 'invoices' | 'gross' | 'renewed' | 'held' | 'reason' | 'stopped' | 'fault', string | number | bigint>;

/** A month's close partner by partner as a file: foreseen or done. */
export function closingTable(rows: Iterable<PartnerPreview> | AsyncIterable<PreviewRow>): Table<Line> {
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

async function* lines(rows: Iterable<PartnerPreview | PreviewRow> | AsyncIterable<PreviewRow>): AsyncGenerator<Line> {
  for await (const row of rows) {
    const { name, invoices, gross, renewed, held, stopped } = row;
    const reason = 'reason' in row && row.reason ? HELD_WORDS[row.reason] : '';
    yield { name, invoices, gross, renewed, held, reason, stopped, fault: row.fault ?? '' };
  }
}
