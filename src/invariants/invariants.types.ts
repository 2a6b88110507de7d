/** One invariant as a statement: it returns a row per violation, and none when all is well. */
export interface Check {
  /** Which invariant: `I7`. */
  readonly code: string;
  /** What must hold, in one sentence. */
  readonly says: string;
  /** Unique per check: PostgreSQL keeps the statement under it. */
  readonly name: string;
  /** Rows of `subject` and `detail`; `$1`, where it has one, is the day it is in Moscow, or what it `asks`. */
  readonly sql: string;
  /** `$1` is by how much the portal's clock is ahead of the database's on purpose, in ms: 0 but for a demo. */
  readonly asks?: 'ahead';
}

export interface Violation {
  readonly code: string;
  readonly says: string;
  /** What it is about: a number of a subscription, an order, an invoice. */
  readonly subject: string;
  readonly detail: string;
}
