import { type Kopecks, kopecks } from '#src/lib/money.ts';
import { type Match, type MatchableInvoice, matchPayment, type PaymentToMatch } from './matching.rules.ts';
import { readPurpose } from './purpose.rules.ts';

/**
 * Open invoices of everybody, found by what may speak for one: buyer, number, sum. A payment is compared with these few only, with
 * the outcome of `matchPayment` over all; what it settles is taken off, so that the next one finds what is left.
 */
export class OpenInvoices<I extends MatchableInvoice> {
  /** By their places, oldest first; null once one is settled. */
  readonly #open: (I | null)[];
  readonly #places = new Map<number, number>();
  readonly #byInn = new Map<string, number[]>();
  readonly #bySeq = new Map<number, number[]>();
  readonly #bySum = new Map<bigint, number[]>();
  readonly #series: readonly string[];

  /** @param invoices oldest first · @param series all series of numbers there are */
  constructor(invoices: readonly I[], series: readonly string[]) {
    this.#series = series;
    this.#open = [...invoices];
    for (const [place, invoice] of invoices.entries()) {
      this.#places.set(invoice.id, place);
      put(this.#byInn, invoice.buyerInn, place);
      put(this.#bySeq, Number(invoice.number.slice(invoice.number.lastIndexOf('-') + 1)), place);
      put(this.#bySum, invoice.open, place);
    }
  }

  get(id: number): I | undefined {
    return this.#open[this.#places.get(id) ?? -1] ?? undefined;
  }

  match(payment: PaymentToMatch): Match {
    const read = readPurpose(payment.purpose, this.#series);
    const buyers = [payment.payerInn, ...payment.accountOf].filter((inn) => inn !== null);
    const places = new Set([
      ...buyers.flatMap((inn) => this.#byInn.get(inn) ?? []),
      ...[...read.named.map(({ seq }) => seq), ...read.bare].flatMap((seq) => this.#bySeq.get(seq) ?? []),
      ...(this.#bySum.get(payment.amount) ?? []),
    ]);
    const inOrder = [...places].sort((a, b) => a - b).flatMap((place) => this.#open[place] ?? []);
    return matchPayment(payment, inOrder, this.#series, read);
  }

  /** Takes off what a payment settles, kopecks. */
  settle(id: number, amount: Kopecks): void {
    const place = this.#places.get(id) ?? -1;
    const invoice = this.#open[place];
    if (!invoice) return;
    const others = (this.#bySum.get(invoice.open) ?? []).filter((other) => other !== place);
    this.#bySum.set(invoice.open, others);
    const left = kopecks(invoice.open - amount);
    this.#open[place] = left > 0n ? { ...invoice, open: left } : null;
    if (left > 0n) put(this.#bySum, left, place);
  }
}

function put<K>(map: Map<K, number[]>, key: K, place: number): void {
  const found = map.get(key);
  if (found) found.push(place);
  else map.set(key, [place]);
}
