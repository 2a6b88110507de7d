import type { Tx } from '#src/platform/scope.ts';
import { isExchangeOn } from '../exchange.rules.ts';

/**
 * Tells Axapta of the invoices that this transaction has issued: a row each in its transaction; what is said is read off the frozen invoice when
 * it is sent first.
 */
export async function tellInvoices(tx: Tx, { partnerIds }: { readonly partnerIds: readonly number[] }): Promise<void> {
  if (!isExchangeOn(tx.scope.portal.config)) return;
  await tx.sql(
    'ax_tell_invoices',
    `with told as (
       insert into ax_invoices (partner_id, invoice_id, portal_doc_id, gross, status, is_told, changed_at)
       select partner_id, id, 'INV-' || id, gross, 'told', true, $2::timestamptz from invoices
       where partner_id = any($1::int[]) and status = 'issued' and issued_at >= $2::timestamptz
       on conflict do nothing returning portal_doc_id)
     insert into ax_outgoing (message_id, type, key, created_at)
     select gen_random_uuid()::text, 'billing', portal_doc_id, $2::timestamptz from told on conflict do nothing`,
    [partnerIds, tx.now],
  );
}

/** Notes that an invoice was cancelled; that the one in its stead corrects it is told with that. */
export async function tellReplaced(tx: Tx, { partnerId, oldId }: { readonly partnerId: number; readonly oldId: number }): Promise<void> {
  if (!isExchangeOn(tx.scope.portal.config)) return;
  await tx.sql(
    'ax_tell_replaced',
    `insert into ax_invoices (partner_id, invoice_id, portal_doc_id, gross, status, is_cancelled, changed_at)
     select partner_id, id, 'INV-' || id, gross, 'told', true, $3::timestamptz from invoices where partner_id = $1::int and id = $2::int
     on conflict (partner_id, invoice_id) do update set is_cancelled = true, changed_at = excluded.changed_at`,
    [partnerId, oldId, tx.now],
  );
}
