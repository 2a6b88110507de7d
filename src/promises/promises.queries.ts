import type { Day } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Outcome } from './promises.rules.ts';

/** A promise as lists show it; sums in kopecks. */
export interface PromiseRow extends Outcome {
  readonly id: number;
  readonly partnerId: number;
  readonly partner: string;
  /** The invoice it is for; null for a lack of limit. */
  readonly invoice: string | null;
  readonly contract: string | null;
  readonly amount: Kopecks;
  /** What it added to the limit; null where it lifted a hold. */
  readonly allowance: Kopecks | null;
  readonly dueOn: Day;
  readonly madeAt: Date;
  readonly madeBy: string;
  readonly endedBy: string | null;
  readonly endReason: string | null;
  readonly fileName: string;
  /** Is what was promised still owed? Of a lack of limit: has it not come. */
  readonly isOwed: boolean;
  /** Why staff allowed it beside the one of the quarter; null for that one. */
  readonly grantReason: string | null;
}

/** Columns of `PromiseRow` and where they come from; conditions follow. */
export const LISTED = `select p.id::int as id, p.partner_id as "partnerId", r.name as partner, b.number as invoice, c.number as contract, p.amount, l.allowance,
    p.due_on::text as "dueOn", p.made_at as "madeAt", p.made_by as "madeBy", p.kept_at as "keptAt", p.broken_at as "brokenAt", p.ended_at as "endedAt",
    p.ended_by as "endedBy", p.end_reason as "endReason", p.file_name as "fileName", g.reason as "grantReason",
    case when b.id is null then p.kept_at is null else b.status = 'issued' and b.open > 0 end as "isOwed"
  from payment_promises p join partners r on r.id = p.partner_id left join invoice_balances b on b.partner_id = p.partner_id and b.id = p.invoice_id
    left join contracts c on c.partner_id = b.partner_id and c.id = b.contract_id left join limit_changes l on l.partner_id = p.partner_id and l.id = p.limit_change_id
    left join promise_grants g on g.partner_id = p.partner_id and g.id = p.grant_id`;

/** The promises of a partner, newest first. */
export function promisesOf(sql: Sql, partnerId: number): Promise<PromiseRow[]> {
  return sql<PromiseRow>('promises_of', `${LISTED} where p.partner_id = $1 order by p.id desc limit 50`, [partnerId]);
}

/** One of them. @throws NotFound for a foreign or absent one */
export async function promiseOf(sql: Sql, partnerId: number, id: number): Promise<PromiseRow> {
  const [row] = await sql<PromiseRow>('promise_of', `${LISTED} where p.partner_id = $1 and p.id = $2::int`, [partnerId, id]);
  if (!row) throw new NotFound();
  return row;
}

/** The payment order of a promise. @throws NotFound */
export async function promiseFile(sql: Sql, partnerId: number, id: number): Promise<{ fileName: string; mime: string; bytes: Buffer }> {
  const [file] = await sql<{ fileName: string; mime: string; bytes: Buffer }>(
    'promise_file',
    `select file_name as "fileName", file_mime as mime, file_bytes as bytes from payment_promises where partner_id = $1 and id = $2::int`,
    [partnerId, id],
  );
  if (!file) throw new NotFound();
  return file;
}

/** How many promises a partner has left in a quarter. */
export interface PromiseRight {
  readonly left: number;
  /** The oldest of those that staff allowed and nobody used, taken once that of the quarter is used. */
  readonly grantId: bigint | null;
}

export async function promiseRight(sql: Sql, partnerId: number, quarter: Day): Promise<PromiseRight> {
  const [row] = await sql<{ isUsed: boolean; grants: number; grantId: bigint | null }>(
    'promise_right',
    `select exists (select 1 from payment_promises where partner_id = $1 and quarter = $2::date and grant_id is null) as "isUsed",
       count(g.id)::int as grants, min(g.id) as "grantId"
     from (select 1) one left join promise_grants g on g.partner_id = $1 and g.quarter = $2::date
       and not exists (select 1 from payment_promises p where p.partner_id = g.partner_id and p.grant_id = g.id)`,
    [partnerId, quarter],
  );
  if (!row) throw new Error('a right came without a row');
  return { left: row.grants + (row.isUsed ? 0 : 1), grantId: row.isUsed ? row.grantId : null };
}

/** An open hold `overdue` with its invoice; the sum is what is to be paid as of now, kopecks. */
export interface HeldInvoice {
  readonly holdId: number;
  readonly invoiceId: number;
  readonly contractId: number;
  readonly number: string;
  readonly contract: string;
  readonly issuedOn: Day;
  readonly dueOn: Day;
  readonly open: Kopecks;
  /** Open holds of the partner beside it, by reason. */
  readonly others: readonly ('overdue' | 'manual' | 'axapta')[];
}

/** undefined when the partner has no such open hold, or it is about no invoice. */
export async function heldInvoice(sql: Sql, partnerId: number, holdId: number): Promise<HeldInvoice | undefined> {
  const [row] = await sql<HeldInvoice>(
    'held_invoice',
    `select h.id as "holdId", b.id as "invoiceId", b.contract_id as "contractId", b.number, c.number as contract, b.issued_on::text as "issuedOn",
       b.due_on::text as "dueOn", b.open,
       array(select o.reason::text from holds o where o.partner_id = h.partner_id and o.id <> h.id and o.lifted_at is null order by o.id) as others
     from holds h join invoice_balances b on b.partner_id = h.partner_id and b.id = h.invoice_id join contracts c on c.partner_id = b.partner_id and c.id = b.contract_id
     where h.partner_id = $1 and h.id = $2::int and h.reason = 'overdue' and h.lifted_at is null and b.status = 'issued' and b.open > 0`,
    [partnerId, holdId],
  );
  return row;
}

/** Is a promise for a lack of limit running? */
export async function hasOpenAllowance(sql: Sql, partnerId: number): Promise<boolean> {
  const rows = await sql(
    'open_limit_promise',
    `select 1 as one from payment_promises where partner_id = $1 and limit_change_id is not null and kept_at is null and broken_at is null and ended_at is null limit 1`,
    [partnerId],
  );
  return rows.length > 0;
}
