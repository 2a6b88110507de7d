import { invoiceHref } from '#src/documents/documents.rules.ts';
import type { LetterContent } from '#src/letters/letters.types.ts';
import { type Day, formatDayLong } from '#src/lib/days.ts';
import { formatRub, type Kopecks } from '#src/lib/money.ts';
import { type DueDay, dueDay } from '#src/workdays/due-day.rules.ts';

/** What reminders tell of an invoice; `open` in kopecks. */
export interface InvoiceFacts extends DueDay {
  readonly number: string;
  readonly issuedOn: Day;
  readonly open: Kopecks;
}

/** Three days before the due day, and on it. */
export function invoiceDue(invoice: InvoiceFacts, today: Day): LetterContent {
  const when = invoice.dueOn === today ? 'сегодня последний день' : `оплатить до ${dueDay(invoice, formatDayLong)}`;
  return about(
    invoice,
    `Счёт № ${invoice.number}: ${when}`,
    'Напоминаем об оплате счёта. Если оплата уже отправлена, ничего делать не нужно.',
  );
}

/** The day after: the partner is blocked until it is paid. */
export function invoiceOverdue(invoice: InvoiceFacts): LetterContent {
  const text =
    'Срок оплаты прошёл. Новые заказы и управление подписками заблокированы, пока счёт не оплачен; действующие подписки работают.';
  return about(invoice, `Просрочена оплата счёта № ${invoice.number}`, text);
}

function about(invoice: InvoiceFacts, subject: string, text: string): LetterContent {
  return {
    subject,
    preheader: `К оплате ${formatRub(invoice.open)}`,
    blocks: [
      { p: text },
      {
        facts: [
          ['Счёт', `№ ${invoice.number} от ${formatDayLong(invoice.issuedOn)}`],
          ['К оплате', formatRub(invoice.open)],
          ['Срок оплаты', dueDay(invoice, formatDayLong)],
        ],
      },
      { button: { label: 'Открыть счёт', url: invoiceHref({ number: invoice.number, on: invoice.issuedOn }) } },
    ],
  };
}
