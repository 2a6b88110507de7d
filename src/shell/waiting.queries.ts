import { DECIDABLE } from '#src/orders/decidable.queries.ts';
import type { Scope } from '#src/platform/scope.ts';

/** What waits for MONT's people; shown beside the menu of every staff page. */
export interface Waiting {
  readonly applications: number;
  /** Held orders that a person can decide now. */
  readonly decidableOrders: number;
  readonly questions: number;
}

/** Three counts, each from an index of only what is open. */
export async function waiting(scope: Scope): Promise<Waiting> {
  const [row] = await scope.portal.sql<Waiting>(
    'staff_waiting',
    `select (select count(*)::int from partner_applications where status = 'new') as applications,
       (select count(*)::int from (${DECIDABLE}) d) as "decidableOrders",
       (select count(*)::int from support_requests where answered_at is null) as questions`,
  );
  if (!row) throw new Error('counts came without a row');
  return row;
}
