import { type Day, formatDayShort } from '#src/lib/days.ts';
import { type Kopecks, kopecks, zero } from '#src/lib/money.ts';
import type { Subscription } from '#src/subscriptions/manage/changes.rules.ts';
import { fullMonthCharge } from '#src/subscriptions/service/charge.rules.ts';
import type { NewEvent } from './history.service.ts';

/** Groups of history actions a person can choose. */
export const HISTORY_GROUPS = ['orders', 'stops', 'seats', 'renewals', 'settings'] as const;

export type HistoryGroup = (typeof HISTORY_GROUPS)[number];

export type StopCause = 'person' | 'stop_date' | 'auto_renew_off';

/** The history row of a stop; `lastDay` where it is not the day of the stop. Only what was active costs less now. */
export function stoppedEvent(s: Subscription, stop: { cause: StopCause; monthDelta: Kopecks; lastDay?: Day | undefined }): NewEvent {
  return {
    ...ofSubscription(s),
    action: 'stopped',
    before: { status: s.status },
    after: { status: 'stopped', cause: stop.cause, ...(stop.lastDay ? { lastDay: stop.lastDay } : {}) },
    monthDelta: stop.monthDelta,
    fullMonthDelta: s.status === 'active' ? kopecks(-fullMonthCharge(s)) : zero,
  };
}

/** The history row of service that had ended before it was stopped; it is about its last day and moves no state. */
export function endedEarlierEvent(s: Subscription, end: { cause: StopCause | null; lastDay: Day; monthDelta: Kopecks }): NewEvent {
  return {
    ...ofSubscription(s),
    action: 'stopped',
    before: {},
    after: { ...(end.cause ? { cause: end.cause } : {}), lastDay: end.lastDay },
    monthDelta: end.monthDelta,
    fullMonthDelta: zero,
    comment: `Месяц закрыт позже: последний день — ${formatDayShort(end.lastDay)}, дни после него и до остановки не оплачиваются.`,
  };
}

/** The history row of a subscription whose renewal waits as this order. */
export function suspendedEvent(s: Subscription, orderId: number): NewEvent {
  return {
    ...ofSubscription(s),
    action: 'suspended',
    before: { status: s.status },
    after: { status: 'suspended' },
    monthDelta: zero,
    fullMonthDelta: kopecks(-fullMonthCharge(s)),
    orderId,
  };
}

const ofSubscription = (s: Subscription) => ({ subscriptionId: s.id, partnerId: s.partnerId });
