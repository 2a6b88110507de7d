import { createRenderPool } from './render-pool.ts';
import type { RenderInvoice } from './rendering.service.ts';

/** How documents are drawn; the portal that makes it stops it. */
export interface Renderer {
  readonly render: RenderInvoice;
  /** Ends the threads at once: what was being drawn is drawn again by the next try of its job. */
  stop(): Promise<void>;
}

/** Draws on so many threads, each started when first needed; with 0 on the thread that asks. */
export function createRenderer(threads: number): Renderer {
  if (threads > 0) return createRenderPool(threads);
  return {
    render: async (invoice) => (await import('#src/documents/invoice-documents.ts')).invoiceDocuments(invoice),
    stop: () => Promise.resolve(),
  };
}
