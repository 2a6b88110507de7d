import type { Tx } from '#src/platform/scope.ts';
import { creditOf } from './credit.queries.ts';
import type { Credit } from './credit.rules.ts';

export { creditOf, creditsOf, type ExposureParts, exposureParts } from './credit.queries.ts';

/**
 * Locks the partner's row until the transaction ends and reads its credit: two decisions on one limit wait for each other.
 * The lock is a statement of its own: a sum in the same statement would be of the moment before the wait.
 * @throws NotFound when there is no such partner.
 */
export async function lockCredit(tx: Tx, partnerId: number): Promise<Credit> {
  await tx.sql('lock_partner', 'select id from partners where id = $1 for update', [partnerId]);
  return creditOf(tx.sql, partnerId);
}

/** What became of the orders that waited when the credit was eased. */
export interface Eased {
  readonly released: number;
  readonly waiting: number;
}

/**
 * Has the partner's held orders decided again, oldest first, in this transaction: after a hold was lifted, the limit
 * raised, money came (product rule §7). The caller has locked the partner and written what eases the credit.
 */
export async function easeCredit(tx: Tx, partnerId: number): Promise<Eased> {
  const before = await waitingOrders(tx, partnerId);
  await tx.emit('creditEased', { partnerId });
  const waiting = before === 0 ? 0 : await waitingOrders(tx, partnerId);
  return { released: before - waiting, waiting };
}

async function waitingOrders(tx: Tx, partnerId: number): Promise<number> {
  const [row] = await tx.sql<{ count: number }>(
    'waiting_orders',
    `select count(*)::int as count from orders where partner_id = $1 and status = 'held'`,
    [partnerId],
  );
  return row?.count ?? 0;
}
