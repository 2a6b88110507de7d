import type { Sql } from '#src/platform/db/sql.ts';

/** A partner as the stand-in of Axapta takes it over. Sums in kopecks, days `YYYY-MM-DD`. */
export interface DebtorRow {
  readonly code: string;
  readonly custAccount: string;
  readonly invoiceAccount: string;
  readonly name: string;
  readonly inn: string;
  readonly kpp: string | null;
  readonly limit: bigint;
  readonly termDays: number;
  readonly contracts: readonly { readonly id: string; readonly number: string; readonly date: string }[];
}

/** An entry of its books: + is owed. */
export interface EntryRow {
  readonly ref: string;
  readonly invoiceAccount: string;
  readonly amount: bigint;
  readonly date: string;
  readonly dueDate: string | null;
}

/** All partners. */
export const debtorRows = (sql: Sql): Promise<DebtorRow[]> =>
  sql<DebtorRow>(
    'demo_debtors',
    `select p.code, p.ax_debtor_code as "custAccount", p.ax_payer_code as "invoiceAccount", p.name, p.inn, p.kpp, p.credit_limit as "limit",
       p.payment_term_days as "termDays",
       coalesce((select jsonb_agg(jsonb_build_object('id', c.id::text, 'number', c.number, 'date', c.signed_on) order by c.id)
         from contracts c where c.partner_id = p.id), '[]') as contracts
     from partners p order by p.id`,
  );

/**
 * What partners owe now: a line per open invoice, and what is paid ahead. Invoices that are told to Axapta as messages are left out, with the
 * payments that settled them: they come with the messages.
 */
export const openingRows = (sql: Sql): Promise<EntryRow[]> =>
  sql<EntryRow>(
    'demo_opening',
    `with told as (select partner_id, invoice_id from ax_invoices where is_told),
       bills as (select b.partner_id, b.id, b.open, b.gross, b.issued_on, b.due_on, t.invoice_id is not null as is_told
         from invoice_balances b left join told t on t.partner_id = b.partner_id and t.invoice_id = b.id where b.status = 'issued')
     select 'invoice:' || b.id as ref, p.ax_payer_code as "invoiceAccount", b.open as amount, b.issued_on::text as date, b.due_on::text as "dueDate"
     from bills b join partners p on p.id = b.partner_id where not b.is_told and b.open <> 0
     union all
     select 'ahead:' || p.id, p.ax_payer_code,
       (coalesce((select sum(case when b.is_told then 0 else b.gross - b.open end) from bills b where b.partner_id = p.id), 0)
         - coalesce((select sum(y.amount) from payments y where y.partner_id = p.id), 0))::bigint,
       coalesce((select max(y.received_on) from payments y where y.partner_id = p.id), p.created_at::date)::text, null
     from partners p order by 1`,
  );

/** Payments of the bank and by hand after one: the accounting system reads the same statements. */
export const paymentRows = (sql: Sql, after: number): Promise<(EntryRow & { readonly id: number })[]> =>
  sql<EntryRow & { readonly id: number }>(
    'demo_payments_since',
    `select y.id, 'payment:' || y.id as ref, p.ax_payer_code as "invoiceAccount", -y.amount as amount, y.received_on::text as date, null as "dueDate"
     from payments y join partners p on p.id = y.partner_id where y.id > $1::int and y.source <> 'axapta' order by y.id`,
    [after],
  );

/** The last payment there is; 0 without one. */
export async function lastPayment(sql: Sql): Promise<number> {
  const [row] = await sql<{ last: number }>('demo_last_payment', 'select coalesce(max(id), 0)::int as last from payments');
  return row?.last ?? 0;
}
