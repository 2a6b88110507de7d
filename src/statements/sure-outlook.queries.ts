import { createHash } from 'node:crypto';
import type { Day } from '#src/lib/days.ts';
import { type Kopecks, kopecks, sum } from '#src/lib/money.ts';
import { outlookOf } from '#src/orders/held/what-runs.queries.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { JOINED, STATE } from './statements.queries.ts';

/** What recording all sure payments of a statement does, in numbers; sums in kopecks. */
export interface SureOutlook {
  readonly sure: number;
  /** Those that are recorded already: only where they came from is noted. */
  readonly known: number;
  readonly amount: Kopecks;
  readonly partners: number;
  /** Holds that are lifted, orders that run and those that go on waiting. */
  readonly lifted: number;
  readonly runs: number;
  readonly runsCost: Kopecks;
  readonly waits: number;
  /** Stands for what a person has seen: which payments, for which invoices, and which orders run. */
  readonly seen: string;
}

/** Those that are recorded together, and wait. */
export const SURE = `${JOINED} join sorted_payments so on so.id = b.id
  where so.statement_id = $1::int and so.kind in ('sure', 'known') and ${STATE} = 'waiting'`;

/** How many they are and of how many partners, and what stands for them; sum in kopecks. */
export interface SureTotals extends Pick<SureOutlook, 'sure' | 'known' | 'amount' | 'partners' | 'seen'> {}

export async function sureTotals(sql: Sql, statementId: number): Promise<SureTotals> {
  const [row] = await sql<Omit<SureTotals, 'amount'> & { amount: bigint }>(
    'sure_totals',
    `select coalesce(count(*) filter (where so.kind = 'sure'), 0)::int as sure, coalesce(count(*) filter (where so.kind = 'known'), 0)::int as known,
       coalesce(sum(b.amount) filter (where so.kind = 'sure'), 0)::bigint as amount,
       coalesce(count(distinct so.payer_id) filter (where so.kind = 'sure'), 0)::int as partners,
       coalesce(md5(string_agg(b.id || so.kind || array_to_string(so.invoice_ids, ','), ';' order by b.id)), '') as seen
     from ${SURE}`,
    [statementId],
  );
  if (!row) throw new Error('nothing was counted');
  return { ...row, amount: kopecks(row.amount) };
}

/** Of the sure ones as they were sorted last. Read alike for the page and for the act: the orders are decided by the function that will decide them. */
export async function sureOutlook(sql: Sql, statementId: number, today: Day, { seen, ...totals }: SureTotals): Promise<SureOutlook> {
  const relief = await reliefOf(sql, statementId);
  const lifted = await holdsLifted(sql, relief);
  const outlooks = [];
  for (const { partnerId, hasOrders, ...easing } of relief)
    if (hasOrders) outlooks.push(await outlookOf(sql, today, partnerId, { ...easing, received: easing.freed }));
  const orders = outlooks.flatMap(({ runs }) => runs.map(({ placed }) => placed.number)).sort();
  return {
    ...totals,
    lifted,
    runs: orders.length,
    runsCost: sum(...outlooks.map(({ runsCost }) => runsCost)),
    waits: outlooks.reduce((all, { waits }) => all + waits.length, 0),
    seen: createHash('sha256')
      .update(JSON.stringify([seen, orders]))
      .digest('hex')
      .slice(0, 32),
  };
}

/** What sure payments of one partner do together; kopecks, and invoices they pay in full. */
interface PartnersRelief {
  readonly partnerId: number;
  readonly freed: Kopecks;
  readonly paidInvoiceIds: readonly number[];
  /** Some of its orders wait. */
  readonly hasOrders: boolean;
}

/** Of the partners that something is decided for: who has a hold or an order that waits. */
async function reliefOf(sql: Sql, statementId: number): Promise<PartnersRelief[]> {
  const rows = await sql<Omit<PartnersRelief, 'freed'> & { freed: bigint }>(
    'sure_relief',
    `with decided as (
       select partner_id, false as has_orders from holds where lifted_at is null
       union all select partner_id, true from orders where status = 'held'),
     concerned as (select partner_id, bool_or(has_orders) as has_orders from decided group by partner_id),
     shared as (
       select payer_id, invoice_id, sum(share) as freed from (
         select so.payer_id, unnest(so.invoice_ids) as invoice_id, unnest(so.shares) as share from ${SURE}
           and so.kind = 'sure' and so.payer_id in (select partner_id from decided)) each_share
       group by payer_id, invoice_id)
     select c.partner_id as "partnerId", c.has_orders as "hasOrders", sum(s.freed)::bigint as freed,
       coalesce(array_agg(i.id order by i.id) filter (where s.freed = i.gross - paid.amount), '{}') as "paidInvoiceIds"
     from concerned c join shared s on s.payer_id = c.partner_id
       join invoices i on i.partner_id = c.partner_id and i.id = s.invoice_id
       cross join lateral (select coalesce(sum(amount), 0) as amount from settlements t where t.partner_id = i.partner_id and t.invoice_id = i.id) paid
     group by c.partner_id, c.has_orders order by c.partner_id`,
    [statementId],
  );
  return rows.map((row) => ({ ...row, freed: kopecks(row.freed) }));
}

async function holdsLifted(sql: Sql, relief: readonly PartnersRelief[]): Promise<number> {
  const [row] = await sql<{ count: number }>(
    'holds_lifted_by_statement',
    `select count(*)::int as count from holds where partner_id = any($1::int[]) and reason = 'overdue' and lifted_at is null and invoice_id = any($2::int[])`,
    [relief.map(({ partnerId }) => partnerId), relief.flatMap(({ paidInvoiceIds }) => paidInvoiceIds)],
  );
  return row?.count ?? 0;
}
