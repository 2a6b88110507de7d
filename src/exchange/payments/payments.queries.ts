import type { Kopecks } from '#src/lib/money.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import type { PaymentItem } from '../receiving/contract.rules.ts';

/** A payment of Axapta that the portal has heard of. */
export interface KnownPayment {
  readonly version: string;
  readonly partnerId: number | null;
  /** The portal's row that stands for it. */
  readonly paymentId: number | null;
  /** Of that row. */
  readonly amount: Kopecks | null;
  readonly receivedOn: string | null;
  /** Did it come through another door, too? */
  readonly isOfOthers: boolean;
  /** Has somebody taken it back on the portal? */
  readonly isTakenBack: boolean;
  /** Invoices it settles. */
  readonly settles: readonly number[];
}

export async function knownPayment(sql: Sql, transId: string): Promise<KnownPayment | null> {
  const [row] = await sql<KnownPayment>(
    'ax_payment_known',
    `select a.version, a.partner_id as "partnerId", p.id as "paymentId", p.amount, p.received_on::text as "receivedOn",
       exists (select 1 from payment_doors d where d.partner_id = p.partner_id and d.payment_id = p.id and d.source <> 'axapta') as "isOfOthers",
       exists (select 1 from payments back where back.partner_id = p.partner_id and back.reverses_id = p.id) as "isTakenBack",
       array(select s.invoice_id from settlements s where s.partner_id = p.partner_id and s.payment_id = p.id group by 1 having sum(s.amount) > 0) as settles
     from ax_payments a left join payments p on p.partner_id = a.partner_id and p.id = a.payment_id where a.trans_id = $1`,
    [transId],
  );
  return row ?? null;
}

/** Partners that pay through this account, with their names. */
export function payersOf(sql: Sql, account: string): Promise<{ id: number; name: string }[]> {
  return sql<{ id: number; name: string }>(
    'ax_payers',
    `select p.id, p.name from partners p left join ax_debtors d on d.cust_account = upper(btrim(p.ax_debtor_code))
     where coalesce(d.invoice_account, upper(btrim(p.ax_payer_code))) = $1 or upper(btrim(p.ax_debtor_code)) = $1 order by p.id`,
    [account],
  );
}

/** Open invoices of these partners that Axapta settles with it. */
export async function settledInvoices(
  sql: Sql,
  { settlements }: Pick<PaymentItem, 'settlements'>,
  partnerIds: readonly number[],
): Promise<{ id: number; partnerId: number }[]> {
  if (settlements.length === 0 || partnerIds.length === 0) return [];
  return sql<{ id: number; partnerId: number }>(
    'ax_settled_invoices',
    `select i.id, i.partner_id as "partnerId" from jsonb_to_recordset($1::jsonb) as n(at int, number text, doc text)
       join invoice_balances i on i.partner_id = any($2::int[]) and (i.number = n.number or 'INV-' || i.id = n.doc)
     where i.status = 'issued' group by i.id, i.partner_id order by min(n.at)`,
    [
      JSON.stringify(settlements.map(({ invoiceNumber, portalDocId }, at) => ({ at, number: invoiceNumber, doc: portalDocId }))),
      partnerIds,
    ],
  );
}

/** Payments of a partner of exactly this sum, received by that day and not taken back: what money given back may have been. */
export async function paymentsOfSum(sql: Sql, partnerId: number, amount: Kopecks, until: string): Promise<number[]> {
  const rows = await sql<{ id: number }>(
    'ax_payments_of_sum',
    `select p.id from payments p where p.partner_id = $1 and p.amount = $2::bigint and p.received_on <= $3::date
       and not exists (select 1 from payments back where back.partner_id = p.partner_id and back.reverses_id = p.id) order by p.id`,
    [partnerId, amount, until],
  );
  return rows.map(({ id }) => id);
}
