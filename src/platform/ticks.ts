import type { Sql } from './db/sql.ts';

/**
 * Claims a due moment of a scheduled job, e.g. ('month-close', '2026-11'): of all instances and repetitions
 * exactly one gets true. In a transaction the claim is kept only if its work is.
 */
export async function claimTick(tx: { sql: Sql; now: Date }, job: string, tick: string): Promise<boolean> {
  const claimed = await tx.sql(
    'tick_claim',
    'insert into ticks (job, tick, claimed_at) values ($1, $2, $3::timestamptz) on conflict do nothing returning job',
    [job, tick, tx.now],
  );
  return claimed.length > 0;
}
