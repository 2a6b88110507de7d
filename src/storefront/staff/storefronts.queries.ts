import type { Day } from '#src/lib/days.ts';
import { keySql, searchPatterns } from '#src/lib/search-key.ts';
import type { Part } from '#src/lib/table.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { StorefrontFilter, StorefrontState } from './storefronts.forms.ts';

/** A storefront as MONT's people see it; numbers are of the last thirty days. */
export interface StorefrontRow {
  readonly partnerId: number;
  readonly partner: string;
  readonly inn: string;
  readonly code: string;
  readonly name: string;
  readonly state: StorefrontState;
  readonly reason: string | null;
  readonly turnedOffBy: string | null;
  readonly turnedOffAt: Date | null;
  readonly visits: number;
  readonly requests: number;
  readonly orders: number;
}

/** $1 the first day that counts. */
const LISTED = `select s.partner_id as "partnerId", p.name as partner, p.inn, s.code, s.name, s.turn_off_reason as reason, s.turned_off_by as "turnedOffBy",
       s.turned_off_at as "turnedOffAt",
       case when s.turned_off_at is not null then 'off' when not s.is_on then 'closed'
            when exists (select 1 from holds h where h.partner_id = s.partner_id and h.lifted_at is null) then 'held' else 'open' end as state,
       coalesce((select sum(v.visits) from storefront_visits v where v.partner_id = s.partner_id and v.day >= $1::date), 0)::int as visits,
       (select count(*) from storefront_requests r where r.partner_id = s.partner_id and r.created_at >= $1::date)::int as requests,
       (select count(*) from storefront_requests r where r.partner_id = s.partner_id and r.state = 'ordered' and r.closed_at >= $1::date)::int as orders
  from storefronts s join partners p on p.id = s.partner_id`;

/** $2 patterns, each of which must be found · $3 state. */
const FOUND = `select * from (${LISTED}
    where ($2::text[] is null or ${keySql('p.name', 'p.inn', 's.code', 's.name')} like all ($2::text[]))) listed
  where ($3::text is null or state = $3)`;

const ORDERS: Record<StorefrontFilter['sort'], string> = {
  name: 'partner, "partnerId"',
  '-name': 'partner desc, "partnerId"',
  visits: 'visits, "partnerId"',
  '-visits': 'visits desc, "partnerId"',
  requests: 'requests, "partnerId"',
  '-requests': 'requests desc, "partnerId"',
};

export interface StorefrontList {
  readonly rows: readonly StorefrontRow[];
  readonly total: number;
}

/** Storefronts of all partners; `limit` null gives all, for a file. */
export async function listStorefronts(
  sql: Sql,
  since: Day,
  { q, state, sort }: StorefrontFilter,
  { limit, offset }: Part | { limit: null; offset: 0 },
): Promise<StorefrontList> {
  const values = [since, searchPatterns(q), state];
  const [rows, [counted]] = await Promise.all([
    sql<StorefrontRow>(`list_storefronts.${sort}`, `${FOUND} order by ${ORDERS[sort]} limit $4::int offset $5::int`, [
      ...values,
      limit,
      offset,
    ]),
    sql<{ total: number }>('count_storefronts', `select count(*)::int as total from (${FOUND}) found`, values),
  ]);
  return { rows, total: counted?.total ?? 0 };
}

/** @throws NotFound */
export async function storefrontOf(sql: Sql, since: Day, partnerId: number): Promise<StorefrontRow> {
  const [row] = await sql<StorefrontRow>('storefront_of_partner', `${LISTED} where s.partner_id = $2::int`, [since, partnerId]);
  if (!row) throw new NotFound();
  return row;
}
