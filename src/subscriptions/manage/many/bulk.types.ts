/** What can be done to many subscriptions at once (product rule §8). */
export const BULK_ACTIONS = ['stop', 'start', 'renewal-on', 'renewal-off', 'seats'] as const;
export type BulkAction = (typeof BULK_ACTIONS)[number];

/** One subscription of many; seats only for the action `seats`. */
export interface BulkLine {
  readonly number: string;
  readonly seats: number | null;
}

/** A line of the pasted list that can't be taken. */
export interface BadLine {
  /** Counted from 1, as in the spreadsheet. */
  readonly row: number;
  readonly text: string;
  readonly reason: string;
}

/** How many subscriptions one change takes: they are changed in one transaction. */
export const MOST_LINES = 200;
