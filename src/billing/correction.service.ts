import { lockCredit } from '#src/credit/credit.service.ts';
import { type Day, monthOf } from '#src/lib/days.ts';
import { command } from '#src/platform/command.ts';
import { Conflict, NotFound } from '#src/platform/errors.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';
import { withDue } from '#src/workdays/calendar.queries.ts';
import { closeDays } from './close/close.rules.ts';
import type { IssuedInvoice } from './close/close.types.ts';
import { tellIssued } from './invoice-letters.service.ts';
import { drawNumbers, issuedAt } from './invoices.service.ts';
import { sellerOf } from './seller.queries.ts';
import { BUYER_SNAPSHOT, CONTRACT_SNAPSHOT, LINE_COLUMNS, LINE_SNAPSHOT } from './snapshots.ts';

/** What is corrected, as it stands under the lock. */
interface Corrected {
  readonly id: number;
  readonly partnerId: number;
  readonly number: string;
  readonly period: Day;
  readonly issuedOn: Day;
  readonly status: 'issued' | 'cancelled';
}

/**
 * Corrects an issued invoice: cancels it and issues another from the same service periods, with a number of its own that refers
 * to the old one and with the requisites of now (product rule §9). Date, month and due day stay. What was paid for the old one
 * pays for the new one. Documents and letters are made anew; the old documents stay as they were.
 * @returns the new invoice @throws NotFound, Conflict when it was cancelled before
 */
export function correctInvoice(scope: Scope, invoiceId: number, reason: string, token?: string): Promise<{ id: number; number: string }> {
  return command(scope, { action: 'invoice.correct', token }, async (tx) => {
    const old = await lockIssued(tx, invoiceId);
    await tx.sql(
      'cancel_invoice',
      `update invoices set status = 'cancelled', cancelled_at = $2::timestamptz, cancel_why = $3 where id = $1`,
      [old.id, tx.now, reason],
    );
    const issued = await reissue(tx, old);
    await tx.emit('invoiceReplaced', { partnerId: old.partnerId, oldId: old.id, newId: issued.id });
    await tx.audit({
      action: 'invoice.cancelled',
      subject: `счёт ${old.number}`,
      partnerId: old.partnerId,
      after: { reason, replacedBy: issued.number },
    });
    await tx.audit({
      action: 'invoice.issued',
      subject: `счёт ${issued.number}`,
      partnerId: old.partnerId,
      after: { replaces: old.number },
    });
    await tx.emit('invoicesIssued', { partnerIds: [old.partnerId] });
    await tx.emit('invoiceCorrected', { partnerId: old.partnerId });
    await tellIssued(tx, closeDays(monthOf(old.period)), [issued]);
    return { id: issued.id, number: issued.number };
  });
}

async function lockIssued(tx: Tx, id: number): Promise<Corrected> {
  const find = () =>
    tx.sql<Corrected>(
      'invoice_to_correct',
      `select id, partner_id as "partnerId", number, period::text as period, issued_on::text as "issuedOn", status::text as status from invoices where id = $1`,
      [id],
    );
  const [seen] = await find();
  if (!seen) throw new NotFound();
  await lockCredit(tx, seen.partnerId);
  const [invoice] = await find();
  if (invoice?.status !== 'issued') throw new Conflict('Этот счёт уже аннулирован.');
  return invoice;
}

/**
 * The same periods as lines of a new invoice, with the entries of the register as the catalogue has them now, or as they were
 * when it has none any more; its number is drawn last, as in a close.
 */
async function reissue(tx: Tx, old: Corrected): Promise<IssuedInvoice> {
  const [next] = await tx.sql<{ id: number }>('next_invoice_id', `select nextval('invoices_id_seq')::int as id`);
  const id = next?.id ?? 0;
  await tx.sql(
    'copy_lines',
    `insert into invoice_lines (${LINE_COLUMNS})
     select $2, l.no, case when sp.vat_rate is null then coalesce(pr.registry_number, l.registry_number) end,
       case when sp.vat_rate is null then case when pr.registry_number is null then l.registry_on else pr.registry_on end end, ${LINE_SNAPSHOT}
     from invoice_lines l join service_periods sp on sp.partner_id = l.partner_id and sp.id = l.period_id join subscriptions s on s.partner_id = sp.partner_id and s.id = sp.subscription_id
       join offers o on o.id = s.offer_id join products pr on pr.id = o.product_id
     where l.invoice_id = $1`,
    [old.id, id],
  );
  const seller = await sellerOf(tx.sql);
  const year = Number(old.issuedOn.slice(0, 4));
  const seq = await drawNumbers(tx, seller.invoiceSeries, year, 1);
  const rows = await tx.sql<Omit<IssuedInvoice, 'replaces' | 'isProvisional'>>(
    'reissue_invoice',
    `insert into invoices (id, partner_id, contract_id, period, series, year, seq, number, issued_on, issued_at, due_on, net, vat, gross,
       line_count, seller, buyer, contract, doc_mode, replaces_id)
     select $2, o.partner_id, o.contract_id, o.period, $3, $4::int, $5::int, $3 || '-' || lpad($5::int::text, 6, '0'), o.issued_on, ${issuedAt('$6', '$3', '$4', '($5::int - 1)')}, o.due_on,
       t.gross - t.vat, t.vat, t.gross, t.lines, $7::jsonb, ${BUYER_SNAPSHOT}, ${CONTRACT_SNAPSHOT}, c.doc_mode, o.id
     from invoices o join contracts c on c.partner_id = o.partner_id and c.id = o.contract_id join partners p on p.id = o.partner_id left join contracts b on b.partner_id = c.partner_id and b.id = c.base_contract_id,
       (select count(*)::int as lines, sum(gross)::bigint as gross, sum(vat)::bigint as vat from invoice_lines where invoice_id = $2) t
     where o.id = $1
     returning id, partner_id as "partnerId", contract_id as "contractId", line_count as lines, gross, vat, 0 as "paymentTermDays", number, due_on::text as "dueOn"`,
    [old.id, id, seller.invoiceSeries, year, seq, tx.now, JSON.stringify(seller)],
  );
  const [issued] = await withDue(tx.sql, rows);
  if (!issued) throw new Error(`invoice ${old.number} was not issued again`);
  return { ...issued, replaces: old.number };
}
