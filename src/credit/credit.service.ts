import type { Tx } from '#src/platform/scope.ts';
import { type CreditAndWaiting, creditAndWaiting, creditOf } from './credit.queries.ts';
import type { Credit } from './credit.rules.ts';

export { type CreditAndWaiting, creditAndWaiting, creditOf, creditsOf, type ExposureParts, exposureParts } from './credit.queries.ts';

/**
 * Locks the partner's row until the transaction ends and reads its credit: two decisions on one limit wait for each other.
 * The lock is a statement of its own: a sum in the same statement would be of the moment before the wait.
 * Nothing changes a partner's credit without it; so where orders wait, the end of the command decides them again (`watchCredit`).
 * @throws NotFound when there is no such partner.
 */
export async function lockCredit(tx: Tx, partnerId: number): Promise<Credit> {
  sendLock(tx, partnerId);
  const found = await creditAndWaiting(tx.sql, partnerId);
  creditLocked(tx, found);
  return found.credit;
}

/**
 * The credit a new cost is decided by, of a locked partner: what waits and fits by now goes first, so that no younger order overtakes an
 * older one (product rule §7).
 */
export async function olderFirst(tx: Tx, { credit, waiting }: CreditAndWaiting): Promise<Credit> {
  if (waiting === 0 || credit.holds.length > 0) return credit;
  await tx.emit('creditEased', { partnerId: credit.partnerId });
  return creditOf(tx.sql, credit.partnerId);
}

/** Sends the lock without waiting for it: what is read next is read behind it, by one statement or many (`creditLocked`). */
export function sendLock(tx: Tx, partnerId: number): void {
  tx.write('lock_partner', 'select id from partners where id = $1 for update', [partnerId]);
}

/** Sends the locks of many partners, in the order of their ids, so that two of such wait for each other and never crosswise. */
export function sendLocks(tx: Tx, partnerIds: readonly number[]): void {
  tx.write('lock_partners', 'select id from partners where id = any($1::int[]) order by id for update', [partnerIds]);
}

/** To be called with what was read behind `sendLock`: held orders are then decided at the end of the command. */
export function creditLocked(tx: Tx, { credit, waiting }: CreditAndWaiting): void {
  if (waiting > 0) watchCredit(tx, credit.partnerId);
  else calm.set(tx, (calm.get(tx) ?? new Set()).add(credit.partnerId));
}

/** Partners locked in a command for whom nothing waits. */
const calm = new WeakMap<Tx, Set<number>>();

/** May an order of this partner wait, as far as this command knows? */
export const mayWait = (tx: Tx, partnerId: number): boolean => !calm.get(tx)?.has(partnerId);

/**
 * The one moment «credit became free»: whatever this command does (a stop, fewer seats, money, a correction, an order given up …), the
 * partner's held orders are decided once more when all of it is done. Called by whoever locks the partner and by whoever lets an order wait.
 */
export function watchCredit(tx: Tx, partnerId: number): void {
  calm.get(tx)?.delete(partnerId);
  tx.atEnd(endOf(partnerId), () => tx.emit('creditEased', { partnerId }));
}

const endOf = (partnerId: number): string => `credit:${partnerId}`;

/** The same of many partners, whose renewals were decided by set. */
export function watchCredits(tx: Tx, partnerIds: readonly number[]): void {
  for (const partnerId of partnerIds) calm.get(tx)?.delete(partnerId);
  tx.atEnd(`credits:${partnerIds.join()}`, () => tx.emit('creditsEased', { partnerIds }));
}

/** What became of the orders that waited when the credit was eased. */
export interface Eased {
  readonly released: number;
  readonly waiting: number;
}

/**
 * Has the partner's held orders decided again now, oldest first, for a caller that tells people how it ended: once, after everything
 * that eases the credit is written (product rule §7): the end of the command then has nothing left to decide, unless the partner is locked
 * once more. The caller has locked the partner.
 */
export async function easeCredit(tx: Tx, partnerId: number): Promise<Eased> {
  const before = (await creditAndWaiting(tx.sql, partnerId)).waiting;
  if (before === 0) return { released: 0, waiting: 0 };
  await tx.emit('creditEased', { partnerId });
  tx.atEnd(endOf(partnerId), null);
  const { waiting } = await creditAndWaiting(tx.sql, partnerId);
  return { released: before - waiting, waiting };
}
