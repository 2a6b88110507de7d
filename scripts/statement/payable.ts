import type { Sql } from '#src/platform/db/sql.ts';
import type { PayableInvoice } from './statement-of.ts';

/** All open invoices, and the account they are paid to. */
export async function payableInvoices(sql: Sql): Promise<{ invoices: PayableInvoice[]; ours: string }> {
  const invoices = await sql<PayableInvoice>(
    'payable_invoices',
    `select i.number, i.issued_on::text as "issuedOn", b.open, i.buyer ->> 'name' as "buyerName", i.buyer ->> 'inn' as "buyerInn"
     from invoices i join invoice_balances b on b.partner_id = i.partner_id and b.id = i.id
     where i.status = 'issued' and b.open > 0 order by i.id`,
  );
  const [seller] = await sql<{ account: string }>(
    'seller_account',
    `select value #>> '{bank,account}' as account from settings where key = 'seller'`,
  );
  return { invoices, ours: seller?.account ?? '' };
}
