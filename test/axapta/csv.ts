import iconv from 'iconv-lite';
import type { Message } from './books.types.ts';

const HEADS: Readonly<Record<string, readonly string[]>> = {
  debtors: (
    'custAccount;invoiceAccount;name;inn;kpp;blocked;blockReason;currency;creditMax;mandatoryCreditLimit;balance;overdue;oldestDueDate;' +
    'paymDays;asOf;version'
  ).split(';'),
  payments: 'transId;invoiceAccount;date;amount;currency;docNumber;docDate;payerInn;purpose;voucher;canceled;version'.split(';'),
};

/** Is there a CSV form of it? */
export const hasCsv = (type: string): boolean => type in HEADS;

/** A message as a table, as exports of an accounting system look: `;`, CRLF, UTF-8 with its mark or Windows-1251. */
export function csvOf({ type, items }: Message, encoding: 'utf-8' | 'windows-1251'): Buffer {
  const head = HEADS[type] ?? [];
  const lines = [head.join(';'), ...items.map((item) => head.map((name) => cell(item[name])).join(';'))];
  const text = `${lines.join('\r\n')}\r\n`;
  return encoding === 'utf-8' ? Buffer.from(`\ufeff${text}`) : iconv.encode(text, 'win1251');
}

function cell(value: unknown): string {
  const text = value === undefined || value === null ? '' : String(value);
  return /[;"\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
