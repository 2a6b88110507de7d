import type { Day } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';

/** One end of a bank document. The bank may name more than one account of it. */
export interface Side {
  readonly accounts: readonly string[];
  readonly name: string;
  readonly inn: string | null;
  readonly kpp: string | null;
}

/** A document of a statement, whichever way the money went; `amount` in kopecks. */
export interface BankDocument {
  /** «Строка 41»: where it begins, for people. */
  readonly place: string;
  readonly number: string;
  /** The day the money came, as far as the bank tells. */
  readonly day: Day;
  readonly amount: Kopecks;
  readonly payer: Side;
  readonly payee: Side;
  readonly purpose: string;
}

/** What the bank itself says of an account over some days; sums in kopecks, null where it says nothing. */
export interface BankTotals {
  readonly account: string;
  readonly from: Day | null;
  readonly to: Day | null;
  readonly opening: Kopecks | null;
  readonly received: Kopecks | null;
  readonly paid: Kopecks | null;
  readonly closing: Kopecks | null;
}

/** Money that came to us, as it is kept; the sum is text of kopecks. */
export interface IncomingPayment {
  /** Identity: our account | payer's account | number | day | sum | which of equal ones (money in, reader 7). */
  readonly key: string;
  readonly account: string;
  readonly payerAccount: string;
  readonly payerName: string;
  readonly payerInn: string | null;
  readonly payerKpp: string | null;
  readonly docNumber: string | null;
  readonly receivedOn: Day;
  readonly amount: string;
  readonly purpose: string;
}

/** Documents of one direction; `amount` is text of kopecks. */
export interface Turnover {
  readonly count: number;
  readonly amount: string;
}

/** A statement that was read whole. */
export interface ReadStatement {
  /** «1CClientBankExchange 1.03», «camt.053.001.08» */
  readonly format: string;
  /** Our accounts in it. */
  readonly accounts: readonly string[];
  readonly from: Day | null;
  readonly to: Day | null;
  readonly incoming: Turnover;
  readonly outgoing: Turnover;
  readonly transfers: Turnover;
  /** Control sums that do not come out, and what was left out: sentences with the sums. */
  readonly warnings: readonly string[];
  /** The incoming payments as JSON arrays of some thousand each. */
  readonly parts: readonly string[];
}
