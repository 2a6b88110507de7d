import { closeDays } from '#src/billing/close/close.rules.ts';
import type { CloseState, PartnerOutcome } from '#src/billing/close/close.types.ts';
import type { Day, Month } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';
import { searchPatterns } from '#src/lib/search-key.ts';
import type { Part } from '#src/lib/table.ts';
import type { Scope } from '#src/platform/scope.ts';
import type { CloseFilter } from './close.forms.ts';

/** A month with charges or with a close, for the list. Sums in kopecks. */
export interface CloseRow {
  readonly period: Day;
  readonly state: CloseState | null;
  readonly gross: Kopecks;
  readonly invoices: number;
  readonly parked: number;
  readonly finishedAt: Date | null;
}

/** Months that were closed or can be, latest first. */
export function closeMonths(scope: Scope): Promise<CloseRow[]> {
  return scope.portal.sql<CloseRow>(
    'close_months',
    `with months as (select period from month_closes
       union select date_trunc('month', $1::date)::date)
     select m.period::text as period, c.state::text as state, c.finished_at as "finishedAt",
       coalesce(sum(pc.gross), 0)::bigint as gross, coalesce(sum(pc.invoices), 0)::int as invoices,
       (count(*) filter (where pc.fault is not null))::int as parked
     from months m left join month_closes c on c.period = m.period left join partner_closes pc on pc.period = m.period
     group by m.period, c.state, c.finished_at order by m.period desc`,
    [scope.portal.clock.today()],
  );
}

/** How far a month's close is. */
export interface CloseProgress {
  readonly state: CloseState | null;
  readonly startedAt: Date | null;
  readonly startedBy: string;
  readonly finishedAt: Date | null;
  /** Partners closed, parked and in all. */
  readonly closed: number;
  readonly parked: number;
  readonly partners: number;
  readonly gross: Kopecks;
  readonly invoices: number;
  readonly renewed: number;
  readonly held: number;
  readonly stopped: number;
}

export async function closeProgress(scope: Scope, month: Month): Promise<CloseProgress> {
  const [row] = await scope.portal.sql<CloseProgress>(
    'close_progress',
    `select c.state::text as state, c.started_at as "startedAt", coalesce(c.started_by, '') as "startedBy", c.finished_at as "finishedAt",
       (count(pc.partner_id) filter (where pc.closed_at is not null))::int as closed,
       (count(pc.partner_id) filter (where pc.fault is not null))::int as parked, (select count(*)::int from partners) as partners,
       coalesce(sum(pc.gross), 0)::bigint as gross, coalesce(sum(pc.invoices), 0)::int as invoices,
       coalesce(sum(pc.renewed), 0)::int as renewed, coalesce(sum(pc.held), 0)::int as held, coalesce(sum(pc.stopped), 0)::int as stopped
     from (select $1::date as period) m left join month_closes c on c.period = m.period left join partner_closes pc on pc.period = m.period
     group by c.state, c.started_at, c.started_by, c.finished_at`,
    [closeDays(month).first],
  );
  if (!row) throw new Error('an aggregate gave no row');
  return row;
}

const orders: Record<CloseFilter['sort'], string> = {
  attention: '(c.fault is null), (c.held = 0), p.name',
  name: 'p.name',
  '-name': 'p.name desc',
  gross: 'c.gross',
  '-gross': 'c.gross desc',
};

/** What was passed for a partner's close `c`, as JSON. */
const PASSES = `coalesce((select jsonb_agg(jsonb_build_object('by', x.by_name, 'at', x.at, 'fault', x.fault, 'reason', x.reason) order by x.id)
      from close_passes x where x.partner_id = c.partner_id and x.period = c.period), '[]') as passes`;

const CLOSED = `select p.id as "partnerId", p.name, c.gross, c.invoices, c.stopped, c.renewed, c.held, c.fault, count(*) over ()::int as total,
    ${PASSES}
  from partner_closes c join partners p on p.id = c.partner_id
  where c.period = $1::date and ($2::text[] is null or p.search_key like all ($2::text[]))
    and ($3::text is null or case $3 when 'held' then c.held > 0 else c.fault is not null end)`;

const valuesOf = (month: Month, { q, only }: CloseFilter): unknown[] => [closeDays(month).first, searchPatterns(q), only];

/** One page of the partners whose month is closed or parked. */
export async function closedPartners(
  scope: Scope,
  month: Month,
  filter: CloseFilter,
  { limit, offset }: Part,
): Promise<{ total: number; rows: PartnerOutcome[] }> {
  const rows = await scope.portal.sql<PartnerOutcome & { total: number }>(
    `closed_partners_${filter.sort}`,
    `${CLOSED} order by ${orders[filter.sort]}, p.id limit $4::int offset $5::int`,
    [...valuesOf(month, filter), limit, offset],
  );
  return { total: rows[0]?.total ?? 0, rows };
}

/** One of them; null when no run has come to it. */
export async function closedPartner(scope: Scope, month: Month, partnerId: number): Promise<PartnerOutcome | null> {
  const [row] = await scope.portal.sql<PartnerOutcome>('closed_partner', `${CLOSED} and c.partner_id = $4::int`, [
    ...valuesOf(month, { q: '', only: null, tab: 'closed', sort: 'name' }),
    partnerId,
  ]);
  return row ?? null;
}

/** All of them, for a file. */
export function exportClosed(scope: Scope, month: Month, filter: CloseFilter): Promise<PartnerOutcome[]> {
  return scope.portal.sql<PartnerOutcome>(
    `export_closed_${filter.sort}`,
    `${CLOSED} order by ${orders[filter.sort]}, p.id`,
    valuesOf(month, filter),
  );
}
