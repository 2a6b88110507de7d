/** One invariant as a statement: it returns a row per violation, and none when all is well. */
export interface Check {
  /** Which invariant: `I7`. */
  readonly code: string;
  /** What must hold, in one sentence. */
  readonly says: string;
  /** Unique per check: PostgreSQL keeps the statement under it. */
  readonly name: string;
  /** Rows of `subject` and `detail`; `$1`, where it has one, is the day it is in Moscow. */
  readonly sql: string;
}

export interface Violation {
  readonly code: string;
  readonly says: string;
  /** What it is about: a number of a subscription, an order, an invoice. */
  readonly subject: string;
  readonly detail: string;
}
