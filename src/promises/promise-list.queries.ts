import type { Day, Month } from '#src/lib/days.ts';
import { type Kopecks, zero } from '#src/lib/money.ts';
import { keySql, searchPatterns } from '#src/lib/search-key.ts';
import type { Part } from '#src/lib/table.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import type { Scope } from '#src/platform/scope.ts';
import type { PromiseFilter } from './promises.forms.ts';
import { LISTED, type PromiseRow } from './promises.queries.ts';

/** $1 patterns, each of which must be found · $2 state · $3 kind · $4 first day of a month · $5 partner. What is shown is read for a page alone. */
const FOUND = `from payment_promises p join partners r on r.id = p.partner_id left join invoices v on v.partner_id = p.partner_id and v.id = p.invoice_id
  where ($1::text[] is null or concat_ws('|', r.search_key, ${keySql('v.number')}) like all ($1::text[]))
    and ($2::text is null or $2 = case when p.ended_at is not null then 'ended' when p.kept_at is not null then 'kept' when p.broken_at is not null then 'broken' else 'open' end)
    and ($3::text is null or ($3 = 'invoice') = (p.invoice_id is not null))
    and ($4::date is null or (p.made_at at time zone 'Europe/Moscow')::date >= $4::date and (p.made_at at time zone 'Europe/Moscow')::date < $4::date + interval '1 month')
    and ($5::int is null or p.partner_id = $5::int)`;

const ORDERS: Record<PromiseFilter['sort'], string> = {
  newest: 'p.made_at desc, p.id desc',
  due: 'p.due_on, p.id',
  '-due': 'p.due_on desc, p.id desc',
  amount: 'p.amount, p.id',
  '-amount': 'p.amount desc, p.id desc',
};

const valuesOf = ({ q, state, kind, period, partner }: PromiseFilter): unknown[] => [
  searchPatterns(q),
  state,
  kind,
  period && `${period}-01`,
  partner,
];

export interface PromiseList {
  readonly rows: readonly PromiseRow[];
  readonly total: number;
  readonly amount: Kopecks;
  readonly kept: number;
  readonly broken: number;
  /** Months that have promises, newest first. */
  readonly months: readonly Month[];
}

/** Promises of all partners. `limit` null: all of them, for a file; of a partner there are a few a year. */
export async function listPromises(
  { portal }: Scope,
  filter: PromiseFilter,
  { limit, offset }: Part | { limit: null; offset: 0 },
): Promise<PromiseList> {
  const { sql } = portal;
  const order = ORDERS[filter.sort];
  const [rows, [totals], months] = await Promise.all([
    sql<PromiseRow>(
      `list_promises.${filter.sort}`,
      `${LISTED} join (select p.partner_id, p.id ${FOUND} order by ${order} limit $6::int offset $7::int) f on f.partner_id = p.partner_id and f.id = p.id
       order by ${order}`,
      [...valuesOf(filter), limit, offset],
    ),
    sql<Omit<PromiseList, 'rows' | 'months'>>(
      'sum_promises',
      `select count(*)::int as total, coalesce(sum(p.amount), 0)::bigint as amount,
         count(*) filter (where p.ended_at is null and p.kept_at is not null)::int as kept,
         count(*) filter (where p.ended_at is null and p.kept_at is null and p.broken_at is not null)::int as broken ${FOUND}`,
      valuesOf(filter),
    ),
    sql<{ month: Month }>(
      'promise_months',
      `select distinct to_char(made_at at time zone 'Europe/Moscow', 'YYYY-MM') as month from payment_promises order by 1 desc limit 60`,
    ),
  ]);
  return { rows, ...(totals ?? { total: 0, amount: zero, kept: 0, broken: 0 }), months: months.map(({ month }) => month) };
}

/** Promises a person of MONT is to see today: those whose last day it is, and those broken within a month whose money still lacks. */
export function promisesToSee(sql: Sql, today: Day): Promise<PromiseRow[]> {
  return sql<PromiseRow>(
    'promises_to_see',
    `${LISTED} where p.ended_at is null and p.kept_at is null and (p.broken_at is null and p.due_on <= $1::date
       or p.broken_at is not null and p.due_on >= $1::date - 31 and (b.id is null or b.status = 'issued' and b.open > 0))
     order by p.due_on, p.id limit 10`,
    [today],
  );
}

/** How a partner keeps its word. */
export async function wordOf(sql: Sql, partnerId: number): Promise<{ readonly kept: number; readonly broken: number }> {
  const [row] = await sql<{ kept: number; broken: number }>(
    'promises_word',
    `select count(*) filter (where kept_at is not null)::int as kept, count(*) filter (where kept_at is null and broken_at is not null)::int as broken
     from payment_promises where partner_id = $1 and ended_at is null`,
    [partnerId],
  );
  return row ?? { kept: 0, broken: 0 };
}
