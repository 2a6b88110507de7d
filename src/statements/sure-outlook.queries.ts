import type { Day } from '#src/lib/days.ts';
import { type Kopecks, sum, zero } from '#src/lib/money.ts';
import { outlookOf } from '#src/orders/held/what-runs.queries.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import type { Lean, Review } from './review.queries.ts';
import { type PartnersRelief, reliefOf, type Sorted, seenOf } from './review.rules.ts';

/** What recording all sure payments of a statement does, in numbers; sums in kopecks. */
export interface SureOutlook {
  readonly sure: readonly Sorted<Lean>[];
  /** Those that are recorded already: only where they came from is noted. */
  readonly known: readonly Sorted<Lean>[];
  readonly amount: Kopecks;
  readonly partners: number;
  /** Holds that are lifted, orders that run and those that go on waiting. */
  readonly lifted: number;
  readonly runs: number;
  readonly runsCost: Kopecks;
  readonly waits: number;
  readonly seen: string;
}

/** Read alike for the page and for the act: the orders are decided by the function that will decide them. */
export async function sureOutlook(sql: Sql, { sorted, invoices }: Review, today: Day): Promise<SureOutlook> {
  const sure = sorted.filter(({ kind }) => kind === 'sure');
  const known = sorted.filter(({ kind }) => kind === 'known');
  const relief = reliefOf(sure, (id) => invoices.get(id)?.open ?? zero);
  const lifted = await holdsLifted(sql, relief);
  const outlooks = [];
  for (const { partnerId, ...easing } of await withOrders(sql, relief))
    outlooks.push(await outlookOf(sql, today, partnerId, { ...easing, received: easing.freed }));
  const orders = outlooks.flatMap(({ runs }) => runs.map(({ placed }) => placed.number));
  return {
    sure,
    known,
    amount: sum(...sure.map(({ payment }) => payment.amount)),
    partners: relief.length,
    lifted,
    runs: orders.length,
    runsCost: sum(...outlooks.map(({ runsCost }) => runsCost)),
    waits: outlooks.reduce((all, { waits }) => all + waits.length, 0),
    seen: seenOf([...sure, ...known], orders),
  };
}

async function holdsLifted(sql: Sql, relief: readonly PartnersRelief[]): Promise<number> {
  const [row] = await sql<{ count: number }>(
    'holds_lifted_by_statement',
    `select count(*)::int as count from holds where partner_id = any($1::int[]) and reason = 'overdue' and lifted_at is null and invoice_id = any($2::int[])`,
    [relief.map(({ partnerId }) => partnerId), relief.flatMap(({ paidInvoiceIds }) => paidInvoiceIds)],
  );
  return row?.count ?? 0;
}

/** Only partners whose orders wait have anything to be decided. */
async function withOrders(sql: Sql, relief: readonly PartnersRelief[]): Promise<PartnersRelief[]> {
  const rows = await sql<{ id: number }>(
    'partners_whose_orders_wait',
    `select distinct partner_id as id from orders where partner_id = any($1::int[]) and status = 'held'`,
    [relief.map(({ partnerId }) => partnerId)],
  );
  const waiting = new Set(rows.map(({ id }) => id));
  return relief.filter(({ partnerId }) => waiting.has(partnerId));
}
