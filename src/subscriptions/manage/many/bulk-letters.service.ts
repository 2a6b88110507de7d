import { queueLetters } from '#src/letters/letters.service.ts';
import { partnerManager, partnerRecipients } from '#src/partners/recipients.queries.ts';
import type { Tx } from '#src/platform/scope.ts';
import { manyChanged } from './bulk.letters.ts';
import type { BulkAction } from './bulk.types.ts';
import type { PlannedChange } from './plan.rules.ts';

/**
 * One letter in all, to those who hear of single changes; the partner's manager gets a copy when something waits.
 * Its cause is the request, by which the history rows it tells of find it.
 */
export async function tellMany(
  tx: Tx,
  partnerId: number,
  of: { readonly action: BulkAction; readonly comment: string | null },
  changes: readonly PlannedChange[],
): Promise<void> {
  const people = await partnerRecipients(tx.sql, partnerId, tx.scope.actor.userId);
  const managers = changes.some(({ isHeld }) => isHeld) ? await partnerManager(tx.sql, partnerId) : [];
  const content = manyChanged(of.action, changes, of.comment);
  const letter = { template: 'subscriptions-changed', cause: `request:${tx.scope.requestId}:many`, partnerId, content } as const;
  await queueLetters(
    tx,
    [...people, ...managers].map(({ userId, name, address }) => ({ ...letter, userId, to: { name, address } })),
  );
}
