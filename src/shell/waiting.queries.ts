import { DECIDABLE } from '#src/orders/held/decidable.queries.ts';
import type { Scope } from '#src/platform/scope.ts';

/** What waits for MONT's people; shown beside the menu of every staff page. */
export interface Waiting {
  readonly applications: number;
  /** Held orders that a person can decide now. */
  readonly decidableOrders: number;
  readonly questions: number;
  /** Partners whose month is over and not closed: the close runs, or a check has parked them. */
  readonly unclosed: number;
}

/** Four counts, each of only what is open. */
export async function waiting(scope: Scope): Promise<Waiting> {
  const [row] = await scope.portal.sql<Waiting>(
    'staff_waiting',
    `select (select count(*)::int from partner_applications where status = 'new') as applications,
       (select count(*)::int from (${DECIDABLE}) d) as "decidableOrders",
       (select count(*)::int from support_requests where answered_at is null) as questions,
       (select count(*)::int from month_closes m join partners p on p.created_at < m.period + interval '1 month'
         and coalesce(p.open_from, '-infinity'::date) <= m.period where m.state <> 'done') as unclosed`,
  );
  if (!row) throw new Error('counts came without a row');
  return row;
}
