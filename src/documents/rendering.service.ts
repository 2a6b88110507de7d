import { createHash } from 'node:crypto';
import { command } from '#src/platform/command.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { type Portal, systemScope } from '#src/platform/scope.ts';
import type { InvoiceToPrint, RenderedDocument } from './documents.types.ts';
import { invoiceToPrint } from './printing.queries.ts';

/** Makes every document of an invoice; deterministic: the same invoice gives the same bytes. */
export type RenderInvoice = (invoice: InvoiceToPrint) => Promise<RenderedDocument[]>;

/**
 * Job `render-documents`: makes the documents of issued invoices and freezes their bytes with their SHA-256.
 * Running it twice changes nothing: documents already there stay as they are.
 */
export async function renderDocuments(portal: Portal, invoiceIds: readonly number[], render: RenderInvoice): Promise<void> {
  for (const id of await withoutDocuments(portal.sql, invoiceIds)) {
    const invoice = await invoiceToPrint(portal.sql, id);
    if (invoice) await freeze(portal, invoice, await render(invoice));
  }
}

/** Those of the invoices whose documents are still to be made; they are frozen all at once or not at all. */
async function withoutDocuments(sql: Sql, invoiceIds: readonly number[]): Promise<number[]> {
  const rows = await sql<{ id: number }>(
    'without_documents',
    'select i.id from invoices i where i.id = any($1::int[]) and not exists (select 1 from documents d where d.invoice_id = i.id) order by i.id',
    [invoiceIds],
  );
  return rows.map(({ id }) => id);
}

async function freeze(portal: Portal, invoice: InvoiceToPrint, documents: readonly RenderedDocument[]): Promise<void> {
  await command(systemScope(portal, `invoice:${invoice.id}`), { action: 'documents.freeze' }, async (tx) => {
    for (const { kind, fileName, mime, bytes } of documents) {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      await tx.db.document.createMany({
        data: [
          {
            invoiceId: invoice.id,
            partnerId: invoice.partnerId,
            kind,
            fileName,
            mime,
            bytes: new Uint8Array(bytes),
            sha256,
            madeAt: tx.now,
          },
        ],
        skipDuplicates: true,
      });
    }
  });
}
