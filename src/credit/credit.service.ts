import type { Tx } from '#src/platform/scope.ts';
import { creditOf } from './credit.queries.ts';
import type { Credit } from './credit.rules.ts';

export { creditOf } from './credit.queries.ts';

/**
 * Locks the partner's row until the transaction ends and reads its credit: two decisions on one limit wait for each other.
 * The lock is a statement of its own: a sum in the same statement would be of the moment before the wait.
 * @throws NotFound when there is no such partner.
 */
export async function lockCredit(tx: Tx, partnerId: number): Promise<Credit> {
  await tx.sql('lock_partner', 'select id from partners where id = $1 for update', [partnerId]);
  return creditOf(tx.sql, partnerId);
}
