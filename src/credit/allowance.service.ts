import { type Kopecks, kopecks } from '#src/lib/money.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import type { Tx } from '#src/platform/scope.ts';
import { lockCredit } from './credit.service.ts';
import { endLimitChange, writeLimit } from './limit-rows.service.ts';

/**
 * Adds to a partner's limit for a promised payment, whatever the limit is, raised or not: a raise that ends goes back to the limit before
 * it and what is added. Held orders are not decided here: the caller does (`easeCredit`). @returns the row of the change, which ends it (`endAllowance`)
 */
export async function addAllowance(tx: Tx, partnerId: number, allowance: Kopecks, comment: string): Promise<number> {
  const { limit } = await lockCredit(tx, partnerId);
  const after = kopecks(limit + allowance);
  return writeLimit(tx, { ...NOTHING_MORE, partnerId, before: limit, after, allowance, comment, action: 'limit.allowed' });
}

/** Takes back what was added, unless it has ended; nothing that ran of it is undone. @returns whether there was anything to take back */
export async function endAllowance(tx: Tx, partnerId: number, id: number, comment: string): Promise<boolean> {
  const { limit } = await lockCredit(tx, partnerId);
  const [open] = await tx.sql<{ allowance: Kopecks | null }>(
    'open_allowance',
    'select allowance from limit_changes where id = $1 and partner_id = $2 and ended_at is null',
    [id, partnerId],
  );
  if (!open?.allowance) return false;
  await endLimitChange(tx, id);
  const after = kopecks(limit - open.allowance);
  await writeLimit(tx, { ...NOTHING_MORE, partnerId, before: limit, after, comment, action: 'limit.reverted' });
  return true;
}

const NOTHING_MORE = { untilOn: null, revertTo: null };

/** What is added to a partner's limit for promised payments, kopecks. */
export async function openAllowances(sql: Sql, partnerId: number): Promise<Kopecks> {
  const [row] = await sql<{ sum: Kopecks }>(
    'open_allowances',
    `select coalesce(sum(allowance), 0)::bigint as sum from limit_changes where partner_id = $1 and allowance is not null and ended_at is null`,
    [partnerId],
  );
  if (!row) throw new Error('a sum came without a row');
  return row.sum;
}

/** Ends all of them where a person sets the limit: he saw it with them, and what he sets holds. */
export async function endAllowances(tx: Tx, partnerId: number): Promise<void> {
  await tx.sql(
    'end_allowances',
    `update limit_changes set ended_at = $2::timestamptz where partner_id = $1 and allowance is not null and ended_at is null`,
    [partnerId, tx.now],
  );
}
