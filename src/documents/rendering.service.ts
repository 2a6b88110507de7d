import { createHash } from 'node:crypto';
import { command } from '#src/platform/command.ts';
import { type Portal, systemScope } from '#src/platform/scope.ts';
import { invoiceToPrint } from './printing.queries.ts';
import type { InvoiceToPrint, RenderedDocument } from './documents.types.ts';

/** Makes every document of an invoice; deterministic: the same invoice gives the same bytes. */
export type RenderInvoice = (invoice: InvoiceToPrint) => Promise<RenderedDocument[]>;

/**
 * Job `render-documents`: makes the documents of issued invoices and freezes their bytes with their SHA-256.
 * Running it twice changes nothing: documents already there stay as they are.
 */
export async function renderDocuments(portal: Portal, invoiceIds: readonly number[], render: RenderInvoice): Promise<void> {
  for (const id of invoiceIds) {
    const invoice = await invoiceToPrint(portal.sql, id);
    if (invoice) await freeze(portal, invoice, await render(invoice));
  }
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
