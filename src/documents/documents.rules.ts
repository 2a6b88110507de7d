import { type Day, monthOf } from '#src/lib/days.ts';
import { type Kopecks, kopecks } from '#src/lib/money.ts';
import type { Tone } from '#src/platform/http/components.ts';
import type { DocumentKind } from './documents.types.ts';

/** Where an invoice stands as to money: derived from its sum, what settles it and the day, never stored. */
export type PaymentState = 'open' | 'overdue' | 'paid' | 'cancelled';

export const PAYMENT_STATES = ['open', 'overdue', 'paid', 'cancelled'] as const satisfies readonly PaymentState[];

/** What payment states are worked out from; sums in kopecks. */
export interface Payable {
  readonly status: 'issued' | 'cancelled';
  readonly gross: Kopecks;
  readonly paid: Kopecks;
  readonly dueOn: Day;
}

/** How much is still to be paid; nothing of a cancelled invoice. */
export function openPart({ status, gross, paid }: Payable): Kopecks {
  return kopecks(status === 'cancelled' || paid >= gross ? 0n : gross - paid);
}

/** Overdue begins the day after the due day. */
export function paymentState(invoice: Payable, today: Day): PaymentState {
  if (invoice.status === 'cancelled') return 'cancelled';
  if (openPart(invoice) === 0n) return 'paid';
  return invoice.dueOn < today ? 'overdue' : 'open';
}

/** Where the paper original is, in the order it goes; set by the partner's manager. */
export const ORIGINAL_STATES = ['preparing', 'with_manager', 'handed_over', 'signed'] as const;

export type OriginalState = (typeof ORIGINAL_STATES)[number];

export const ORIGINAL_WORDS: Record<OriginalState, { readonly label: string; readonly tone: Tone }> = {
  preparing: { label: 'Готовится', tone: 'mute' },
  with_manager: { label: 'Передан менеджеру', tone: 'info' },
  handed_over: { label: 'Вручён', tone: 'info' },
  signed: { label: 'Подписан', tone: 'ok' },
};

/** How documents are called on links, in the order they stand. */
export const DOCUMENT_WORDS: Record<DocumentKind, string> = {
  invoice: 'Счёт',
  utd: 'УПД',
  utd_xml: 'УПД, XML',
  act: 'Акт',
  vat_invoice: 'Счёт-фактура',
};

/** Where the partner finds this very invoice: its month, the invoice marked. `on` is a day of the month it is for. */
export const invoiceHref = ({ number, on }: { number: string; on: Day }): string =>
  `/documents?period=${monthOf(on)}#${encodeURIComponent(number)}`;

/** Documents come within minutes of their invoice; what takes longer is told as late. */
const MAKING_MS = 3_600_000;

/** An invoice in force without documents: being made, or late. */
export function making(
  of: { status: Payable['status']; issuedAt: Date; documents: readonly unknown[] },
  now: Date,
): 'done' | 'making' | 'late' {
  if (of.status === 'cancelled' || of.documents.length > 0) return 'done';
  return now.getTime() - of.issuedAt.getTime() < MAKING_MS ? 'making' : 'late';
}
