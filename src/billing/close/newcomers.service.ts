import type { Day } from '#src/lib/days.ts';
import { openFrom } from '#src/partners/standing.service.ts';
import type { Tx } from '#src/platform/scope.ts';

/**
 * A partner made when the close of a month has begun has no part in that month, or its charges of the last evening would stay
 * behind, as nobody closes the month again: what it orders works from the first day not closed (product rule §8).
 */
export async function skipClosedMonths(tx: Tx, { partnerId }: { partnerId: number }): Promise<void> {
  const [row] = await tx.sql<{ next: Day | null }>(
    'first_month_not_closed',
    `select (max(period) + interval '1 month')::date as next from month_closes`,
  );
  if (row?.next) await openFrom(tx, [partnerId], row.next);
}
