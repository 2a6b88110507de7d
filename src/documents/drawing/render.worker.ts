import { parentPort } from 'node:worker_threads';
import type { InvoiceToPrint, RenderedDocument } from '#src/documents/documents.types.ts';
import { invoiceDocuments } from '#src/documents/invoice-documents.ts';

/** What a thread that draws documents is asked, and what it answers. */
export interface RenderTask {
  readonly id: number;
  readonly invoice: InvoiceToPrint;
}

export type RenderAnswer = { readonly id: number } & ({ readonly documents: RenderedDocument[] } | { readonly fault: string });

parentPort?.on('message', async ({ id, invoice }: RenderTask) => {
  try {
    const documents = await invoiceDocuments(invoice);
    answer({ id, documents });
  } catch (error) {
    answer({ id, fault: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});

const answer = (message: RenderAnswer): void => parentPort?.postMessage(message);
