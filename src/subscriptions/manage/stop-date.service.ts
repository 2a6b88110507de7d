import { type Day, lastOfMonth, monthOf } from '#src/lib/days.ts';
import { Conflict } from '#src/platform/errors.ts';
import type { Tx } from '#src/platform/scope.ts';
import { endedEarlierEvent } from '#src/subscriptions/history/events.rules.ts';
import { recordEvent } from '#src/subscriptions/history/history.service.ts';
import { stop } from '#src/subscriptions/service/lifecycle.service.ts';
import { type ServiceEnd, stopAll } from '#src/subscriptions/service/lifecycle-sets.service.ts';
import { writePeriods } from '#src/subscriptions/service/periods.service.ts';
import { endChange, type Managed, stopDateChange } from './changes.rules.ts';
import { tellAllStopped, tellEndedEarlier, tellStopped } from './management-letters.service.ts';

/**
 * Service ends by a setting, not by a person now: charged through `lastDay` however late this runs,
 * orders that wait for the subscription are given up, the partner gets the letter (product rule §8).
 */
export async function endService(tx: Tx, s: Managed, cause: ServiceEnd['cause'], lastDay: Day): Promise<void> {
  stop(tx, s, cause, stopDateChange(s, tx.today, lastDay), { lastDay });
  await tx.emit('subscriptionStopped', { partnerId: s.partnerId, subscriptionId: s.id });
  await tellStopped(tx, s, { on: lastDay, comment: null });
}

/**
 * A month closed late found that service had ended with `lastDay`, though it was stopped, and perhaps begun again, only later: the
 * days in between are not charged. The history gets a row about that day, which moves no state; the partner is told. `cause` where a
 * setting had ended it. @throws Conflict when somebody was faster
 */
export async function endServiceEarlier(tx: Tx, s: Managed, cause: ServiceEnd['cause'] | null, lastDay: Day): Promise<void> {
  const change = endChange(s, tx.today, lastDay);
  const isBegunAgain = s.periods.some(({ from }) => from > lastOfMonth(monthOf(lastDay)));
  const written = await tx.sql(
    'end_earlier',
    'update subscriptions set version = version + 1, stop_cause = coalesce($3::stop_cause, stop_cause) where id = $1 and version = $2 returning id',
    [s.id, s.version, isBegunAgain ? null : cause],
  );
  if (written.length === 0) throw new Conflict();
  writePeriods(tx, s, change);
  recordEvent(tx, endedEarlierEvent(s, { cause, lastDay, monthDelta: change.delta }));
  await tellEndedEarlier(tx, s, lastDay);
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
