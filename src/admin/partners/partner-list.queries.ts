import { searchPatterns } from '#src/lib/search-key.ts';
import type { Part } from '#src/lib/table.ts';
import type { Scope } from '#src/platform/scope.ts';
import type { PartnerFilter, PartnerSort, PartnerState } from './partner-list.forms.ts';

/** A partner in the list; sums are kopecks as text, the instant is ISO. */
export interface PartnerRow {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  readonly inn: string;
  readonly manager: string;
  readonly limit: string;
  readonly exposure: string;
  readonly available: string;
  /** Open part of invoices past their due day. */
  readonly overdue: string;
  readonly held: number;
  readonly holds: number;
  /** The oldest open hold. */
  readonly holdId: number | null;
  readonly holdText: string | null;
  readonly holdAt: string | null;
}

export interface PartnerList {
  readonly rows: readonly PartnerRow[];
  readonly total: number;
  /** How many of each state, with search and manager as filtered. */
  readonly states: Readonly<Record<PartnerState, number>>;
  readonly managers: readonly { readonly id: number; readonly name: string }[];
}

const conditions: Record<PartnerState, string> = {
  blocked: 'holds > 0',
  over: 'exposure > "limit"',
  overdue: 'overdue > 0',
  waiting: 'held > 0',
};

/**
 * $1 patterns, each of which must be found · $2 manager · $3 today. The exposure is the sum that `partner_exposures` gives, added up
 * for all partners at once: of 5,000 with 100,000 subscriptions and 30,000 invoices that takes 40 ms instead of 250.
 */
const FOUND = `with found as materialized (
  select p.id, p.code, p.name, p.inn, u.name as manager, p.credit_limit as "limit",
    (coalesce(i.issued, 0) - coalesce(s.paid, 0) + coalesce(c.charges, 0))::bigint as exposure,
    (coalesce(i.late, 0) - coalesce(s.paid_late, 0))::bigint as overdue, coalesce(o.held, 0) as held, coalesce(h.holds, 0) as holds,
    h.id as "holdId", h.text as "holdText", h.placed_at as "holdAt"
  from partners p join users u on u.id = p.manager_id
  left join (select partner_id, sum(gross) as issued, sum(gross) filter (where due_on < $3::date) as late from invoices
    where status = 'issued' group by partner_id) i on i.partner_id = p.id
  left join (select s.partner_id, sum(s.amount) as paid, sum(s.amount) filter (where i.due_on < $3::date) as paid_late from settlements s
    join invoices i on i.partner_id = s.partner_id and i.id = s.invoice_id and i.status = 'issued' group by s.partner_id) s on s.partner_id = p.id
  left join lateral (select sum(charge) as charges from service_periods
    where partner_id = p.id and from_on >= coalesce(p.open_from, '-infinity'::date)) c on true
  left join (select partner_id, count(*)::int as held from orders where status = 'held' group by partner_id) o on o.partner_id = p.id
  left join (select distinct on (partner_id) partner_id, id, text, placed_at, count(*) over (partition by partner_id)::int as holds from holds
    where lifted_at is null order by partner_id, placed_at, id) h on h.partner_id = p.id
  where ($1::text[] is null or p.search_key like all ($1::text[]))
    and ($2::int is null or p.manager_id = $2::int))`;

const ROW = `jsonb_build_object('id', id, 'code', code, 'name', name, 'inn', inn, 'manager', manager, 'limit', "limit"::text, 'exposure', exposure::text,
  'available', ("limit" - exposure)::text, 'overdue', overdue::text, 'held', held, 'holds', holds, 'holdId', "holdId", 'holdText', "holdText",
  'holdAt', "holdAt")`;

function orderBy(sort: PartnerSort): string {
  const direction = sort.startsWith('-') ? 'desc' : 'asc';
  const column = { name: 'name', limit: '"limit"', exposure: 'exposure', available: '"limit" - exposure', overdue: 'overdue' }[
    sort.replace('-', '') as 'name'
  ];
  return `${column} ${direction}, name, id`;
}

/** A part of the partners a filter finds, with its counts, in one statement. */
export async function listPartners(scope: Scope, filter: PartnerFilter, part: Part<number | null>): Promise<PartnerList> {
  const state = filter.state ? conditions[filter.state] : 'true';
  const count = (name: PartnerState) => `'${name}', count(*) filter (where ${conditions[name]})`;
  const [list] = await scope.portal.sql<PartnerList>(
    `partner_list.${filter.state ?? 'all'}.${filter.sort}`,
    `${FOUND}
     select coalesce((select jsonb_agg(${ROW} order by n) from (select *, row_number() over (order by ${orderBy(filter.sort)}) as n from found
         where ${state} order by n limit $4::int offset $5::int) r), '[]') as rows,
       (select count(*)::int from found where ${state}) as total,
       (select jsonb_build_object(${count('blocked')}, ${count('over')}, ${count('overdue')}, ${count('waiting')}) from found) as states,
       (select jsonb_agg(jsonb_build_object('id', id, 'name', name) order by name) from users
         where role in ('manager', 'admin') and (disabled_at is null or id = $2::int)) as managers`,
    [searchPatterns(filter.q), filter.manager, scope.portal.clock.today(), part.limit, part.offset],
  );
  if (!list) throw new Error('a list came without a row');
  return list;
}
