import type { Day } from '#src/lib/days.ts';
import { type Kopecks, kopecks } from '#src/lib/money.ts';

/** An invoice as a person is asked to pay it. */
export interface UnpaidInvoice {
  readonly number: string;
  /** Kopecks. */
  readonly open: bigint;
  readonly dueOn: Day;
}

/** An invoice with what is still to be paid, kopecks. */
export interface OpenInvoice {
  readonly id: number;
  readonly open: Kopecks;
}

export interface Share {
  readonly invoiceId: number;
  readonly amount: Kopecks;
}

/**
 * Spreads money over invoices in the order given: each is paid in full before the next; the rest is a prepayment.
 * Example: 100 ₽ over open 60, 30 and 50 ₽ → 60, 30, 10 and nothing left.
 */
export function spread(amount: Kopecks, invoices: readonly OpenInvoice[]): { shares: Share[]; rest: Kopecks } {
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

/** Chosen invoices first, in the order chosen, then the others as they stand; those that are not there are left out. */
export function inOrder<I extends OpenInvoice>(open: readonly I[], chosen: readonly number[]): I[] {
  const first = chosen.flatMap((id) => open.find((invoice) => invoice.id === id) ?? []);
  return [...first, ...open.filter(({ id }) => !chosen.includes(id))];
}
