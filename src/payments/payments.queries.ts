import type { Day } from '#src/lib/days.ts';
import { groupedBy } from '#src/lib/groups.ts';
import { type Kopecks, kopecks } from '#src/lib/money.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { withDue } from '#src/workdays/calendar.queries.ts';
import type { OpenInvoice, PaidUnder, UnpaidInvoice } from './payments.rules.ts';

/** A partner's invoices not paid in full, oldest first. */
export async function openInvoices(sql: Sql, partnerId: number): Promise<OpenInvoice[]> {
  const rows = await sql<Omit<OpenInvoice, 'open'> & { open: bigint }>(
    'open_invoices',
    `select i.id, i.contract_id as "contractId", coalesce(c.base_contract_id, c.id) as "rootId", i.open
       from invoice_balances i join contracts c on c.partner_id = i.partner_id and c.id = i.contract_id
      where i.partner_id = $1 and i.status = 'issued' and i.open > 0
      order by i.issued_on, i.id`,
    [partnerId],
  );
  return rows.map((row) => ({ ...row, open: kopecks(row.open) }));
}

/**
 * The invoices of these partners not paid in full, those due first first; partners who owe nothing are left out. Of so many the sums
 * are made by set, which is twice as fast as `invoice_balances`: it asks invoice by invoice.
 */
export async function unpaidOf(sql: Sql, partnerIds: readonly number[]): Promise<Map<number, UnpaidInvoice[]>> {
  const rows = await sql<Omit<UnpaidInvoice, 'isProvisional'> & { partnerId: number }>(
    'unpaid_of',
    `select i.partner_id as "partnerId", i.number, i.due_on::text as "dueOn", (i.gross - coalesce(s.amount, 0))::bigint as open
       from invoices i
       left join (select partner_id, invoice_id, sum(amount) as amount from settlements where partner_id = any($1::int[]) group by 1, 2) s
         on s.partner_id = i.partner_id and s.invoice_id = i.id
      where i.partner_id = any($1::int[]) and i.status = 'issued' and i.gross > coalesce(s.amount, 0)
      order by i.due_on, i.id`,
    [partnerIds],
  );
  return groupedBy(await withDue(sql, rows), ({ partnerId }) => partnerId);
}

/**
 * By how much money paid in advance will lower the partners' exposure when everything before `month` is invoiced, kopecks;
 * partners without such money are left out. What is charged from `month` on is not lowered: no invoice of it is there to be settled.
 */
export async function prepaidOf(sql: Sql, partnerIds: readonly number[], month: Day): Promise<Map<number, Kopecks>> {
  const rows = await sql<{ partnerId: number; amount: bigint }>(
    'prepaid_of',
    `with unused as (
       select p.partner_id, sum(p.amount) - coalesce((select sum(s.amount) from settlements s where s.partner_id = p.partner_id), 0) as amount
         from payments p where p.partner_id = any($1::int[]) group by 1)
     select partner_id as "partnerId", least(amount, e.exposure - coalesce((select sum(charge) from service_periods sp
         where sp.partner_id = unused.partner_id and sp.from_on >= $2::date), 0))::bigint as amount
     from unused join partner_exposures e using (partner_id) where amount > 0`,
    [partnerIds, month],
  );
  return new Map(rows.map(({ partnerId, amount }) => [partnerId, kopecks(amount)]));
}

/** A payment with what of it settles no invoice. */
export interface Prepayment {
  readonly paymentId: number;
  readonly rest: Kopecks;
  /** The contract it was paid under, where known. */
  readonly under: PaidUnder | null;
}

/** Payments of the partner that are not used up, oldest first. */
export async function prepayments(sql: Sql, partnerId: number): Promise<Prepayment[]> {
  const rows = await sql<{ id: number; rest: bigint; contractId: number | null; rootId: number | null }>(
    'prepayments',
    `select p.id, (p.amount - coalesce(sum(s.amount), 0))::bigint as rest, p.contract_id as "contractId", coalesce(c.base_contract_id, c.id) as "rootId"
       from payments p left join settlements s on s.partner_id = p.partner_id and s.payment_id = p.id
       left join contracts c on c.partner_id = p.partner_id and c.id = p.contract_id
      where p.partner_id = $1 and p.amount > 0 and not exists (select 1 from payments r where r.reverses_id = p.id)
      group by p.id, c.id having p.amount > coalesce(sum(s.amount), 0) order by p.received_on, p.id`,
    [partnerId],
  );
  return rows.map(({ id, rest, contractId, rootId }) => ({
    paymentId: id,
    rest: kopecks(rest),
    under: contractId !== null && rootId !== null ? { id: contractId, rootId } : null,
  }));
}

/** Money paid in advance under a contract, which settles its invoices first; kopecks. */
export interface AdvanceUnder {
  readonly contract: string;
  readonly rest: Kopecks;
}

export function advancesUnder(sql: Sql, partnerId: number): Promise<AdvanceUnder[]> {
  return sql<AdvanceUnder>(
    'advances_under',
    `select c.number as contract, sum(p.amount - s.settled)::bigint as rest from payments p
      join contracts c on c.partner_id = p.partner_id and c.id = p.contract_id
      cross join lateral (select coalesce(sum(s.amount), 0) as settled from settlements s where s.partner_id = p.partner_id and s.payment_id = p.id) s
     where p.partner_id = $1 and p.amount > s.settled
       and not exists (select 1 from payments back where back.partner_id = p.partner_id and back.reverses_id = p.id) group by c.id order by c.id`,
    [partnerId],
  );
}
