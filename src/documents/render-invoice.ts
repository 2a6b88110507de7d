import { createRenderPool, type RenderPool } from './render-pool.ts';
import type { RenderInvoice } from './rendering.service.ts';

let pool: RenderPool | undefined;

/**
 * How documents are drawn: on so many threads, shared by the whole process and started when first needed;
 * with 0 on the thread that asks.
 */
export function rendererOn(threads: number): RenderInvoice {
  if (threads === 0) return async (invoice) => (await import('./invoice-documents.ts')).invoiceDocuments(invoice);
  return (invoice) => {
    pool ??= createRenderPool(threads);
    return pool.render(invoice);
  };
}

/** Ends the threads; the next document would start new ones. */
export async function stopRendering(): Promise<void> {
  const running = pool;
  pool = undefined;
  await running?.stop();
}
