import type { Day } from '#src/lib/days.ts';
import { type Kopecks, kopecks, zero } from '#src/lib/money.ts';
import type { Tx } from '#src/platform/scope.ts';
import { type StopCause, stoppedEvent, suspendedEvent } from '#src/subscriptions/history/events.rules.ts';
import { type NewEvent, type Particulars, recordEvent } from '#src/subscriptions/history/history.service.ts';
import { type Managed, stopOnGoneBy } from '#src/subscriptions/manage/changes.rules.ts';
import { type Changes, writeChanges } from '#src/subscriptions/subscription-rows.service.ts';
import { type Move, statusAfter } from '#src/subscriptions/subscriptions.rules.ts';
import { fullMonthCharge } from './charge.rules.ts';
import type { PeriodChange } from './period.rules.ts';
import { writePeriods } from './periods.service.ts';

export interface Cause {
  readonly orderId?: number | null;
  readonly comment?: string | null | undefined;
}

/** What is charged from now on. */
export interface Terms {
  readonly seats: number;
  readonly unitPrice: Kopecks;
  readonly vatRate: number | null;
}

/**
 * The order of a new subscription was carried out: its first periods, the state (unless it was added with it), the history row.
 * A stop date that went by while the order waited is forgotten.
 */
export function activate(tx: Tx, s: Managed, change: PeriodChange, orderId: number): void {
  const goneBy = stopOnGoneBy(s, tx.today);
  if (s.status !== 'active')
    move(tx, s, 'activate', { startedOn: change.periods[0]?.from ?? tx.today, ...(goneBy ? { stopOn: null } : {}) });
  writePeriods(tx, s, change);
  const before: Particulars = goneBy ? { status: 'pending', stopOn: goneBy } : { status: 'pending' };
  const now: Particulars = { status: 'active', seats: s.seats };
  const after: Particulars = goneBy ? { ...now, stopOn: null } : now;
  record(tx, s, { action: 'activated', before, after, monthDelta: change.delta, fullMonthDelta: fullMonthCharge(s), orderId });
}

/** «Старт»: service from today at the terms of its order; a stop date gone by is forgotten. */
export function start(tx: Tx, s: Managed, terms: Terms, change: PeriodChange, cause: Cause): void {
  const goneBy = stopOnGoneBy(s, tx.today);
  move(tx, s, 'start', { stoppedAt: null, stopCause: null, ...(goneBy ? { stopOn: null } : {}) }, terms);
  writePeriods(tx, s, change);
  const before: Particulars = goneBy ? { status: s.status, stopOn: goneBy } : { status: s.status };
  const now: Particulars = { status: 'active', seats: terms.seats, unitPrice: String(terms.unitPrice) };
  const after: Particulars = goneBy ? { ...now, stopOn: null } : now;
  record(tx, s, { action: 'started', before, after, monthDelta: change.delta, fullMonthDelta: fullMonthCharge(terms), ...cause });
}

/**
 * «Стоп», a stop date that came, or auto-renewal off at the month's end. Settings stay as they are.
 * `lastDay` goes into the history where it is not the day of the stop.
 */
export function stop(tx: Tx, s: Managed, stopCause: StopCause, change: PeriodChange, cause: Cause & { readonly lastDay?: Day }): void {
  const { lastDay, ...why } = cause;
  move(tx, s, 'stop', { stoppedAt: tx.now, stopCause, suspendedAt: null });
  writePeriods(tx, s, change);
  recordEvent(tx, { ...stoppedEvent(s, { cause: stopCause, monthDelta: change.delta, lastDay }), ...why });
}

/** Its renewal is held. */
export function suspend(tx: Tx, s: Managed, orderId: number): void {
  move(tx, s, 'suspend', { suspendedAt: tx.now });
  recordEvent(tx, suspendedEvent(s, orderId));
}

/** The month close renewed it: the next month's period at the price valid then. One stopped since, before a late close, stays stopped. */
export function renew(tx: Tx, s: Managed, terms: Terms, change: PeriodChange, month: Day): void {
  const isRepriced = s.unitPrice !== terms.unitPrice || s.vatRate !== terms.vatRate;
  if (isRepriced) writeChanges(tx, s, { unitPrice: terms.unitPrice, vatRate: terms.vatRate });
  writePeriods(tx, s, change);
  const after = { unitPrice: String(terms.unitPrice), period: month };
  const fullMonthDelta = kopecks(s.status === 'active' ? fullMonthCharge(terms) - fullMonthCharge(s) : 0n);
  record(tx, s, { action: 'renewed', before: { unitPrice: String(s.unitPrice) }, after, monthDelta: change.delta, fullMonthDelta });
}

/**
 * A late close renewed it for a month, and it was begun again since: the terms of that start stay, the row tells the price of the
 * month in kopecks.
 */
export function renewBegunAgain(tx: Tx, s: Managed, monthPrice: bigint, change: PeriodChange, month: Day): void {
  writePeriods(tx, s, change);
  const after = { monthPrice: String(monthPrice), period: month };
  record(tx, s, { action: 'renewed', before: {}, after, monthDelta: change.delta, fullMonthDelta: zero });
}

/** Its held renewal was released: service from today. */
export function resume(tx: Tx, s: Managed, terms: Terms, change: PeriodChange, orderId: number): void {
  move(tx, s, 'resume', { suspendedAt: null }, terms);
  writePeriods(tx, s, change);
  const after = { status: 'active', seats: terms.seats, unitPrice: String(terms.unitPrice) };
  const before = { status: s.status, unitPrice: String(s.unitPrice) };
  record(tx, s, { action: 'resumed', before, after, monthDelta: change.delta, fullMonthDelta: fullMonthCharge(terms), orderId });
}

/** Its order was cancelled or rejected before it ever ran. */
export function cancelPending(tx: Tx, s: Managed, orderId: number): void {
  move(tx, s, 'cancel', { cancelledAt: tx.now });
  const after = { status: 'cancelled' };
  record(tx, s, { action: 'cancelled', before: { status: s.status }, after, monthDelta: zero, fullMonthDelta: zero, orderId });
}

/**
 * Moves the state by the table, only from the state and version the caller saw.
 * @throws Conflict when somebody was faster, at the latest before the commit.
 */
function move(tx: Tx, s: Managed, by: Move, marks: Changes, { seats, unitPrice, vatRate }: Terms = s): void {
  writeChanges(tx, s, { status: statusAfter(s.status, by), seats, unitPrice, vatRate, ...marks });
}

function record(tx: Tx, s: Managed, event: Omit<NewEvent, 'subscriptionId' | 'partnerId'>): void {
  recordEvent(tx, { subscriptionId: s.id, partnerId: s.partnerId, ...event });
}
