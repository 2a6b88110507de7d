/** A row of a loaded table: its number in the file, counted from 1, and its cells; a number where the file has one. */
export interface SheetRow {
  readonly row: number;
  readonly cells: readonly (string | number)[];
}

/** What a loaded table may have at most. */
export interface SheetLimits {
  readonly rows: number;
  readonly columns: number;
  /** Characters of one cell; the rest is cut. */
  readonly cell: number;
}

export const SHEET_LIMITS: SheetLimits = { rows: 20_000, columns: 60, cell: 1_000 };
