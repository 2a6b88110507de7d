/** States of a subscription and the moves between them (product rule §8). The same table draws the buttons. */
export type SubscriptionStatus = 'pending' | 'active' | 'stopped' | 'suspended' | 'cancelled';

export type Move = 'activate' | 'cancel' | 'stop' | 'start' | 'suspend' | 'resume';

const moves: Record<Move, { readonly from: readonly SubscriptionStatus[]; readonly to: SubscriptionStatus }> = {
  activate: { from: ['pending'], to: 'active' },
  cancel: { from: ['pending'], to: 'cancelled' },
  stop: { from: ['active', 'suspended'], to: 'stopped' },
  start: { from: ['stopped'], to: 'active' },
  suspend: { from: ['active'], to: 'suspended' },
  resume: { from: ['suspended'], to: 'active' },
};

/** May a subscription in this state make this move? */
export function canMove(status: SubscriptionStatus, move: Move): boolean {
  return moves[move].from.includes(status);
}

/**
 * The state after a move.
 * @throws RangeError when the table has no such move: the caller must have asked `canMove`.
 */
export function statusAfter(status: SubscriptionStatus, move: Move): SubscriptionStatus {
  if (!canMove(status, move)) throw new RangeError(`no move ${move} from ${status}`);
  return moves[move].to;
}

/** Seats and auto-renewal can be changed only while service is rendered. */
export function canChange(status: SubscriptionStatus): boolean {
  return status === 'active';
}
