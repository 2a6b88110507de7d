import { kopecks } from '#src/lib/money.ts';
import type { Tx } from '#src/platform/scope.ts';
import { recordEvent } from '#src/subscriptions/history/history.service.ts';
import { fullMonthCharge } from '#src/subscriptions/service/charge.rules.ts';
import type { Cause } from '#src/subscriptions/service/lifecycle.service.ts';
import type { PeriodChange } from '#src/subscriptions/service/period.rules.ts';
import { writePeriods } from '#src/subscriptions/service/periods.service.ts';
import { writeChanges } from '#src/subscriptions/subscription-rows.service.ts';
import type { Managed } from './changes.rules.ts';

/**
 * Writes a change of seats: more from today, fewer from tomorrow, as worked out in `change`.
 * @throws Conflict when the subscription changed since it was read, at the latest before the commit.
 */
export function changeSeatsIn(tx: Tx, s: Managed, seats: number, change: PeriodChange, cause: Cause): void {
  writeChanges(tx, s, { seats });
  writePeriods(tx, s, change);
  recordEvent(tx, {
    subscriptionId: s.id,
    partnerId: s.partnerId,
    action: seats > s.seats ? 'seats' : 'seats_down',
    before: { seats: s.seats },
    after: { seats },
    monthDelta: change.delta,
    fullMonthDelta: kopecks(fullMonthCharge({ ...s, seats }) - fullMonthCharge(s)),
    ...cause,
  });
}
