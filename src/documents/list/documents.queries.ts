import { partnerOf } from '#src/accounts/actor.rules.ts';
import type { OriginalState, Payable, PaymentState } from '#src/documents/documents.rules.ts';
import type { DocumentKind } from '#src/documents/documents.types.ts';
import type { Day, Month } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { ArchivedFile } from '#src/platform/http/archive.ts';
import type { StoredFile } from '#src/platform/http/files.ts';
import type { Scope } from '#src/platform/scope.ts';
import { withDue } from '#src/workdays/calendar.queries.ts';
import type { DueDay } from '#src/workdays/due-day.rules.ts';

/** An invoice with its documents, as lists show it. */
export interface InvoiceRow extends Payable {
  readonly id: number;
  readonly number: string;
  readonly period: Day;
  readonly issuedOn: Day;
  readonly issuedAt: Date;
  readonly vat: Kopecks;
  readonly contractNumber: string;
  /** The invoice it replaces, and the one that replaces it. */
  readonly replaces: string | null;
  readonly replacedBy: string | null;
  readonly cancelWhy: string | null;
  readonly original: OriginalState;
  /** Since when; null while nothing was noted. */
  readonly originalAt: Date | null;
  /** Empty until they are made. */
  readonly documents: readonly { readonly id: number; readonly kind: DocumentKind }[];
}

/** With what its day to pay by is worth. */
export type DatedInvoice = InvoiceRow & DueDay;

/** Columns of an `InvoiceRow`, from `INVOICES`. */
export const INVOICE_ROW = `i.id, i.number, i.period::text as period, i.issued_on::text as "issuedOn", i.issued_at as "issuedAt", i.due_on::text as "dueOn",
  i.gross, i.vat, i.status::text as status, i.contract->>'number' as "contractNumber", i.cancel_why as "cancelWhy",
  i.paid,
  (select r.number from invoices r where r.id = i.replaces_id) as replaces,
  (select n.number from invoices n where n.replaces_id = i.id) as "replacedBy",
  coalesce(o.state, 'preparing') as original, o.at as "originalAt",
  coalesce((select jsonb_agg(jsonb_build_object('id', d.id, 'kind', d.kind) order by d.kind) from documents d where d.invoice_id = i.id), '[]') as documents`;

/** Invoices with where their originals are. */
export const INVOICES = `invoice_balances i left join lateral (select state, at from original_states where invoice_id = i.id order by id desc limit 1) o on true`;

/** Invoices of the partner in a year (null: all) or one month of it, newest month first. */
export async function invoicesOf(scope: Scope, { year, period }: { year: string | null; period: Month | null }): Promise<DatedInvoice[]> {
  const rows = await scope.portal.sql<InvoiceRow>(
    'invoices_of_partner',
    `select ${INVOICE_ROW} from ${INVOICES}
      where i.partner_id = $1 and ($2::date is null or i.period = $2::date)
        and ($3::date is null or i.period >= $3::date and i.period < $3::date + interval '1 year')
      order by i.period desc, i.id desc`,
    [partnerOf(scope), period && `${period}-01`, year && `${year}-01-01`],
  );
  return withDue(scope.portal.sql, rows);
}

/** What a partner's invoices come to, over all years; kopecks. */
export interface InvoiceCounts {
  /** Years that have invoices, newest first. */
  readonly years: readonly string[];
  readonly states: ReadonlyMap<PaymentState, { readonly count: number; readonly open: bigint }>;
}

/** How many invoices are in which state, and what is left to pay of them. */
export async function invoiceCounts(scope: Scope): Promise<InvoiceCounts> {
  const rows = await scope.portal.sql<{ year: string; state: PaymentState; count: number; open: bigint }>(
    'invoice_counts',
    `select year, state, count(*)::int as count, sum(case when state in ('open', 'overdue') then gross - paid else 0 end)::bigint as open from (
       select to_char(period, 'YYYY') as year, gross, paid, case when status = 'cancelled' then 'cancelled' when paid >= gross then 'paid'
         when due_on < $2::date then 'overdue' else 'open' end as state
       from invoice_balances where partner_id = $1) found
     group by 1, 2 order by 1 desc`,
    [partnerOf(scope), scope.portal.clock.today()],
  );
  const states = new Map<PaymentState, { count: number; open: bigint }>();
  for (const { state, count, open } of rows) {
    const before = states.get(state) ?? { count: 0, open: 0n };
    states.set(state, { count: before.count + count, open: before.open + open });
  }
  return { years: [...new Set(rows.map(({ year }) => year))], states };
}

/** A document of the partner; staff may read every partner's. @throws NotFound for another partner's as for none */
export async function documentFile(scope: Scope, id: number): Promise<StoredFile> {
  const isStaff = scope.actor.role === 'manager' || scope.actor.role === 'admin';
  const [row] = await scope.portal.sql<StoredFile>(
    'document_file',
    `select file_name as "fileName", mime, bytes from documents where id = $1 and ($2::int is null or partner_id = $2)`,
    [id, isStaff ? null : partnerOf(scope)],
  );
  if (!row) throw new NotFound();
  return row;
}

/** Documents of a month's invoices in force, a folder per invoice; read one after another, for an archive. */
export async function* monthFiles(scope: Scope, period: Month): AsyncGenerator<ArchivedFile> {
  const partnerId = partnerOf(scope);
  const ids = await scope.portal.sql<{ id: number }>(
    'month_documents',
    `select d.id from documents d join invoices i on i.partner_id = d.partner_id and i.id = d.invoice_id
      where d.partner_id = $1 and i.period = $2::date and i.status = 'issued' order by i.id, d.kind`,
    [partnerId, `${period}-01`],
  );
  for (const { id } of ids) {
    yield* await scope.portal.sql<ArchivedFile>(
      'month_document',
      `select i.number || '/' || d.file_name as path, d.bytes, i.issued_at as at from documents d join invoices i on i.partner_id = d.partner_id and i.id = d.invoice_id
        where d.id = $1 and d.partner_id = $2`,
      [id, partnerId],
    );
  }
}
