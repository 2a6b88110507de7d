import type { Seller } from '#src/billing/close/close.types.ts';
import type { Day } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';
import type { Ledger } from './ledger.types.ts';

/** The partner's side of an act, with its requisites of now. */
export interface Party {
  readonly id: number;
  readonly name: string;
  readonly inn: string;
  readonly kpp: string | null;
  readonly ogrn: string | null;
  readonly phone: string | null;
  readonly email: string;
  readonly axDebtorCode: string;
  /** First day that is not closed; null before the first close. */
  readonly openFrom: Day | null;
  /** Day of the first operation; null where there was none. */
  readonly firstOn: Day | null;
  readonly contracts: readonly ActContract[];
}

export interface ActContract {
  readonly id: number;
  readonly number: string;
  readonly signedOn: Day;
  readonly baseNumber: string | null;
  readonly baseSignedOn: Day | null;
}

/** Whose operations an act tells: of one contract, of none, or all. */
export type ActScope = ActContract | 'none' | 'all';

/** Days of an act, both included. */
export interface ActDays {
  readonly from: Day;
  readonly to: Day;
}

/** What an account of Axapta owes by the ledger and by Axapta's books; kopecks. It may be the account of several partners: for MONT's people alone. */
export interface Mismatch {
  readonly ours: Kopecks;
  readonly theirs: Kopecks;
}

/** An act of reconciliation as page, paper and files tell it (formats §7): all of them add nothing of their own. */
export interface Act extends ActDays {
  readonly seller: Seller;
  readonly party: Party;
  readonly of: ActScope;
  readonly ledger: Ledger;
  /** The same contract by contract, null is «без договора»; one part where the act is of one contract. */
  readonly parts: readonly { readonly contract: ActContract | null; readonly ledger: Ledger }[];
  /** Where Axapta says another balance of the last day: the act is provisional. */
  readonly mismatch: Mismatch | null;
  readonly formedAt: Date;
}
