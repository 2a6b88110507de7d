import type { LetterContent } from '#src/letters/letters.types.ts';
import { type Day, formatDayLong } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';

/** The month was closed: what is to be paid, by when, where the documents are. Sums in kopecks with VAT. */
export function invoiceIssued(invoice: { number: string; month: string; gross: bigint; dueOn: Day; replaces?: string }): LetterContent {
  return {
    subject: `Счёт № ${invoice.number} за ${invoice.month}: ${formatRub(invoice.gross)}`,
    preheader: `Оплатить до ${formatDayLong(invoice.dueOn)}`,
    blocks: [
      { p: `Выставлен счёт за ${invoice.month}. Закрывающие документы готовы в разделе «Документы».` },
      ...(invoice.replaces ? [{ p: `Он заменяет счёт № ${invoice.replaces}, который аннулирован. Оплата прежнего счёта зачтена.` }] : []),
      {
        facts: [
          ['Счёт', `№ ${invoice.number}`],
          ['Сумма с НДС', formatRub(invoice.gross)],
          ['Оплатить до', formatDayLong(invoice.dueOn)],
        ],
      },
      { button: { label: 'Открыть документы', url: '/documents' } },
      { note: 'Укажите номер счёта в назначении платежа: тогда оплата зачтётся сразу.' },
    ],
  };
}
