import type { Day } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';

/**
 * What a row of the ledger tells: an invoice of a month; the cancellation of one and the one issued in its stead; money that came;
 * money taken back; money paid before, without a contract, that settles an invoice of one (only where a contract is looked at).
 */
export type EntryKind = 'shipment' | 'cancellation' | 'replacement' | 'payment' | 'reversal' | 'offset';

/** An operation between MONT and a partner, as MONT keeps it. */
export interface LedgerEntry {
  readonly kind: EntryKind;
  /** Id of the invoice or of the payment. */
  readonly id: number;
  /** The day it counts from. */
  readonly on: Day;
  /** Of the invoice or of the payment order; null where the bank gave none. */
  readonly number: string | null;
  /** Date of that document. */
  readonly documentOn: Day;
  /** null: without a contract, or of several. */
  readonly contractId: number | null;
  /** Of an invoice cancelled or reissued: the number of the other one. */
  readonly other: string | null;
  /** By which documents an invoice is delivered; null of money. */
  readonly docMode: 'upd' | 'act_sf' | null;
  /** Kopecks: what raises the partner's debt is positive (debit), what lowers it negative (credit). */
  readonly amount: Kopecks;
}

/** A row with what the partner owes after it; negative: MONT owes. */
export type BalancedEntry = LedgerEntry & { readonly balance: Kopecks };

/** The operations of some days between the balances before and after: closing = opening + Σ amounts. Kopecks. */
export interface Ledger {
  readonly opening: Kopecks;
  readonly entries: readonly BalancedEntry[];
  /** Σ of what is positive, and of what is negative without its sign. */
  readonly debit: Kopecks;
  readonly credit: Kopecks;
  readonly closing: Kopecks;
}

/** Both days included; `from` null: from the beginning. */
export interface LedgerDays {
  readonly from: Day | null;
  readonly to: Day;
}

/** Whose operations: of a contract by its id, of none, or all together. */
export type LedgerContract = number | 'none' | 'all';
