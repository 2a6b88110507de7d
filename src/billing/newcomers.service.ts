import type { Tx } from '#src/platform/scope.ts';

/**
 * A partner made when the close of a month has begun has no part in that month, or its charges of the last evening would stay
 * behind, as nobody closes the month again: what it orders works from the first day not closed (product rule §8).
 */
export async function skipClosedMonths(tx: Tx, { partnerId }: { partnerId: number }): Promise<void> {
  await tx.sql(
    'skip_closed_months',
    `update partners set open_from = (select (max(period) + interval '1 month')::date from month_closes) where id = $1`,
    [partnerId],
  );
}
