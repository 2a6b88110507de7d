/** A row of a loaded table: its number in the file, counted from 1, and its cells; a number where the file has one. */
export interface SheetRow {
  readonly row: number;
  readonly cells: readonly (string | number)[];
}

/** A sheet of a loaded table. Hidden rows and columns are not in its rows. */
export interface Sheet {
  readonly rows: readonly SheetRow[];
  /** Rows with something in them that are hidden. */
  readonly hiddenRows: number;
  /** Places of the columns that are hidden, from 0. */
  readonly hiddenColumns: readonly number[];
}

/** A loaded workbook; a CSV is one of a single nameless sheet. */
export interface Workbook {
  /** Names of the sheets that can be seen, in their order. */
  readonly sheets: readonly string[];
  /** Reads one of them by its place in `sheets`. @throws UnreadableFile with a sentence */
  read(sheet: number): Promise<Sheet>;
}

/** What a loaded table may have at most. */
export interface SheetLimits {
  /** Rows with something in them. */
  readonly rows: number;
  readonly columns: number;
  /** Characters of one cell; the rest is cut. */
  readonly cell: number;
}

export const SHEET_LIMITS: SheetLimits = { rows: 20_000, columns: 60, cell: 1_000 };
