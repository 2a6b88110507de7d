import { type Day, formatMonth } from '#src/lib/days.ts';
import { type Cell, type Column, linesOf, type Table } from '#src/lib/table.ts';
import type { InvoiceRow } from './documents.queries.ts';
import { ORIGINAL_WORDS, openPart, paymentState } from './documents.rules.ts';
import { stateBadge } from './invoice-items.pages.ts';
import type { StaffInvoiceRow } from './originals.queries.ts';

const columns: Column[] = [
  { key: 'number', title: 'Счёт', kind: 'text' },
  { key: 'issuedOn', title: 'Дата', kind: 'day' },
  { key: 'month', title: 'За месяц', kind: 'text' },
  { key: 'contract', title: 'Договор', kind: 'text' },
  { key: 'gross', title: 'Сумма, ₽ с НДС', kind: 'money' },
  { key: 'vat', title: 'В том числе НДС, ₽', kind: 'money' },
  { key: 'dueOn', title: 'Оплатить до', kind: 'day' },
  { key: 'state', title: 'Оплата', kind: 'text' },
  { key: 'paid', title: 'Оплачено, ₽', kind: 'money' },
  { key: 'open', title: 'Осталось оплатить, ₽', kind: 'money' },
  { key: 'original', title: 'Оригинал', kind: 'text' },
  { key: 'replaces', title: 'Взамен счёта', kind: 'text' },
  { key: 'replacedBy', title: 'Заменён счётом', kind: 'text' },
  { key: 'cancelWhy', title: 'Почему аннулирован', kind: 'text' },
];

/** The partner's invoices as a file. */
export function invoiceTable(rows: readonly InvoiceRow[], today: Day): Table<Record<string, Cell>> {
  return { columns, rows: rows.map((row) => lineOf(row, today)) };
}

/** Invoices of all partners as a file. */
export function staffInvoiceTable(rows: AsyncIterable<StaffInvoiceRow>, today: Day): Table<Record<string, Cell>> {
  return {
    columns: [{ key: 'partner', title: 'Партнёр', kind: 'text' }, ...columns],
    rows: linesOf(rows, (row) => ({ partner: row.partnerName, ...lineOf(row, today) })),
  };
}

function lineOf(row: InvoiceRow, today: Day): Record<string, Cell> {
  const { number, issuedOn, gross, vat, dueOn, paid, replaces, replacedBy, cancelWhy } = row;
  return {
    ...{ number, issuedOn, gross, vat, dueOn, paid, replaces, replacedBy, cancelWhy },
    month: formatMonth(row.period),
    contract: row.contractNumber,
    state: stateBadge(paymentState(row, today)).label,
    open: openPart(row),
    original: row.status === 'issued' ? ORIGINAL_WORDS[row.original].label : '',
  };
}
