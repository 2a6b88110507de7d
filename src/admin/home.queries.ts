import type { HeldReason } from '#src/credit/credit.rules.ts';
import type { Day } from '#src/lib/days.ts';
import type { Scope } from '#src/platform/scope.ts';

/** Rows shown of each kind; a link leads to all of them. */
const FEW = 5;

/** What needs MONT's attention; sums are kopecks as text, instants ISO. */
export interface Attention {
  readonly applications: readonly { id: number; companyName: string; createdAt: string }[];
  readonly applicationCount: number;
  readonly orders: readonly { number: string; partner: string; reason: HeldReason; charge: string; placedAt: string }[];
  readonly orderCount: number;
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

/** One statement; each part is small and bounded. Oldest first: they have waited longest. */
export async function attention(scope: Scope): Promise<Attention> {
  const [row] = await scope.portal.sql<Attention>(
    'staff_attention',
    `select
       coalesce((select json_agg(r) from (select id, company_name as "companyName", created_at as "createdAt" from partner_applications
         where status = 'new' order by id limit ${FEW}) r), '[]') as applications,
       (select count(*)::int from partner_applications where status = 'new') as "applicationCount",
       coalesce((select json_agg(r) from (select o.number, p.name as partner, o.held_reason as reason, o.charge::text as charge, o.placed_at as "placedAt"
         from orders o join partners p on p.id = o.partner_id where o.status = 'held' order by o.placed_at, o.id limit ${FEW}) r), '[]') as orders,
       (select count(*)::int from orders where status = 'held') as "orderCount",
       coalesce((select json_agg(r) from (select h.id, p.id as "partnerId", p.name as partner, h.text, h.placed_at as "placedAt"
         from holds h join partners p on p.id = h.partner_id where h.lifted_at is null order by h.placed_at, h.id limit ${FEW}) r), '[]') as holds,
       (select count(distinct partner_id)::int from holds where lifted_at is null) as "blockedCount",
       coalesce((select json_agg(r) from (select q.id, p.name as partner, left(q.body, 120) as body, q.created_at as "createdAt"
         from support_requests q join partners p on p.id = q.partner_id where q.answered_at is null order by q.id limit ${FEW}) r), '[]') as questions,
       (select count(*)::int from support_requests where answered_at is null) as "questionCount",
       coalesce((select json_agg(r) from (select id, subject, recipient_address as address, status from letters
         where status in ('failed', 'unknown') order by id desc limit ${FEW}) r), '[]') as letters,
       coalesce((select json_agg(r) from (select p.id as "partnerId", p.name as partner, c.period::text as period, c.fault
         from partner_closes c join partners p on p.id = c.partner_id where c.fault is not null order by c.period, p.name limit ${FEW}) r), '[]') as parked,
       (select count(*)::int from partner_closes where fault is not null) as "parkedCount",
       l.failed as "failedLetters", l.unknown as "unknownLetters"
     from (select count(*) filter (where status = 'failed')::int as failed, count(*) filter (where status = 'unknown')::int as unknown
       from letters where status in ('failed', 'unknown')) l`,
  );
  if (!row) throw new Error('the overview came without a row');
  return row;
}
