import type { Day } from '#src/lib/days.ts';
import type { Tx } from '#src/platform/scope.ts';
import { type Managed, stopDateChange } from './changes.rules.ts';
import { type StopCause, stop } from './lifecycle.service.ts';
import { tellStopped } from './management-letters.service.ts';

/**
 * Service ends by a setting, not by a person now: charged through `lastDay` however late this runs,
 * orders that wait for the subscription are given up, the partner gets the letter (product rule §8).
 */
export async function endService(tx: Tx, s: Managed, cause: Exclude<StopCause, 'person'>, lastDay: Day): Promise<void> {
  await stop(tx, s, cause, stopDateChange(s, tx.today, lastDay), { lastDay });
  await tx.emit('subscriptionStopped', { partnerId: s.partnerId, subscriptionId: s.id });
  await tellStopped(tx, s, { on: lastDay, comment: null });
}
