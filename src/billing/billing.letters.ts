import { invoiceHref } from '#src/documents/documents.rules.ts';
import type { LetterContent } from '#src/letters/letters.types.ts';
import { firstOfMonth, formatDayLong, formatMonth, type Month } from '#src/lib/days.ts';
import { formatRub, type Kopecks } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import { type DueDay, dueDay } from '#src/workdays/due-day.rules.ts';

/** The month was closed: what is to be paid, by when, where the documents are. Sums in kopecks with VAT. */
export function invoiceIssued(
  invoice: DueDay & {
    number: string;
    month: Month;
    gross: Kopecks;
    vat: Kopecks;
    replaces?: string;
  },
): LetterContent {
  const month = formatMonth(invoice.month);
  return {
    subject: `Счёт № ${invoice.number} за ${month}: ${formatRub(invoice.gross)}`,
    preheader: `Оплатить до ${dueDay(invoice, formatDayLong)}`,
    blocks: [
      { p: `Выставлен счёт за ${month}. Закрывающие документы готовы в разделе «Документы».` },
      ...(invoice.replaces ? [{ p: `Он заменяет счёт № ${invoice.replaces}, который аннулирован. Оплата прежнего счёта зачтена.` }] : []),
      {
        facts: [
          ['Счёт', `№ ${invoice.number}`],
          ['Сумма', formatRub(invoice.gross)],
          ['В том числе НДС', invoice.vat === 0n ? 'без НДС' : formatRub(invoice.vat)],
          ['Оплатить до', dueDay(invoice, formatDayLong)],
        ],
      },
      { button: { label: 'Открыть счёт', url: invoiceHref({ number: invoice.number, on: firstOfMonth(invoice.month) }) } },
      { note: 'Укажите номер счёта в назначении платежа: тогда оплата зачтётся сразу.' },
    ],
  };
}

/** To MONT's people: the month could not be closed for these partners, each with the reason; `partners` are the first of `count`. */
export function closeParked(of: { month: Month; count: number; partners: readonly { name: string; fault: string }[] }): LetterContent {
  const parked = count(of.count, 'партнёр отложен', 'партнёра отложены', 'партнёров отложены');
  const more = of.count - of.partners.length;
  return {
    subject: `Закрытие за ${formatMonth(of.month)}: ${parked}`,
    preheader: 'У них ещё нет счёта за этот месяц',
    blocks: [
      { p: 'Месяц закрыт не для всех. У этих партнёров ещё нет счёта; остальных это не задержало.' },
      { list: of.partners.map(({ name, fault }) => `${name}. ${fault}`) },
      ...(more > 0 ? [{ p: `И ещё ${count(more, 'партнёр', 'партнёра', 'партнёров')}: все на странице закрытия.` }] : []),
      { p: 'Устраните причину и запустите закрытие ещё раз: кому счёт выставлен, тех оно не тронет.' },
      { button: { label: 'Открыть закрытие месяца', url: `/admin/closing/${of.month}` } },
    ],
  };
}
