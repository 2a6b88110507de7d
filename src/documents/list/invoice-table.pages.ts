import { ORIGINAL_WORDS, openPart, paymentState } from '#src/documents/documents.rules.ts';
import type { StaffInvoiceRow } from '#src/documents/originals/originals.queries.ts';
import { type Day, formatMonth } from '#src/lib/days.ts';
import type { Column } from '#src/lib/table.ts';
import type { InvoiceRow } from './documents.queries.ts';
import { stateBadge } from './invoice-items.pages.ts';

/** The partner's invoices as a file. */
export const invoiceColumns = (today: Day): Column<InvoiceRow>[] => [
  { title: 'Счёт', kind: 'text', of: (row) => row.number },
  { title: 'Дата', kind: 'day', of: (row) => row.issuedOn },
  { title: 'За месяц', kind: 'text', of: (row) => formatMonth(row.period) },
  { title: 'Договор', kind: 'text', of: (row) => row.contractNumber },
  { title: 'Сумма, ₽ с НДС', kind: 'money', of: (row) => row.gross },
  { title: 'В том числе НДС, ₽', kind: 'money', of: (row) => row.vat },
  { title: 'Оплатить до', kind: 'day', of: (row) => row.dueOn },
  { title: 'Оплата', kind: 'text', of: (row) => stateBadge(paymentState(row, today)).label },
  { title: 'Оплачено, ₽', kind: 'money', of: (row) => row.paid },
  { title: 'Осталось оплатить, ₽', kind: 'money', of: (row) => openPart(row) },
  { title: 'Оригинал', kind: 'text', of: (row) => (row.status === 'issued' ? ORIGINAL_WORDS[row.original].label : '') },
  { title: 'Взамен счёта', kind: 'text', of: (row) => row.replaces },
  { title: 'Заменён счётом', kind: 'text', of: (row) => row.replacedBy },
  { title: 'Почему аннулирован', kind: 'text', of: (row) => row.cancelWhy },
];

/** Invoices of all partners as a file. */
export const staffInvoiceColumns = (today: Day): Column<StaffInvoiceRow>[] => [
  { title: 'Партнёр', kind: 'text', of: (row) => row.partnerName },
  ...invoiceColumns(today),
];
