import { type Kopecks, kopecks } from '#src/lib/money.ts';
import type { DueDay } from '#src/workdays/due-day.rules.ts';

/** An invoice as a person is asked to pay it. */
export interface UnpaidInvoice extends DueDay {
  readonly number: string;
  /** Kopecks. */
  readonly open: Kopecks;
}

/** An invoice with what is still to be paid, kopecks. */
export interface OpenInvoice {
  readonly id: number;
  readonly open: Kopecks;
  readonly contractId: number;
  /** Its contract, or the one that is a supplementary agreement to. */
  readonly rootId: number;
}

/** A contract that money was paid under. */
export interface PaidUnder {
  readonly id: number;
  readonly rootId: number;
}

export interface Share {
  readonly invoiceId: number;
  readonly amount: Kopecks;
}

/**
 * Spreads money over invoices in the order given: each is paid in full before the next; the rest is a prepayment.
 * Example: 100 ₽ over open 60, 30 and 50 ₽ → 60, 30, 10 and nothing left.
 */
export function spread(amount: Kopecks, invoices: readonly Pick<OpenInvoice, 'id' | 'open'>[]): { shares: Share[]; rest: Kopecks } {
  let rest: bigint = amount;
  const shares: Share[] = [];
  for (const { id, open } of invoices) {
    const part = rest < open ? rest : open;
    if (part <= 0n) continue;
    shares.push({ invoiceId: id, amount: kopecks(part) });
    rest -= part;
  }
  return { shares, rest: kopecks(rest) };
}

/**
 * Shares as a person typed them; what they leave is a prepayment. Null where they are more than the payment, or one is more than its
 * invoice asks for.
 */
export function asTyped(
  amount: Kopecks,
  shares: readonly Share[],
  open: readonly Pick<OpenInvoice, 'id' | 'open'>[],
): { shares: readonly Share[]; rest: Kopecks } | null {
  const rest = shares.reduce((left, share) => left - share.amount, amount as bigint);
  const fits = (share: Share) => share.amount > 0n && share.amount <= (open.find(({ id }) => id === share.invoiceId)?.open ?? 0n);
  const isTwice = new Set(shares.map(({ invoiceId }) => invoiceId)).size < shares.length;
  return rest < 0n || isTwice || !shares.every(fits) ? null : { shares, rest: kopecks(rest) };
}

/**
 * Chosen invoices first, in the order chosen; then those of the contract the money was paid under, then of its base and the other
 * agreements to it, then the others: each as they stand. Chosen ones that are not there are left out.
 */
export function inOrder<I extends OpenInvoice>(open: readonly I[], chosen: readonly number[], under: PaidUnder | null): I[] {
  const first = chosen.flatMap((id) => open.find((invoice) => invoice.id === id) ?? []);
  const others = open.filter(({ id }) => !chosen.includes(id));
  const near = (invoice: I) => (under === null || invoice.rootId !== under.rootId ? 2 : invoice.contractId === under.id ? 0 : 1);
  return [...first, ...[0, 1, 2].flatMap((rank) => others.filter((invoice) => near(invoice) === rank))];
}

/** Of one contract and the agreements to it: what an advance paid under it is kept for first. */
export const isUnder = ({ rootId }: OpenInvoice, under: PaidUnder | null): boolean => under !== null && rootId === under.rootId;
