import { randomUUID } from 'node:crypto';
import { type Books, moneyText } from './books.ts';
import type { AxPayment, Debtor, Message, Posting } from './books.types.ts';

/** Record number that the versions of debtors begin with, as the accounting system has it. */
const REC_ID = '5637144576';

/** An instant as the exchange writes it, with the offset of Moscow. */
export function instantText(at: Date): string {
  return `${new Date(at.getTime() + 3 * 3_600_000).toISOString().slice(0, 19)}+03:00`;
}

/** The calendar day of Moscow. */
export const dayText = (at: Date): string => instantText(at).slice(0, 10);

/** A debtor with what its payer owes now. Its version is another whenever anything but the instant is. */
export function debtorItem(books: Books, debtor: Debtor, now: Date): Record<string, unknown> {
  const { balance, overdue, oldestDueDate } = books.owed(debtor.invoiceAccount, dayText(now));
  const told = {
    custAccount: debtor.custAccount,
    invoiceAccount: debtor.invoiceAccount,
    name: debtor.name,
    ...(debtor.inn ? { inn: debtor.inn } : {}),
    ...(debtor.kpp ? { kpp: debtor.kpp } : {}),
    blocked: debtor.blocked,
    ...(debtor.blockReason ? { blockReason: debtor.blockReason } : {}),
    currency: 'RUB',
    creditMax: debtor.creditMax === null ? null : moneyText(debtor.creditMax),
    mandatoryCreditLimit: debtor.creditMax !== null,
    balance: moneyText(balance),
    overdue: moneyText(overdue),
    ...(oldestDueDate ? { oldestDueDate } : {}),
    paymDays: debtor.paymDays,
    agreements: debtor.agreements,
  };
  return { ...told, asOf: instantText(now), version: `${REC_ID}-${books.versionOf(debtor.custAccount, JSON.stringify(told))}` };
}

export function paymentItem(payment: AxPayment): Record<string, unknown> {
  return {
    transId: payment.transId,
    invoiceAccount: payment.invoiceAccount,
    date: payment.date,
    amount: moneyText(payment.amount),
    currency: 'RUB',
    docNumber: payment.docNumber,
    docDate: payment.date,
    ...(payment.payerInn ? { payerInn: payment.payerInn } : {}),
    purpose: payment.purpose,
    canceled: payment.canceled,
    version: String(payment.version),
  };
}

export function statusItem(posting: Posting): Record<string, unknown> {
  return {
    portalDocId: posting.portalDocId,
    status: posting.status,
    axInvoiceId: `AX-${posting.invoiceNumber}`,
    ...(posting.factureNumber ? { factureNumber: posting.factureNumber, factureDate: posting.docDate } : {}),
    ...(posting.postedAt ? { postedAt: posting.postedAt } : {}),
    ...(posting.status === 'posted' ? { openAmount: moneyText(posting.openAmount ?? posting.gross), dueDate: posting.dueDate } : {}),
    ...(posting.error ? { errors: [{ code: 'REJECTED', field: 'lines', text: posting.error }] } : {}),
  };
}

/** An envelope around items. */
export function message(type: string, items: Message['items'], now: Date, more: Partial<Message> = {}): Message {
  return {
    schema: 'ax-exchange/1',
    type,
    messageId: randomUUID(),
    source: 'AX',
    mode: 'delta',
    createdAt: instantText(now),
    items,
    ...more,
  };
}
