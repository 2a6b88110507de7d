import type { Day } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';
import type { Tx } from '#src/platform/scope.ts';

/** Sets what a partner may owe; the caller holds its credit locked and writes why. */
export async function setCreditLimit(tx: Tx, partnerId: number, limit: Kopecks): Promise<void> {
  await tx.sql('partner_limit', 'update partners set credit_limit = $2::bigint where id = $1', [partnerId, limit]);
}

/**
 * From now on changes of these partners, whose rows are locked, work from `day` on: the month before it is closed.
 * @returns the last row of the journal before that; the partners are locked, so it is theirs
 */
export async function openFrom(tx: Tx, partnerIds: readonly number[], day: Day): Promise<number> {
  const [row] = await tx.sql<{ last: number }>(
    'open_next',
    `update partners set open_from = $2::date where id = any($1::int[])
     returning (select case when is_called then last_value else 0 end from subscription_events_id_seq)::int as last`,
    [partnerIds, day],
  );
  return row?.last ?? 0;
}

/** Gives partners, whose rows are locked, to a manager of MONT. */
export async function giveTo(tx: Tx, { partnerIds, managerId }: { partnerIds: readonly number[]; managerId: number }): Promise<void> {
  await tx.sql('portfolio_give', 'update partners set manager_id = $2::int where id = any($1::int[])', [partnerIds, managerId]);
}
