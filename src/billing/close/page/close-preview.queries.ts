import { closeOutlook, type Outlook, type OutlookRow } from '#src/billing/close/close-outlook.queries.ts';
import type { Month } from '#src/lib/days.ts';
import { type Kopecks, sum } from '#src/lib/money.ts';
import { searchFits } from '#src/lib/search-key.ts';
import type { Part } from '#src/lib/table.ts';
import type { Scope } from '#src/platform/scope.ts';
import type { CloseFilter } from './close.forms.ts';

/** What the close will come to over all partners; kopecks. */
export interface PreviewTotals extends Omit<Outlook, 'rows'> {
  readonly partners: number;
  readonly gross: Kopecks;
  readonly invoices: number;
  readonly renewals: number;
  /** Partners that can't be closed. */
  readonly faulty: number;
  /** Renewals that will be held. */
  readonly held: number;
}

export interface ClosePreview {
  readonly totals: PreviewTotals;
  /** Partners the filter finds. */
  readonly total: number;
  readonly rows: readonly OutlookRow[];
}

/** The close of a month before it is run: totals of all partners it is not done for, and a page of those the filter finds. */
export async function closePreview(scope: Scope, month: Month, filter: CloseFilter, part: Part): Promise<ClosePreview> {
  const outlook = await closeOutlook(scope, month);
  const found = sorted(outlook.rows.filter(fits(filter)), filter.sort);
  const rows = found.slice(part.offset, part.offset + part.limit);
  return { totals: totalsOf(outlook), total: found.length, rows };
}

/** Every partner the filter finds, for a file. */
export async function exportPreview(scope: Scope, month: Month, filter: CloseFilter): Promise<OutlookRow[]> {
  const { rows } = await closeOutlook(scope, month);
  return sorted(rows.filter(fits(filter)), filter.sort);
}

function fits({ q, only }: CloseFilter): (row: OutlookRow) => boolean {
  const isFound = searchFits(q);
  return ({ name, inn, fault, held }) => {
    if (only === 'faults' && fault === null) return false;
    if (only === 'held' && held === 0) return false;
    return isFound(name, inn);
  };
}

/** `attention`: what can't be closed first, then whose renewals are held; rows come by name. */
function sorted(rows: OutlookRow[], sort: CloseFilter['sort']): OutlookRow[] {
  if (sort === 'attention') return rows.sort((a, b) => urgency(a) - urgency(b)); // stable: by name within
  const by = sort.endsWith('name')
    ? (a: OutlookRow, b: OutlookRow) => a.name.localeCompare(b.name, 'ru')
    : (a: OutlookRow, b: OutlookRow) => Number(a.gross - b.gross);
  return rows.sort(sort.startsWith('-') ? (a, b) => by(b, a) : by);
}

const urgency = ({ fault, held }: OutlookRow): number => (fault ? 0 : held > 0 ? 1 : 2);

function totalsOf({ rows, ...made }: Outlook): PreviewTotals {
  const add = (of: (row: OutlookRow) => number) => rows.reduce((total, row) => total + of(row), 0);
  return {
    ...made,
    partners: rows.length,
    gross: sum(...rows.map(({ gross }) => gross)),
    invoices: add(({ invoices }) => invoices),
    renewals: add(({ renewed }) => renewed),
    faulty: add(({ fault }) => (fault ? 1 : 0)),
    held: add(({ held }) => held),
  };
}
