import { isStaff } from '#src/accounts/accounts.rules.ts';
import type { Day } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';
import type { Actor } from '#src/platform/actor.ts';
import { Conflict, Forbidden, Invalid, NotFound } from '#src/platform/errors.ts';
import type { Tx } from '#src/platform/scope.ts';
import { type HoldReason, type LiftCause, mayLift } from './credit.rules.ts';
import { easeCredit, lockCredit } from './credit.service.ts';
import type { Lifted } from './credit.types.ts';
import { tellLifted, tellPlaced } from './hold-letters.service.ts';

export interface NewHold {
  readonly partnerId: number;
  readonly reason: HoldReason;
  readonly contractId?: number | null;
  /** The invoice whose debt it is about. */
  readonly invoiceId?: number | null;
  /** What the partner reads. */
  readonly text: string;
  /** Kopecks to pay, where known. */
  readonly amount?: Kopecks | null;
  /** For MONT's people only. */
  readonly comment?: string | null;
}

/** Who else is to tell of a hold by a letter of the cause `hold:ID:placed`. */
type TellOfHold = (holdId: number) => Promise<void>;

/**
 * Places a hold: from this commit on new orders wait and management is disabled (product rule §7). Tells the partner, a copy to its manager,
 * unless the caller has more to tell (`tell`).
 * @throws Invalid when the contract is not the partner's; NotFound when there is no such partner
 */
export async function placeHold(tx: Tx, hold: NewHold, tell: TellOfHold = (id) => tellPlaced(tx, id)): Promise<{ id: number }> {
  await lockCredit(tx, hold.partnerId);
  if (hold.contractId) await ownContract(tx, hold.partnerId, hold.contractId);
  const { partnerId, reason, text } = hold;
  const { id } = await tx.db.hold.create({
    data: {
      partnerId,
      reason,
      text,
      contractId: hold.contractId ?? null,
      invoiceId: hold.invoiceId ?? null,
      amount: hold.amount ?? null,
      comment: hold.comment ?? null,
      placedAt: tx.now,
      placedById: tx.scope.actor.userId,
    },
    select: { id: true },
  });
  await tell(id);
  const after = { reason, text, comment: hold.comment ?? null };
  await tx.audit({ action: 'hold.placed', subject: `блокировка ${id}`, partnerId, after });
  return { id };
}

/** A hold to lift, and why. */
export interface Lift {
  readonly id: number;
  readonly comment: string;
}

/** Lifts one hold: `liftHolds` of one. */
export function liftHold(tx: Tx, partnerId: number, holdId: number, comment: string, kind: HoldReason | null = null): Promise<Lifted> {
  return liftHolds(tx, partnerId, [{ id: holdId, comment }], kind);
}

/**
 * Lifts holds of a partner, all of them first; then held orders are decided once, and people are told once with how it ended. Others
 * stay. Management is back with this commit. Without any hold to lift it only decides: the caller has eased the credit by other means.
 * Staff may lift any hold; the portal itself says of which `kind` it lifts, can't lift another, and no person is named as the one
 * who lifted: a payment did, whoever typed it in.
 * @throws NotFound when the partner has no such hold, Conflict when it was lifted meanwhile, Forbidden for another kind
 */
export async function liftHolds(tx: Tx, partnerId: number, lifts: readonly Lift[], kind: HoldReason | null = null): Promise<Lifted> {
  const cause = kind === null ? 'person' : kind === 'axapta' ? 'axapta' : 'settled';
  const lifted = await lift(tx, partnerId, lifts, { kind, cause, until: null });
  await tellLifted(
    tx,
    lifts.map(({ id }) => id),
    lifted,
  );
  return lifted;
}

/**
 * Lifts a hold `overdue` for a promised payment: its invoice is not held again until `until` has passed. The caller tells people, by
 * letters of the cause `hold:ID:lifted`.
 * @throws as `liftHolds`
 */
export const liftForPromise = (tx: Tx, partnerId: number, one: Lift, until: Day): Promise<Lifted> =>
  lift(tx, partnerId, [one], { kind: 'overdue', cause: 'promise', until });

/** From now on the invoice of a hold that was lifted for a promise may be held again. */
export async function endRespite(tx: Tx, holdId: number): Promise<void> {
  await tx.db.hold.update({ where: { id: holdId }, data: { liftedUntil: null } });
}

interface How {
  readonly kind: HoldReason | null;
  readonly cause: LiftCause;
  readonly until: Day | null;
}

async function lift(tx: Tx, partnerId: number, lifts: readonly Lift[], { kind, cause, until }: How): Promise<Lifted> {
  const { holds } = await lockCredit(tx, partnerId);
  const how = { liftCause: cause, ...(until ? { liftedUntil: new Date(until) } : {}) };
  for (const { id, comment } of lifts) {
    const hold = holds.find((open) => open.id === id);
    if (!hold) throw await absentHold(tx, partnerId, id);
    if (!mayLift(hold.reason, { isStaff: isStaffActor(tx.scope.actor), kind })) throw new Forbidden();
    await tx.db.hold.update({
      where: { id },
      data: { ...how, liftedAt: tx.now, liftedById: kind === null ? tx.scope.actor.userId : null, liftComment: comment },
    });
  }
  const lifted = { ...(await easeCredit(tx, partnerId)), otherHolds: holds.length - lifts.length };
  const after = { ...lifted, ...(cause === 'promise' ? { liftCause: cause } : {}) };
  await tx.audit(
    ...lifts.map(({ id, comment }) => ({ action: 'hold.lifted', subject: `блокировка ${id}`, partnerId, after: { comment, ...after } })),
  );
  return lifted;
}

async function absentHold(tx: Tx, partnerId: number, holdId: number): Promise<Error> {
  const known = await tx.db.hold.findFirst({ where: { id: holdId, partnerId }, select: { id: true } });
  return known ? new Conflict('Эта блокировка уже снята.') : new NotFound();
}

async function ownContract(tx: Tx, partnerId: number, contractId: number): Promise<void> {
  const own = await tx.db.contract.findFirst({ where: { id: contractId, partnerId }, select: { id: true } });
  if (!own) throw new Invalid({ contract: 'Выберите договор этого партнёра' });
}

const isStaffActor = ({ role }: Actor): boolean => role !== 'system' && role !== 'anonymous' && isStaff(role);
