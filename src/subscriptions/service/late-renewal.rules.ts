import { type Day, firstOfMonth, type Month, nextMonth } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import {
  applyDecrease,
  applyIncrease,
  type ChangeTime,
  type Period,
  type PeriodChange,
  renew,
  restart,
  type ServiceTerms,
  stopOn,
} from './period.rules.ts';
import { changeTo } from './period-list.rules.ts';

/** A change of service as the history has it. */
export interface LaterChange {
  readonly action: 'seats' | 'seats_down' | 'stopped' | 'started';
  /** The Moscow day of it; of a stop the last day served. */
  readonly on: Day;
  /** After a change of seats and a start. */
  readonly seats: number | null;
  /** After a start, kopecks as text. */
  readonly unitPrice: string | null;
}

/**
 * The renewal of a month that has begun: the periods there would be, had it been renewed in time, at the `terms` of the
 * month's end, and then been changed as it was. Worked example: README.md of `billing`.
 */
export function renewLate(
  periods: readonly Period[],
  at: Pick<ChangeTime, 'openFrom' | 'billingRule'>,
  month: Month,
  terms: ServiceTerms,
  changes: readonly LaterChange[],
): PeriodChange {
  const [first, next] = [firstOfMonth(month), nextMonth(month)];
  const before = periods.filter(({ from }) => from < first);
  const later = periods.filter(({ from }) => from >= next);
  const renewed = renew(before, { ...at, today: first }, month, terms);
  const { periods: inTime } = changes.reduce((change, later) => changed(change, { ...at, today: later.on }, later, terms), renewed);
  return changeTo(periods, [...inTime, ...later]);
}

function changed({ periods }: PeriodChange, at: ChangeTime, change: LaterChange, terms: ServiceTerms): PeriodChange {
  if (change.action === 'stopped') return stopOn(periods, at, change.on);
  const seats = change.seats ?? terms.seats;
  if (change.action === 'seats') return applyIncrease(periods, at, seats);
  if (change.action === 'seats_down') return applyDecrease(periods, at, seats);
  const unitPrice = change.unitPrice === null ? terms.unitPrice : kopecks(BigInt(change.unitPrice));
  return restart(periods, at, { ...terms, seats, unitPrice });
}
