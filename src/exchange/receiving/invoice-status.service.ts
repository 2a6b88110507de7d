import { recordAdvanceInvoices } from '#src/advances/advances.service.ts';
import { sendLocks, watchCredits } from '#src/credit/credit.service.ts';
import type { Tx } from '#src/platform/scope.ts';
import type { ItemFault, Outcome } from '../exchange.types.ts';
import type { InvoiceStatusItem } from './contract.rules.ts';
import type { ReadItem } from './reading.rules.ts';
import type { Carried } from './receiving.types.ts';
import { isNewer, versionOfMessage } from './versions.rules.ts';

interface Known {
  readonly docId: string;
  readonly version: string | null;
}

/** What Axapta says of invoices: kept by version beside each. An invoice that the portal never issued is a fault of its item. */
export async function takeInvoiceStatuses(tx: Tx, { id, head }: Carried, items: readonly ReadItem<'invoice-status'>[]): Promise<Outcome> {
  await nameInvoices(
    tx,
    items.map(({ item }) => item.portalDocId),
  );
  const known = new Map((await knownInvoices(tx, items)).map(({ docId, version }) => [docId, version]));
  const faults: ItemFault[] = [];
  const news = new Map<string, object>();
  let stale = 0;
  for (const { at, key, item } of items) {
    const before = known.get(item.portalDocId);
    const version = item.version ?? versionOfMessage(head.createdAt, head.seq);
    if (before === undefined) faults.push(unknown(at, key));
    else if (!isNewer(version, before)) stale++;
    else {
      if (news.has(item.portalDocId)) stale++;
      known.set(item.portalDocId, version);
      news.set(item.portalDocId, rowOf(item, version));
    }
  }
  await lockPayers(tx, [...news.keys()]);
  const told = await tx.sql<Told>(
    'ax_invoices_status',
    `update ax_invoices i set status = n.status, ax_invoice_id = n.ax_invoice_id, facture_number = n.facture_number, facture_on = n.facture_on,
       posted_at = n.posted_at, open_amount = n.open_amount, due_on = n.due_on, errors = n.errors, advance_invoices = n.advance_invoices,
       version = n.version, message_id = $2::bigint, changed_at = $3::timestamptz
     from jsonb_to_recordset($1::jsonb) as n(doc_id text, status text, ax_invoice_id text, facture_number text, facture_on date, posted_at timestamptz,
       open_amount bigint, due_on date, errors jsonb, advance_invoices jsonb, version text)
     where i.portal_doc_id = n.doc_id
     returning i.partner_id as "partnerId", i.invoice_id as "invoiceId", i.advance_invoices as "advanceInvoices"`,
    [JSON.stringify([...news.values()]), id, tx.now],
  );
  await keepAdvances(tx, told);
  return { applied: news.size, stale, faults };
}

/** What was told of an invoice, as it is kept. */
interface Told {
  readonly partnerId: number;
  readonly invoiceId: number;
  readonly advanceInvoices: InvoiceStatusItem['advanceInvoices'];
}

/** Счета-фактуры for advances go to the payments they are of; partners are locked in order. What fits no payment stays beside its invoice. */
async function keepAdvances(tx: Tx, told: readonly Told[]): Promise<void> {
  const some = told.filter(({ advanceInvoices }) => advanceInvoices.length > 0);
  for (const { advanceInvoices, ...of } of some.toSorted((a, b) => a.partnerId - b.partnerId || a.invoiceId - b.invoiceId)) {
    const refs = advanceInvoices.map(({ number, date, corrNumber, corrDate }) => ({
      ...{ number, on: date, correctionNumber: corrNumber, correctionOn: corrDate },
    }));
    await recordAdvanceInvoices(tx, { ...of, advanceInvoices: refs });
  }
}

/** What is posted or reversed counts otherwise in the credit of these partners: they are locked, and where orders wait these are decided again. */
async function lockPayers(tx: Tx, docIds: readonly string[]): Promise<void> {
  const partners = await tx.sql<{ id: number; waits: boolean }>(
    'ax_invoices_payers',
    `select p.id, exists (select 1 from orders o where o.partner_id = p.id and o.status = 'held') as waits from partners p
     where p.id in (select partner_id from ax_invoices where portal_doc_id = any($1::text[])) order by p.id`,
    [docIds],
  );
  if (partners.length === 0) return;
  sendLocks(
    tx,
    partners.map(({ id }) => id),
  );
  const waiting = partners.filter(({ waits }) => waits).map(({ id }) => id);
  if (waiting.length > 0) watchCredits(tx, waiting);
}

const unknown = (at: number, key: string): ItemFault => ({
  ...{ key, pointer: `/items/${at}/portalDocId`, code: 'unknown-document', text: 'портал не выставлял такого документа' },
});

/** Invoices of the time before the exchange are known by the same ids. */
async function nameInvoices(tx: Tx, docIds: readonly string[]): Promise<void> {
  const ids = docIds.flatMap((docId) => {
    const found = /^INV-(\d{1,9})$/.exec(docId)?.[1];
    return found === undefined ? [] : [Number(found)];
  });
  await tx.sql(
    'ax_invoices_name',
    `insert into ax_invoices (partner_id, invoice_id, portal_doc_id, gross, status, is_cancelled, changed_at)
     select partner_id, id, 'INV-' || id, gross, 'told', status = 'cancelled', $2::timestamptz from invoices where id = any($1::int[]) on conflict do nothing`,
    [ids, tx.now],
  );
}

const knownInvoices = (tx: Tx, items: readonly ReadItem<'invoice-status'>[]): Promise<Known[]> =>
  tx.sql<Known>('ax_invoices_known', 'select portal_doc_id as "docId", version from ax_invoices where portal_doc_id = any($1::text[])', [
    items.map(({ item }) => item.portalDocId),
  ]);

const rowOf = (item: InvoiceStatusItem, version: string): object => ({
  ...{ doc_id: item.portalDocId, status: item.status, ax_invoice_id: item.axInvoiceId, facture_number: item.factureNumber },
  ...{ facture_on: item.factureDate, posted_at: item.postedAt, open_amount: item.openAmount === null ? null : String(item.openAmount) },
  ...{ due_on: item.dueDate, errors: item.errors, advance_invoices: item.advanceInvoices, version },
});
