import type { SheetRow } from '#src/lib/sheet.ts';
import { UnreadableFile } from '#src/lib/unreadable.ts';
import { type FileName, TABLES, type TableType } from './names.rules.ts';

/** Columns of the tables, with those that must be there first. */
const COLUMNS: Readonly<Record<TableType, { needed: readonly string[]; more: readonly string[] }>> = {
  debtors: {
    needed: [
      'custAccount',
      'invoiceAccount',
      'name',
      'blocked',
      'currency',
      'creditMax',
      'mandatoryCreditLimit',
      'balance',
      'overdue',
      'asOf',
      'version',
    ],
    more: ['inn', 'kpp', 'blockReason', 'oldestDueDate', 'paymDays'],
  },
  payments: {
    needed: ['transId', 'invoiceAccount', 'date', 'amount', 'currency', 'version'],
    more: ['docNumber', 'docDate', 'payerInn', 'purpose', 'voucher', 'canceled'],
  },
};

const FLAGS: Readonly<Record<string, boolean>> = { true: true, false: false, '1': true, '0': false, да: true, нет: false };

/**
 * A table of debtors or payments as the message it stands for; number, instant and id of the message come from the file's name.
 * @throws UnreadableFile with a sentence for a head that is not the contract's, or a row with too many or too few cells
 */
export function messageOf(rows: readonly SheetRow[], name: FileName): object {
  const type = TABLES.find((one) => one === name.type);
  if (!type) throw new UnreadableFile(`Таблицей передаются только ${TABLES.join(' и ')}, остальное — JSON.`);
  const [head, ...body] = rows.filter(({ cells }) => cells.some((cell) => cell !== ''));
  const columns = columnsOf(type, head);
  const items = body.map((row) => itemOf(columns, row));
  const { createdAt, messageId, seq } = name;
  return { schema: 'ax-exchange/1', type, messageId, source: 'AX', mode: 'delta', createdAt, ...(seq > 0 ? { seq } : {}), items };
}

function columnsOf(type: TableType, head: SheetRow | undefined): readonly string[] {
  const found = (head?.cells ?? []).map((cell) => String(cell).trim());
  const { needed, more } = COLUMNS[type];
  const missing = needed.filter((column) => !found.includes(column));
  if (missing.length > 0) throw new UnreadableFile(`В заголовке нет колонок: ${missing.join(', ')}.`);
  const unknown = found.filter((column) => !needed.includes(column) && !more.includes(column));
  if (unknown.length > 0) throw new UnreadableFile(`Лишние колонки: ${unknown.join(', ').slice(0, 200)}.`);
  if (new Set(found).size < found.length) throw new UnreadableFile('Колонка названа дважды.');
  return found;
}

function itemOf(columns: readonly string[], { row, cells }: SheetRow): object {
  if (cells.length !== columns.length)
    throw new UnreadableFile(`Строка ${row}: ${cells.length} колонок вместо ${columns.length}. Файл оборван или «;» стоит без кавычек.`);
  return Object.fromEntries(columns.flatMap((column, at) => fieldOf(column, String(cells[at] ?? '').trim())));
}

/** An empty cell is no field, but for the limit: there it says that there is none. */
function fieldOf(column: string, text: string): [string, unknown][] {
  if (column === 'creditMax') return [[column, text === '' ? null : sumOf(text)]];
  if (text === '') return [];
  if (column === 'mandatoryCreditLimit' || column === 'canceled') return [[column, FLAGS[text.toLowerCase()] ?? text]];
  if (column === 'paymDays') return [[column, /^\d{1,6}$/.test(text) ? Number(text) : text]];
  if (column === 'balance' || column === 'overdue' || column === 'amount') return [[column, sumOf(text)]];
  return [[column, text]];
}

/** A table program of this country may have made a comma of the point. */
const sumOf = (text: string): string => text.replace(/^(-?\d+),(\d\d)$/, '$1.$2');
