import type { Kopecks } from '#src/lib/money.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Tx } from '#src/platform/scope.ts';
import type { HoldReason } from './credit.rules.ts';
import { lockCredit } from './credit.service.ts';

export interface NewHold {
  readonly partnerId: number;
  readonly reason: HoldReason;
  readonly contractId?: number;
  /** What the partner reads. */
  readonly text: string;
  /** Kopecks to pay, where known. */
  readonly amount?: Kopecks;
}

/** Places a hold: from this commit on new orders wait and management is disabled (product rule §7). */
export async function placeHold(tx: Tx, hold: NewHold): Promise<{ id: number }> {
  await lockCredit(tx, hold.partnerId);
  const { id } = await tx.db.hold.create({
    data: {
      partnerId: hold.partnerId,
      reason: hold.reason,
      contractId: hold.contractId ?? null,
      text: hold.text,
      amount: hold.amount ?? null,
      placedAt: tx.now,
      placedById: tx.scope.actor.userId,
    },
    select: { id: true },
  });
  await tx.audit({
    action: 'hold.placed',
    subject: `блокировка ${id}`,
    partnerId: hold.partnerId,
    after: { reason: hold.reason, text: hold.text },
  });
  return { id };
}

/**
 * Lifts one hold; others stay. Held orders are decided again in the same transaction.
 * @throws NotFound when this partner has no such open hold.
 */
export async function liftHold(tx: Tx, partnerId: number, holdId: number, comment: string): Promise<void> {
  await lockCredit(tx, partnerId);
  const { count } = await tx.db.hold.updateMany({
    where: { id: holdId, partnerId, liftedAt: null },
    data: { liftedAt: tx.now, liftedById: tx.scope.actor.userId, liftComment: comment },
  });
  if (count === 0) throw new NotFound();
  await tx.audit({ action: 'hold.lifted', subject: `блокировка ${holdId}`, partnerId, after: { comment } });
  await tx.emit('creditEased', { partnerId });
}
