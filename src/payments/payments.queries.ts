import { type Kopecks, kopecks } from '#src/lib/money.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import type { OpenInvoice } from './payments.rules.ts';

/** A partner's invoices not paid in full, oldest first. */
export async function openInvoices(sql: Sql, partnerId: number): Promise<OpenInvoice[]> {
  const rows = await sql<{ id: number; open: bigint }>(
    'open_invoices',
    `select i.id, (i.gross - coalesce(sum(s.amount), 0))::bigint as open
       from invoices i left join settlements s on s.invoice_id = i.id
      where i.partner_id = $1 and i.status = 'issued' group by i.id having i.gross > coalesce(sum(s.amount), 0)
      order by i.issued_on, i.id`,
    [partnerId],
  );
  return rows.map(({ id, open }) => ({ id, open: kopecks(open) }));
}

/** A payment with what of it settles no invoice. */
export interface Prepayment {
  readonly paymentId: number;
  readonly rest: Kopecks;
}

/** Payments of the partner that are not used up, oldest first. */
export async function prepayments(sql: Sql, partnerId: number): Promise<Prepayment[]> {
  const rows = await sql<{ id: number; rest: bigint }>(
    'prepayments',
    `select p.id, (p.amount - coalesce(sum(s.amount), 0))::bigint as rest
       from payments p left join settlements s on s.payment_id = p.id
      where p.partner_id = $1 and p.amount > 0 and not exists (select 1 from payments r where r.reverses_id = p.id)
      group by p.id having p.amount > coalesce(sum(s.amount), 0) order by p.received_on, p.id`,
    [partnerId],
  );
  return rows.map(({ id, rest }) => ({ paymentId: id, rest: kopecks(rest) }));
}
