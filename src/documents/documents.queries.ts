import type { Day, Month } from '#src/lib/days.ts';
import { partnerOf } from '#src/platform/belonging.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { ArchivedFile } from '#src/platform/http/archive.ts';
import type { StoredFile } from '#src/platform/http/files.ts';
import type { Scope } from '#src/platform/scope.ts';
import type { OriginalState, Payable } from './documents.rules.ts';
import type { DocumentKind } from './documents.types.ts';

/** An invoice with its documents, as lists show it. */
export interface InvoiceRow extends Payable {
  readonly id: number;
  readonly number: string;
  readonly period: Day;
  readonly issuedOn: Day;
  readonly vat: bigint;
  readonly contractNumber: string;
  /** The invoice it replaces, and the one that replaces it. */
  readonly replaces: string | null;
  readonly replacedBy: string | null;
  readonly original: OriginalState;
  /** Empty until they are made. */
  readonly documents: readonly { readonly id: number; readonly kind: DocumentKind }[];
}

/** Columns of an `InvoiceRow`, from `invoices i`. */
export const INVOICE_ROW = `i.id, i.number, i.period::text as period, i.issued_on::text as "issuedOn", i.due_on::text as "dueOn", i.gross, i.vat,
  i.status::text as status, i.contract->>'number' as "contractNumber",
  coalesce((select sum(s.amount) from settlements s where s.invoice_id = i.id), 0)::bigint as paid,
  (select r.number from invoices r where r.id = i.replaces_id) as replaces,
  (select n.number from invoices n where n.replaces_id = i.id) as "replacedBy",
  coalesce((select o.state from original_states o where o.invoice_id = i.id order by o.id desc limit 1), 'preparing') as original,
  coalesce((select jsonb_agg(jsonb_build_object('id', d.id, 'kind', d.kind) order by d.kind) from documents d where d.invoice_id = i.id), '[]') as documents`;

/** Invoices of the partner in a year or one month of it, newest month first. */
export async function invoicesOf(scope: Scope, { year, period }: { year: string; period: Month | null }): Promise<InvoiceRow[]> {
  const first = `${period ?? `${year}-01`}-01`;
  return scope.portal.sql<InvoiceRow>(
    'invoices_of_partner',
    `select ${INVOICE_ROW} from invoices i
      where i.partner_id = $1 and i.period >= $2::date and i.period < $2::date + case when $3 then interval '1 month' else interval '1 year' end
      order by i.period desc, i.id desc`,
    [partnerOf(scope), first, period !== null],
  );
}

/** Years the partner has invoices in, newest first. */
export async function yearsOf(scope: Scope): Promise<string[]> {
  const rows = await scope.portal.sql<{ year: string }>(
    'invoice_years',
    `select distinct to_char(period, 'YYYY') as year from invoices where partner_id = $1 order by 1 desc`,
    [partnerOf(scope)],
  );
  return rows.map(({ year }) => year);
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
    `select d.id from documents d join invoices i on i.id = d.invoice_id
      where d.partner_id = $1 and i.period = $2::date and i.status = 'issued' order by i.id, d.kind`,
    [partnerId, `${period}-01`],
  );
  for (const { id } of ids) {
    yield* await scope.portal.sql<ArchivedFile>(
      'month_document',
      `select i.number || '/' || d.file_name as path, d.bytes, i.issued_at as at from documents d join invoices i on i.id = d.invoice_id
        where d.id = $1 and d.partner_id = $2`,
      [id, partnerId],
    );
  }
}
