import type { HeldReason } from '#src/credit/credit.rules.ts';
import type { Month } from '#src/lib/days.ts';
import { searchFits } from '#src/lib/search-key.ts';
import type { Scope } from '#src/platform/scope.ts';
import type { ClosingFilter } from './closing.forms.ts';
import { PARTNERS_PER_PAGE } from './closing.queries.ts';
import { closeOutlook, type OutlookRow } from './closing-outlook.queries.ts';
import { type PartnerPreview, previewClose } from './preview.service.ts';

/** A row of the preview with why renewals are held. */
export interface PreviewRow extends PartnerPreview {
  readonly reason: HeldReason | null;
}

/** What the close will come to over all partners; kopecks. */
export interface PreviewTotals {
  readonly partners: number;
  readonly gross: bigint;
  readonly invoices: number;
  readonly renewals: number;
  /** Partners some of whose renewals will be held, and those that can't be closed. */
  readonly tight: number;
  readonly faulty: number;
  /** How many renewals are held; null when there are too many partners to decide them all for a page. */
  readonly held: number | null;
}

export interface ClosingPreview {
  readonly totals: PreviewTotals;
  /** Partners the filter finds. */
  readonly total: number;
  readonly rows: readonly PreviewRow[];
}

/**
 * The close of a month before it is run. Partners of the page are worked out by the very code of the close; when they all fit on
 * one page, so are the totals. Of more, the totals are told by a few statements over all, and how many renewals are held is not.
 */
export async function closingPreview(scope: Scope, month: Month, filter: ClosingFilter & { page: number }): Promise<ClosingPreview> {
  const all = await closeOutlook(scope, month);
  const found = sorted(all.filter(fits(filter)), filter.sort);
  const page = found.slice((filter.page - 1) * PARTNERS_PER_PAGE, filter.page * PARTNERS_PER_PAGE);
  const isSmall = all.length <= PARTNERS_PER_PAGE;
  const rows = await previewed(scope, month, isSmall ? all : page);
  const byId = new Map(rows.map((row) => [row.partnerId, row]));
  const shown = page.flatMap(({ partnerId }) => byId.get(partnerId) ?? []);
  return { totals: isSmall ? exactly(rows) : roughly(all), total: found.length, rows: shown };
}

/** Every partner the filter finds, page by page, for a file. */
export async function* exportPreview(scope: Scope, month: Month, filter: ClosingFilter): AsyncGenerator<PreviewRow> {
  const found = sorted((await closeOutlook(scope, month)).filter(fits(filter)), filter.sort);
  for (let from = 0; from < found.length; from += PARTNERS_PER_PAGE) {
    yield* await previewed(scope, month, found.slice(from, from + PARTNERS_PER_PAGE));
  }
}

/** The preview of these partners, in their order. */
async function previewed(scope: Scope, month: Month, of: readonly OutlookRow[]): Promise<PreviewRow[]> {
  const outcomes = await previewClose(
    scope,
    month,
    of.map(({ partnerId }) => partnerId),
  );
  const byId = new Map(outcomes.map((outcome) => [outcome.partnerId, outcome]));
  return of.flatMap(({ partnerId, reason }) => {
    const outcome = byId.get(partnerId);
    return outcome ? [{ ...outcome, reason: outcome.held > 0 ? reason : null }] : []; // closed while we looked
  });
}

function fits({ q, only }: ClosingFilter): (row: OutlookRow) => boolean {
  const isFound = searchFits(q);
  return ({ name, inn, fault, reason }) => {
    if (only === 'faults' && fault === null) return false;
    if (only === 'held' && (reason === null || fault !== null)) return false;
    return isFound(name, inn);
  };
}

function sorted(rows: OutlookRow[], sort: ClosingFilter['sort']): OutlookRow[] {
  if (sort === 'attention') return rows;
  const by = sort.endsWith('name')
    ? (a: OutlookRow, b: OutlookRow) => a.name.localeCompare(b.name, 'ru')
    : (a: OutlookRow, b: OutlookRow) => Number(a.gross - b.gross);
  return rows.sort(sort.startsWith('-') ? (a, b) => by(b, a) : by);
}

function roughly(all: readonly OutlookRow[]): PreviewTotals {
  const good = all.filter(({ fault }) => fault === null);
  const add = (of: (row: OutlookRow) => number) => good.reduce((total, row) => total + of(row), 0);
  return {
    partners: all.length,
    gross: good.reduce((total, { gross }) => total + gross, 0n),
    invoices: add(({ invoices }) => invoices),
    renewals: add(({ renewals }) => renewals),
    tight: add(({ reason }) => (reason ? 1 : 0)),
    faulty: all.length - good.length,
    held: null,
  };
}

function exactly(rows: readonly PreviewRow[]): PreviewTotals {
  const add = (of: (row: PreviewRow) => number) => rows.reduce((total, row) => total + of(row), 0);
  return {
    partners: rows.length,
    gross: rows.reduce((total, { gross }) => total + gross, 0n),
    invoices: add(({ invoices }) => invoices),
    renewals: add(({ renewed }) => renewed),
    tight: add(({ held }) => (held > 0 ? 1 : 0)),
    faulty: add(({ fault }) => (fault ? 1 : 0)),
    held: add(({ held }) => held),
  };
}
