import { kopecks } from '#src/lib/money.ts';
import type { Tx } from '#src/platform/scope.ts';
import type { Managed } from './changes.rules.ts';
import { fullMonthCharge } from './charge.rules.ts';
import { recordEvent } from './history.service.ts';
import type { Cause } from './lifecycle.service.ts';
import type { PeriodChange } from './period.rules.ts';
import { writePeriods } from './periods.service.ts';
import { writeChanges } from './subscription-rows.service.ts';

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
