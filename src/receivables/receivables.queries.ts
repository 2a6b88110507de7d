import { searchPatterns } from '#src/lib/search-key.ts';
import type { Part } from '#src/lib/table.ts';
import type { Scope } from '#src/platform/scope.ts';
import { heldThen, IN_FORCE } from './as-of.queries.ts';
import type { AsOf, ReceivablesFilter, ReceivablesSort } from './receivables.forms.ts';
import { AGES, type Age, DAYS_OF } from './receivables.rules.ts';

/** Kopecks as text: by age, then paid in advance, and what is owed less that. */
export type Sums = Readonly<Record<Age | 'advance' | 'balance', string>>;

/** A partner that owes or has paid in advance. */
export interface ReceivablesRow extends Sums {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  readonly inn: string;
  readonly manager: string;
  readonly holds: number;
  /** The oldest hold open then. */
  readonly holdText: string | null;
  readonly holdAt: string | null;
}

export interface Receivables {
  readonly rows: readonly ReceivablesRow[];
  readonly total: number;
  /** Of all that search and manager find, whatever their age. */
  readonly sums: Sums;
  readonly managers: readonly { readonly id: number; readonly name: string }[];
}

/** Sum of what is overdue as long as an age says; `$1 - due_on` is days overdue. */
function sumOf(age: Age): string {
  const [from, to] = DAYS_OF[age];
  const late = '$1::date - due_on';
  const within = age === 'current' ? `${late} <= 0` : to === null ? `${late} >= ${from}` : `${late} between ${from} and ${to}`;
  return `coalesce(sum(open) filter (where ${within}), 0)::bigint as ${age}`;
}

/**
 * $1 day · $2 its end · $3 patterns, each of which must be found · $4 manager. What invoices ask and what settles them is added up by partner and
 * age in one go: what each of very many invoices still asks for is nowhere worked out. «offset 0» keeps sums from being made anew for every age.
 */
const FOUND = `with ${heldThen()},
  debts as (select partner_id, ${AGES.map(sumOf).join(', ')}, sum(settled)::bigint as used
    from (select i.partner_id, i.due_on, case when ${IN_FORCE} then i.gross else 0 end as open, 0::bigint as settled from invoices i
      union all
      select s.partner_id, i.due_on, case when ${IN_FORCE} then -s.amount else 0 end, s.amount
        from settlements s join invoices i on i.partner_id = s.partner_id and i.id = s.invoice_id where s.at < $2::timestamptz offset 0) one group by 1),
  paid as (select partner_id, sum(amount)::bigint as amount from payments where received_on <= $1::date group by 1),
  ready as (select p.id, p.code, p.name, p.inn, u.name as manager, ${AGES.map((age) => `coalesce(d.${age}, 0) as ${age}`).join(', ')},
      coalesce(m.amount, 0) - coalesce(d.used, 0) as advance, coalesce(h.holds, 0) as holds, h.text as "holdText", h.placed_at as "holdAt"
    from partners p join users u on u.id = p.manager_id left join debts d on d.partner_id = p.id left join paid m on m.partner_id = p.id left join held h on h.partner_id = p.id
    where ($3::text[] is null or p.search_key like all ($3::text[])) and ($4::int is null or p.manager_id = $4::int)),
  found as materialized (select *, ${AGES.join(' + ')} - advance as balance, ${AGES.filter((age) => age !== 'current').join(' + ')} as overdue
    from ready where ${AGES.join(' + ')} <> 0 or advance <> 0)`;

const SUMS = [...AGES, 'advance', 'balance'] as const;

const ROW = `jsonb_build_object('id', id, 'code', code, 'name', name, 'inn', inn, 'manager', manager,
  ${SUMS.map((sum) => `'${sum}', ${sum}::text`).join(', ')}, 'holds', holds, 'holdText', "holdText", 'holdAt', "holdAt")`;

function orderBy(sort: ReceivablesSort): string {
  if (sort === 'overdue') return 'overdue desc, current desc, name, id';
  const column = sort.replace('-', '');
  return `${column === 'name' ? 'lower(name)' : column} ${sort.startsWith('-') ? 'desc' : 'asc'}, name, id`;
}

/** A part of the partners that owe or have paid in advance at the end of a day, with the sums of all of them, in one statement. */
export async function listReceivables(
  { portal: { sql } }: Scope,
  { q, manager, age, sort }: ReceivablesFilter,
  { on, before }: Pick<AsOf, 'on' | 'before'>,
  { limit, offset }: Part<number | null>,
): Promise<Receivables> {
  const aged = age ? `${age} <> 0` : 'true';
  const [list] = await sql<Receivables>(
    `receivables.${age ?? 'all'}.${sort}`,
    `${FOUND}
     select coalesce((select jsonb_agg(${ROW} order by n) from (select *, row_number() over (order by ${orderBy(sort)}) as n from found
         where ${aged} order by n limit $5::int offset $6::int) r), '[]') as rows,
       (select count(*)::int from found where ${aged}) as total,
       (select jsonb_build_object(${SUMS.map((sum) => `'${sum}', coalesce(sum(${sum}), 0)::text`).join(', ')}) from found) as sums,
       (select jsonb_agg(jsonb_build_object('id', id, 'name', name) order by name) from users
         where role in ('manager', 'admin') and (disabled_at is null or id = $4::int)) as managers`,
    [on, before, searchPatterns(q), manager, limit, offset],
  );
  if (!list) throw new Error('a list came without a row');
  return list;
}
