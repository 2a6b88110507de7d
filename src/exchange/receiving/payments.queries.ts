import type { Kopecks } from '#src/lib/money.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import type { Tx } from '#src/platform/scope.ts';
import type { PaymentItem } from './contract.rules.ts';

/** A payment of Axapta that the portal has heard of. */
export interface KnownPayment {
  readonly version: string;
  readonly partnerId: number | null;
  /** The portal's row that stands for it. */
  readonly paymentId: number | null;
  readonly amount: Kopecks;
  readonly paidOn: string;
}

export async function knownPayment(sql: Sql, transId: string): Promise<KnownPayment | null> {
  const [row] = await sql<KnownPayment>(
    'ax_payment_known',
    `select version, partner_id as "partnerId", payment_id as "paymentId", amount, paid_on::text as "paidOn" from ax_payments where trans_id = $1`,
    [transId],
  );
  return row ?? null;
}

/** Partners that pay through this account. */
export async function payersOf(sql: Sql, account: string): Promise<number[]> {
  const rows = await sql<{ id: number }>(
    'ax_payers',
    `select p.id from partners p left join ax_debtors d on d.cust_account = upper(btrim(p.ax_debtor_code))
     where coalesce(d.invoice_account, upper(btrim(p.ax_payer_code))) = $1 or upper(btrim(p.ax_debtor_code)) = $1 order by p.id`,
    [account],
  );
  return rows.map(({ id }) => id);
}

/** Open invoices of these partners that Axapta settles with it, in its order. */
export async function settledInvoices(
  sql: Sql,
  { settlements }: PaymentItem,
  partnerIds: readonly number[],
): Promise<{ id: number; partnerId: number }[]> {
  if (settlements.length === 0) return [];
  return sql<{ id: number; partnerId: number }>(
    'ax_settled_invoices',
    `select distinct on (i.id) i.id, i.partner_id as "partnerId" from jsonb_to_recordset($1::jsonb) as n(number text, doc text)
       join invoice_balances i on i.partner_id = any($2::int[]) and (i.number = n.number or 'INV-' || i.id = n.doc)
     where i.status = 'issued' and i.open > 0 order by i.id`,
    [JSON.stringify(settlements.map(({ invoiceNumber, portalDocId }) => ({ number: invoiceNumber, doc: portalDocId }))), partnerIds],
  );
}

export interface PaymentOutcome {
  readonly state: string;
  readonly partnerId: number | null;
  readonly paymentId: number | null;
  readonly question: string | null;
}

export async function keepPayment(tx: Tx, messageId: bigint, item: PaymentItem, became: PaymentOutcome): Promise<void> {
  const settlements = item.settlements.map((one) => ({ ...one, amount: String(one.amount) }));
  await tx.sql(
    'ax_payment_keep',
    `insert into ax_payments (trans_id, invoice_account, paid_on, amount, is_canceled, doc_number, doc_on, payer_inn, purpose, voucher, settlements, version,
       partner_id, payment_id, state, question, message_id, changed_at)
     values ($1, $2, $3::date, $4::bigint, $5::boolean, $6, $7::date, $8, $9, $10, $11::jsonb, $12, $13::int, $14::int, $15, $16, $17::bigint, $18::timestamptz)
     on conflict (trans_id) do update set invoice_account = excluded.invoice_account, paid_on = excluded.paid_on, amount = excluded.amount,
       is_canceled = excluded.is_canceled, doc_number = excluded.doc_number, doc_on = excluded.doc_on, payer_inn = excluded.payer_inn,
       purpose = excluded.purpose, voucher = excluded.voucher, settlements = excluded.settlements, version = excluded.version,
       partner_id = excluded.partner_id, payment_id = excluded.payment_id, state = excluded.state, question = excluded.question,
       message_id = excluded.message_id, changed_at = excluded.changed_at`,
    [
      ...[item.transId, item.invoiceAccount, item.date, item.amount, item.canceled, item.docNumber, item.docDate, item.payerInn],
      ...[item.purpose ?? '', item.voucher, JSON.stringify(settlements), item.version, became.partnerId, became.paymentId],
      ...[became.state, became.question, messageId, tx.now],
    ],
  );
}
