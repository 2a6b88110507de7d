import { createHash } from 'node:crypto';
import type { InvoiceToPrint, RenderedDocument } from '#src/documents/documents.types.ts';
import { invoiceToPrint } from '#src/documents/printing.queries.ts';
import { command } from '#src/platform/command.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { Interrupted } from '#src/platform/job-attempts.ts';
import { type Portal, systemScope } from '#src/platform/scope.ts';

/** Makes every document of an invoice; deterministic: the same invoice gives the same bytes. */
export type RenderInvoice = (invoice: InvoiceToPrint) => Promise<RenderedDocument[]>;

/** Thrown when some documents of a bundle could not be made; those of the others are frozen. */
export class NotDrawn extends Error {
  constructor(faults: readonly { number: string; error: unknown }[]) {
    const told = faults.map(({ number, error }) => `счёт № ${number}: ${error instanceof Error ? error.message : String(error)}`);
    super(`не сделаны документы: ${told.join('; ')}`, { cause: faults[0]?.error });
  }
}

/** Invoices of a job that are under way at once: while one is drawn, the next is read or the last is written. */
const AT_ONCE = 2;

/**
 * Job `render-documents`: makes the documents of issued invoices and freezes their bytes with their SHA-256.
 * Running it twice changes nothing: documents already there stay as they are. An invoice whose documents can't be made
 * keeps no other from its own. @throws NotDrawn with the numbers of such, Interrupted when the process stops
 */
export async function renderDocuments(portal: Portal, invoiceIds: readonly number[], render: RenderInvoice): Promise<void> {
  const left = await withoutDocuments(portal.sql, invoiceIds);
  const faults: { number: string; error: unknown }[] = [];
  const run = async (): Promise<void> => {
    for (let next = left.shift(); next; next = left.shift()) {
      const { id, number } = next;
      try {
        const invoice = await invoiceToPrint(portal.sql, id, portal.config.line5bFieldId);
        if (invoice) await freeze(portal, invoice, await render(invoice));
      } catch (error) {
        if (error instanceof Interrupted) throw error;
        faults.push({ number, error });
      }
    }
  };
  const runs = await Promise.allSettled(Array.from({ length: AT_ONCE }, run));
  for (const one of runs) if (one.status === 'rejected') throw one.reason;
  if (faults.length > 0) throw new NotDrawn(faults);
}

/** Those of the invoices whose documents are still to be made; they are frozen all at once or not at all. */
function withoutDocuments(sql: Sql, invoiceIds: readonly number[]): Promise<{ id: number; number: string }[]> {
  return sql(
    'without_documents',
    `select i.id, i.number from invoices i
      where i.id = any($1::int[]) and not exists (select 1 from documents d where d.invoice_id = i.id) order by i.id`,
    [invoiceIds],
  );
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
