import { invoiceHref } from '#src/documents/documents.rules.ts';
import type { LetterContent } from '#src/letters/letters.types.ts';
import { type Day, firstOfMonth, formatDayLong, formatMonth, type Month } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';

/** The month was closed: what is to be paid, by when, where the documents are. Sums in kopecks with VAT. */
export function invoiceIssued(invoice: { number: string; month: Month; gross: bigint; dueOn: Day; replaces?: string }): LetterContent {
  const month = formatMonth(invoice.month);
  return {
    subject: `Счёт № ${invoice.number} за ${month}: ${formatRub(invoice.gross)}`,
    preheader: `Оплатить до ${formatDayLong(invoice.dueOn)}`,
    blocks: [
      { p: `Выставлен счёт за ${month}. Закрывающие документы готовы в разделе «Документы».` },
      ...(invoice.replaces ? [{ p: `Он заменяет счёт № ${invoice.replaces}, который аннулирован. Оплата прежнего счёта зачтена.` }] : []),
      {
        facts: [
          ['Счёт', `№ ${invoice.number}`],
          ['Сумма с НДС', formatRub(invoice.gross)],
          ['Оплатить до', formatDayLong(invoice.dueOn)],
        ],
      },
      { button: { label: 'Открыть счёт', url: invoiceHref({ number: invoice.number, on: firstOfMonth(invoice.month) }) } },
      { note: 'Укажите номер счёта в назначении платежа: тогда оплата зачтётся сразу.' },
    ],
  };
}
