import type { Day } from '#src/lib/days.ts';
import type { Tx } from '#src/platform/scope.ts';
import { type Managed, stopDateChange } from './changes.rules.ts';
import { stop } from './lifecycle.service.ts';
import { type ServiceEnd, stopAll } from './lifecycle-sets.service.ts';
import { tellAllStopped, tellStopped } from './management-letters.service.ts';

/**
 * Service ends by a setting, not by a person now: charged through `lastDay` however late this runs,
 * orders that wait for the subscription are given up, the partner gets the letter (product rule §8).
 */
export async function endService(tx: Tx, s: Managed, cause: ServiceEnd['cause'], lastDay: Day): Promise<void> {
  await stop(tx, s, cause, stopDateChange(s, tx.today, lastDay), { lastDay });
  await tx.emit('subscriptionStopped', { partnerId: s.partnerId, subscriptionId: s.id });
  await tellStopped(tx, s, { on: lastDay, comment: null });
}

/** The same by set for very many that are charged through their last day and no further, so that no period changes. Rows are locked. */
export async function endServices(tx: Tx, ends: readonly ServiceEnd[]): Promise<void> {
  if (ends.length === 0) return;
  await stopAll(tx, ends);
  await tx.emit('subscriptionsStopped', {
    partnerIds: [...new Set(ends.map(({ subscription }) => subscription.partnerId))],
    subscriptionIds: ends.map(({ subscription }) => subscription.id),
  });
  await tellAllStopped(tx, ends);
}
