import { type Kopecks, kopecks } from '#src/lib/money.ts';
import { type Match, type MatchableInvoice, matchPayment, type PaymentToMatch } from './matching.rules.ts';
import { readPurpose } from './purpose.rules.ts';

/**
 * Open invoices of everybody, found by what may speak for one: buyer, number, sum. A payment is compared with these few only, with
 * the outcome of `matchPayment` over all; what it settles is taken off, so that the next one finds what is left.
 */
export class OpenInvoices<I extends MatchableInvoice> {
  readonly #open = new Map<number, I>();
  readonly #places = new Map<number, number>();
  readonly #byInn = new Map<string, Set<number>>();
  readonly #bySeq = new Map<number, Set<number>>();
  readonly #bySum = new Map<bigint, Set<number>>();
  readonly #series: readonly string[];

  /** @param invoices oldest first · @param series all series of numbers there are */
  constructor(invoices: readonly I[], series: readonly string[]) {
    this.#series = series;
    for (const [at, invoice] of invoices.entries()) {
      this.#open.set(invoice.id, invoice);
      this.#places.set(invoice.id, at);
      put(this.#byInn, invoice.buyerInn, invoice.id);
      put(this.#bySeq, Number(invoice.number.slice(invoice.number.lastIndexOf('-') + 1)), invoice.id);
      put(this.#bySum, invoice.open, invoice.id);
    }
  }

  get(id: number): I | undefined {
    return this.#open.get(id);
  }

  match(payment: PaymentToMatch): Match {
    const { named, bare } = readPurpose(payment.purpose, this.#series);
    const buyers = [payment.payerInn, ...payment.accountOf].filter((inn) => inn !== null);
    const ids = new Set([
      ...buyers.flatMap((inn) => [...(this.#byInn.get(inn) ?? [])]),
      ...[...named.map(({ seq }) => seq), ...bare].flatMap((seq) => [...(this.#bySeq.get(seq) ?? [])]),
      ...(this.#bySum.get(payment.amount) ?? []),
    ]);
    const inOrder = [...ids].sort((a, b) => (this.#places.get(a) ?? 0) - (this.#places.get(b) ?? 0));
    return matchPayment(
      payment,
      inOrder.flatMap((id) => this.#open.get(id) ?? []),
      this.#series,
    );
  }

  /** Takes off what a payment settles, kopecks. */
  settle(id: number, amount: Kopecks): void {
    const invoice = this.#open.get(id);
    if (!invoice) return;
    this.#bySum.get(invoice.open)?.delete(id);
    const left = kopecks(invoice.open - amount);
    if (left > 0n) {
      this.#open.set(id, { ...invoice, open: left });
      put(this.#bySum, left, id);
    } else this.#open.delete(id);
  }
}

function put<K>(map: Map<K, Set<number>>, key: K, id: number): void {
  const found = map.get(key);
  if (found) found.add(id);
  else map.set(key, new Set([id]));
}
