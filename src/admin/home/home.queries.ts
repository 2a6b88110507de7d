import type { Day } from '#src/lib/days.ts';
import { DECIDABLE } from '#src/orders/held/decidable.queries.ts';
import type { Scope } from '#src/platform/scope.ts';

/** Rows shown of each kind; a link leads to all of them. */
export const FEW = 5;

/** What needs MONT's attention; sums are kopecks as text, instants ISO. */
export interface Attention {
  readonly applications: readonly { id: number; companyName: string; createdAt: string }[];
  readonly applicationCount: number;
  /** Held orders that a person can decide now. */
  readonly orders: readonly { number: string; partner: string; charge: string; placedAt: string }[];
  readonly orderCount: number;
  /** The other held orders, by partner: they wait for money, the limit or a block that ends by itself. */
  readonly waits: readonly { partnerId: number; partner: string; count: number; sum: string; isBlocked: boolean }[];
  readonly waitCount: number;
  readonly holds: readonly { id: number; partnerId: number; partner: string; text: string; placedAt: string }[];
  readonly blockedCount: number;
  readonly questions: readonly { id: number; partner: string; body: string; createdAt: string }[];
  readonly questionCount: number;
  readonly letters: readonly { id: number; subject: string; address: string; status: 'failed' | 'unknown' }[];
  /** Partners whose month could not be closed, the longest ago first. */
  readonly parked: readonly { partnerId: number; partner: string; period: Day; fault: string }[];
  readonly parkedCount: number;
  readonly failedLetters: number;
  readonly unknownLetters: number;
}

/**
 * One statement; each part is small and bounded. Own partners first, then the oldest: they have waited longest.
 * `isMine` narrows held orders to partners of the actor.
 */
export async function attention(scope: Scope, isMine: boolean): Promise<Attention> {
  const [row] = await scope.portal.sql<Attention>(
    'staff_attention',
    `with held as materialized (select o.id, o.number, o.placed_at, o.charge, o.held_reason, p.id as partner_id, p.name as partner,
         p.manager_id = $1::int as is_own, o.id in (${DECIDABLE}) as is_decidable
       from orders o join partners p on p.id = o.partner_id where o.status = 'held' and (not $2::bool or p.manager_id = $1::int))
     select
       coalesce((select json_agg(r) from (select id, company_name as "companyName", created_at as "createdAt" from partner_applications
         where status = 'new' order by id limit ${FEW}) r), '[]') as applications,
       (select count(*)::int from partner_applications where status = 'new') as "applicationCount",
       coalesce((select json_agg(r) from (select number, partner, charge::text as charge, placed_at as "placedAt"
         from held where is_decidable order by is_own desc, placed_at, id limit ${FEW}) r), '[]') as orders,
       (select count(*)::int from held where is_decidable) as "orderCount",
       coalesce((select json_agg(r) from (select partner_id as "partnerId", partner, count(*)::int as count, sum(charge)::text as sum,
           bool_or(held_reason = 'partner_blocked') as "isBlocked"
         from held where not is_decidable group by partner_id, partner, is_own
         order by is_own desc, sum(charge) desc, partner_id limit ${FEW}) r), '[]') as waits,
       (select count(*)::int from held where not is_decidable) as "waitCount",
       coalesce((select json_agg(r) from (select h.id, p.id as "partnerId", p.name as partner, h.text, h.placed_at as "placedAt"
         from holds h join partners p on p.id = h.partner_id where h.lifted_at is null order by h.placed_at, h.id limit ${FEW}) r), '[]') as holds,
       (select count(distinct partner_id)::int from holds where lifted_at is null) as "blockedCount",
       coalesce((select json_agg(r) from (select q.id, p.name as partner, left(q.body, 120) as body, q.created_at as "createdAt"
         from support_requests q join partners p on p.id = q.partner_id where q.answered_at is null order by q.id limit ${FEW}) r), '[]') as questions,
       (select count(*)::int from support_requests where answered_at is null) as "questionCount",
       coalesce((select json_agg(r) from (select id, subject, recipient_address as address, status from letters
         where status in ('failed', 'unknown') and settled_at is null order by id desc limit ${FEW}) r), '[]') as letters,
       coalesce((select json_agg(r) from (select p.id as "partnerId", p.name as partner, c.period::text as period, c.fault
         from partner_closes c join partners p on p.id = c.partner_id where c.fault is not null order by c.period, p.name limit ${FEW}) r), '[]') as parked,
       (select count(*)::int from partner_closes where fault is not null) as "parkedCount",
       l.failed as "failedLetters", l.unknown as "unknownLetters"
     from (select count(*) filter (where status = 'failed')::int as failed, count(*) filter (where status = 'unknown')::int as unknown
       from letters where status in ('failed', 'unknown') and settled_at is null) l`,
    [scope.actor.userId, isMine],
  );
  if (!row) throw new Error('the overview came without a row');
  return row;
}
