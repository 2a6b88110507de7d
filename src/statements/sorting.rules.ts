import type { Day } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';
import type { Evidence, MatchableInvoice, Suggestion } from '#src/payments/matching.rules.ts';
import type { OpenInvoices } from '#src/payments/open-invoices.rules.ts';
import { type Share, spread } from '#src/payments/payments.rules.ts';

/** More payments than this are sorted by a job, in a thread of its own: a page can't wait for them. */
export const MANY = 500;

/** A payment of a statement that waits to be recorded, as far as it is judged by. Sum in kopecks. */
export interface WaitingPayment {
  readonly id: number;
  readonly amount: Kopecks;
  readonly payerInn: string | null;
  readonly payerAccount: string;
  readonly purpose: string;
  readonly docNumber: string | null;
  readonly receivedOn: Day;
}

/** An open invoice with its partner. */
export interface PartnersInvoice extends MatchableInvoice {
  readonly partnerId: number;
}

/** `known`: recorded already, having come through another door. */
export type Kind = 'sure' | 'suggested' | 'unknown' | 'known';

/** What a payment was found to be for. `partnerId` is null where nothing tells whose it is. */
export interface Sorted<P = WaitingPayment> {
  readonly payment: P;
  readonly kind: Kind;
  readonly suggestions: readonly Suggestion[];
  readonly partnerId: number | null;
  /** What it would settle: of a sure one. */
  readonly shares: readonly Share[];
  /** The payment that a known one is. */
  readonly paymentId: number | null;
}

/** Whose money it may be beside what the purpose says. */
export interface KnownPayers {
  /** ИНН of the partners who were confirmed to pay from an account. */
  readonly ofAccount: ReadonlyMap<string, readonly string[]>;
  /** The one partner of an ИНН. */
  readonly partnerOf: ReadonlyMap<string, number>;
}

/**
 * Sorts payments in their order, each as it will be found when those before it are recorded: of two for one invoice the second finds
 * what the first has left. One for invoices of several partners is never sure.
 */
export function sortPayments<P extends WaitingPayment>(
  payments: readonly P[],
  open: OpenInvoices<PartnersInvoice>,
  known: KnownPayers,
): Sorted<P>[] {
  return payments.map((payment) => sortOne(payment, open, known));
}

function sortOne<P extends WaitingPayment>(payment: P, open: OpenInvoices<PartnersInvoice>, known: KnownPayers): Sorted<P> {
  const accountOf = known.ofAccount.get(payment.payerAccount) ?? [];
  const match = open.match({ ...payment, accountOf });
  const named = (match.suggestions[0]?.invoiceIds ?? []).flatMap((id) => open.get(id) ?? []);
  const partners = new Set(named.map(({ partnerId }) => partnerId));
  const payer = payingPartnerOf(payment, known);
  const { suggestions } = match;
  if (match.kind !== 'sure' || partners.size !== 1) {
    const kind = match.kind === 'unknown' ? 'unknown' : 'suggested';
    return { payment, kind, suggestions, partnerId: named[0]?.partnerId ?? payer, shares: [], paymentId: null };
  }
  const { shares } = spread(payment.amount, named);
  for (const { invoiceId, amount } of shares) open.settle(invoiceId, amount);
  return { payment, kind: 'sure', suggestions, partnerId: named[0]?.partnerId ?? null, shares, paymentId: null };
}

/** Whose money it is as far as ИНН and account tell; null where they do not. */
export function payingPartnerOf({ payerInn, payerAccount }: WaitingPayment, { ofAccount, partnerOf }: KnownPayers): number | null {
  const inns = [payerInn, ...(ofAccount.get(payerAccount) ?? [])].filter((inn) => inn !== null);
  return inns.map((inn) => partnerOf.get(inn)).find((id) => id !== undefined) ?? null;
}

/** A sorted payment as it is kept. */
export interface SortedRow {
  readonly id: number;
  readonly kind: Kind;
  readonly payer_id: number | null;
  readonly invoice_ids: readonly number[];
  /** Kopecks of each, as text: of a sure one. */
  readonly shares: readonly string[];
  readonly evidence: readonly Evidence[];
  readonly known_as: number | null;
}

/** The best of what was found is kept: the others are asked for where one payment is decided. */
export function sortedRow({ payment, kind, suggestions: [best], partnerId, shares, paymentId }: Sorted): SortedRow {
  const shareOf = (id: number) => String(shares.find(({ invoiceId }) => invoiceId === id)?.amount ?? 0n);
  const invoiceIds = best?.invoiceIds ?? [];
  return {
    ...{ id: payment.id, kind, payer_id: partnerId, invoice_ids: invoiceIds, evidence: best?.evidence ?? [], known_as: paymentId },
    shares: kind === 'sure' ? invoiceIds.map(shareOf) : [],
  };
}
