import { createHash } from 'node:crypto';
import type { Day } from '#src/lib/days.ts';
import { groupedBy } from '#src/lib/groups.ts';
import { type Kopecks, sum } from '#src/lib/money.ts';
import type { MatchableInvoice, Suggestion } from '#src/payments/matching.rules.ts';
import type { OpenInvoices } from '#src/payments/open-invoices.rules.ts';
import { type Share, spread } from '#src/payments/payments.rules.ts';

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

/** What sure payments of one partner do together; kopecks, and invoices they pay in full. */
export interface PartnersRelief {
  readonly partnerId: number;
  readonly freed: Kopecks;
  readonly paidInvoiceIds: readonly number[];
}

/** @param openOf kopecks an invoice asks for before any of it */
export function reliefOf(sure: readonly Sorted<unknown>[], openOf: (invoiceId: number) => Kopecks): PartnersRelief[] {
  const own = sure.flatMap((one) =>
    one.partnerId === null ? [] : one.shares.map((share) => ({ ...share, partnerId: one.partnerId ?? 0 })),
  );
  return [...groupedBy(own, ({ partnerId }) => partnerId)].map(([partnerId, shares]) => ({
    partnerId,
    freed: sum(...shares.map(({ amount }) => amount)),
    paidInvoiceIds: [...groupedBy(shares, ({ invoiceId }) => invoiceId)]
      .filter(([id, of]) => sum(...of.map(({ amount }) => amount)) === openOf(id))
      .map(([id]) => id),
  }));
}

/** Stands for what a person has seen: which payments, for which invoices, and which orders run. */
export function seenOf(sure: readonly Sorted<{ readonly id: number }>[], orders: readonly string[]): string {
  const rows = sure.map(({ payment, suggestions }) => [payment.id, suggestions[0]?.invoiceIds ?? []]);
  return createHash('sha256')
    .update(JSON.stringify([rows, [...orders].sort()]))
    .digest('hex')
    .slice(0, 32);
}
