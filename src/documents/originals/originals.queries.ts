import { INVOICE_ROW, INVOICES, type InvoiceRow } from '#src/documents/list/documents.queries.ts';
import { type Month, monthOf } from '#src/lib/days.ts';
import { keySql, searchPatterns } from '#src/lib/search-key.ts';
import { inParts, type Part } from '#src/lib/table.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';
import type { OriginalsFilter } from './originals.forms.ts';

/** An invoice of any partner, for staff. */
export interface StaffInvoiceRow extends InvoiceRow {
  readonly partnerId: number;
  readonly partnerName: string;
}

const ROW = `${INVOICE_ROW}, i.partner_id as "partnerId", p.name as "partnerName"`;

const FROM = `${INVOICES} join partners p on p.id = i.partner_id`;

/** $1 patterns, each of which must be found · $2 first day of the month · $3 state of the original. */
const FILTER = `($1::text[] is null or p.search_key || '|' || ${keySql('i.number')} like all ($1::text[]))
  and ($2::date is null or i.period = $2::date)
  and ($3::text is null or (i.status = 'issued' and coalesce(o.state, 'preparing') = $3))`;

function valuesOf({ q, period, original }: OriginalsFilter): unknown[] {
  return [searchPatterns(q), period && `${period}-01`, original];
}

/** One page of invoices of all partners, newest month first, and how many the filter finds. */
export async function invoicesOfAll(
  scope: Scope,
  filter: OriginalsFilter,
  { limit, offset }: Part,
): Promise<{ rows: StaffInvoiceRow[]; total: number }> {
  const { sql } = scope.portal;
  const [rows, [counted]] = await Promise.all([
    sql<StaffInvoiceRow>(
      'invoices_of_all',
      `select ${ROW} from ${FROM} where ${FILTER} order by i.period desc, i.id desc limit $4 offset $5`,
      [...valuesOf(filter), limit, offset],
    ),
    sql<{ total: number }>('invoices_of_all_count', `select count(*)::int as total from ${FROM} where ${FILTER}`, valuesOf(filter)),
  ]);
  return { rows, total: counted?.total ?? 0 };
}

/** All of them for a file, part by part. */
export function exportInvoices(scope: Scope, filter: OriginalsFilter): AsyncGenerator<StaffInvoiceRow> {
  const text = `select ${ROW} from ${FROM} where ${FILTER} and ($5::date is null or (i.period, i.id) < ($5::date, $6::int))
    order by i.period desc, i.id desc limit $4`;
  return inParts(({ size, last }: { size: number; last: StaffInvoiceRow | null }) =>
    scope.portal.sql<StaffInvoiceRow>('export_invoices', text, [...valuesOf(filter), size, last?.period ?? null, last?.id ?? null]),
  );
}

/** Months that have invoices, newest first. */
export async function invoicedMonths(scope: Scope): Promise<Month[]> {
  const rows = await scope.portal.sql<{ period: Parameters<typeof monthOf>[0] }>(
    'invoiced_months',
    'select distinct period::text as period from invoices order by 1 desc limit 60',
  );
  return rows.map(({ period }) => monthOf(period));
}

/** One invoice for the page of its correction. @throws NotFound */
export async function invoiceForStaff(scope: Scope, id: number): Promise<StaffInvoiceRow> {
  const [row] = await scope.portal.sql<StaffInvoiceRow>('invoice_for_staff', `select ${ROW} from ${FROM} where i.id = $1`, [id]);
  if (!row) throw new NotFound();
  return row;
}
