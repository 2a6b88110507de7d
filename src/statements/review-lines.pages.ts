import { formatDayShort } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { EVIDENCE, type Suggestion } from '#src/payments/matching.rules.ts';
import type { BadgeProps } from '#src/platform/http/components.ts';
import type { NamedInvoice } from './review.queries.ts';
import type { Sorted } from './sorting.rules.ts';
import type { BankPayment } from './statements.queries.ts';

/** A payment in the list of a statement. */
export interface ReviewLine {
  readonly payer: string;
  readonly details: string;
  readonly purpose: string;
  readonly day: string;
  readonly amount: string;
  /** What it is for, or what it became. */
  readonly what: string;
  /** What speaks for that. */
  readonly chips: readonly BadgeProps[];
  readonly link: { readonly href: string; readonly label: string };
}

const lineOf = (row: BankPayment): Pick<ReviewLine, 'payer' | 'details' | 'purpose' | 'day' | 'amount'> => ({
  payer: row.payerName || 'Плательщик не указан',
  details: [row.payerInn && `ИНН ${row.payerInn}`, row.docNumber && `№ ${row.docNumber}`].filter(Boolean).join(', '),
  purpose: row.purpose,
  day: formatDayShort(row.receivedOn),
  amount: formatRub(row.amount),
});

export function waitingLine(
  { payment, kind, suggestions, partnerId, paymentId }: Sorted<BankPayment>,
  invoices: ReadonlyMap<number, NamedInvoice>,
  path: string,
): ReviewLine {
  if (paymentId !== null) return { ...lineOf(payment), ...knownAs(paymentId, payment.docNumber), chips: [] };
  const [best] = suggestions;
  const nothing = partnerId === null ? 'Партнёр не найден' : 'Партнёр известен, счёт не найден: станет авансом';
  return {
    ...lineOf(payment),
    what: best ? wordsOf(best, invoices) : nothing,
    chips: (best?.evidence ?? []).map((one): BadgeProps => ({ tone: kind === 'sure' ? 'ok' : 'mute', label: EVIDENCE[one] })),
    link: { href: `${path}/${payment.id}`, label: kind === 'sure' ? 'Изменить' : 'Решить' },
  };
}

/** It came through another door before. */
const knownAs = (paymentId: number, docNumber: string | null) => ({
  what: `Уже записан: платёж № ${paymentId}`,
  link: { href: `/admin/payments?q=${encodeURIComponent(docNumber ?? '')}`, label: 'Показать' },
});

/** «Счёт № МС-000001 от 30.11.2026, 449,40 ₽» */
function wordsOf({ invoiceIds }: Suggestion, invoices: ReadonlyMap<number, NamedInvoice>): string {
  const named = invoiceIds.flatMap((id) => invoices.get(id) ?? []);
  const words = named.map(({ number, issuedOn, open }) => `№ ${number} от ${formatDayShort(issuedOn)}, ${formatRub(open)}`);
  return `${named.length > 1 ? 'Счета' : 'Счёт'} ${words.join('; ')}`;
}

/** One that was recorded, or is not ours. */
export function decidedLine(row: BankPayment, path: string): ReviewLine {
  if (row.state === 'foreign') {
    const link = { href: `${path}/${row.id}`, label: 'Вернуть' };
    return { ...lineOf(row), what: `Не наш платёж: ${row.foreignBy ?? ''}`, chips: [], link };
  }
  const what = `${row.partnerName ?? ''}: ${row.invoices === '' ? 'аванс' : `счета ${row.invoices}`}`;
  if (row.first !== 'bank' && row.paymentId !== null) {
    const as = knownAs(row.paymentId, row.docNumber);
    return { ...lineOf(row), ...as, what: `${as.what}. ${what}`, chips: [{ tone: 'mute', label: row.registeredBy ?? '' }] };
  }
  return {
    ...lineOf(row),
    what,
    chips: [{ tone: 'mute', label: row.registeredBy ?? '' }],
    link: { href: `/admin/payments/${row.paymentId}/reversal`, label: 'Сторнировать' },
  };
}
