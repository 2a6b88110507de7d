import { addDays, type Day, earlierDay, formatDayMonth, formatDayShort, lastOfMonth, nextMonth } from '#src/lib/days.ts';
import type { SubscriptionStatus } from '#src/subscriptions/subscriptions.rules.ts';

/** What decides how long a subscription runs on. */
export interface Lifetime {
  readonly status: SubscriptionStatus;
  readonly autoRenew: boolean;
  /** Last day of service, if one is set. */
  readonly stopOn: Day | null;
  /** Of one the close has suspended or stopped in the evening: served until this day, exclusive. */
  readonly servedUntil?: Day | null;
}

/*
 * `openDay` is the first day not closed for the partner (`worksFrom`): today, but from the evening of a month's close on the 1st of
 * the next month. That month is renewed and paid for then: on 30 November at 21:30 what is not renewed any more ends on 31 December.
 */

/**
 * The last day of service as decided now: the stop date, or the end of the open month with auto-renewal off,
 * whichever comes first. null while it runs on, and when no service is rendered.
 */
export function endsOn(of: Lifetime, openDay: Day): Day | null {
  if (of.status === 'stopped' && of.servedUntil) return addDays(of.servedUntil, -1);
  if (of.status !== 'active') return null;
  if (of.autoRenew) return of.stopOn;
  const end = lastOfMonth(openDay);
  return of.stopOn ? earlierDay(of.stopOn, end) : end;
}

/** The next day something happens by itself: the renewal on the 1st, or the end of service when that is earlier. */
export function nextRenewal(of: Lifetime, openDay: Day): Day | null {
  const end = endsOn(of, openDay);
  if (of.status !== 'active') return end;
  const renewal = nextMonth(openDay);
  return end !== null && end < renewal ? end : renewal;
}

/** The day of the next renewal alone, for a file; null for what stops before. */
export function renewedOn(of: Lifetime, openDay: Day): Day | null {
  const next = nextRenewal(of, openDay);
  return next === endsOn(of, openDay) ? null : next;
}

/** The same for a column of a list: `01.12.2026`, `остановится 30.11.2026`, or a dash when nothing comes by itself. */
export function renewalWords(of: Lifetime, openDay: Day): string {
  const next = nextRenewal(of, openDay);
  if (next === null) return '—';
  return next === endsOn(of, openDay) ? `остановится ${formatDayShort(next)}` : formatDayShort(next);
}

const badges = {
  pending: { tone: 'info', icon: 'clock', label: 'Ожидает' },
  active: { tone: 'ok', icon: 'circle-check', label: 'Активна' },
  stopped: { tone: 'mute', icon: 'player-stop', label: 'Остановлена' },
  suspended: { tone: 'bad', icon: 'ban', label: 'Приостановлена' },
  cancelled: { tone: 'mute', icon: 'x', label: 'Отменена' },
} as const;

/** The state as people see it: always icon, word and tone. */
export type StatusBadge = (typeof badges)[SubscriptionStatus] | { readonly tone: 'warn'; readonly icon: 'clock'; readonly label: string };

/** The badge of a subscription; one served still says when it ends: «Остановится 30.11.2026», «С 1 декабря приостановлена». */
export function statusBadge(of: Lifetime, openDay: Day): StatusBadge {
  if (of.status === 'suspended' && of.servedUntil)
    return { tone: 'warn', icon: 'clock', label: `С ${formatDayMonth(of.servedUntil)} приостановлена` };
  const end = endsOn(of, openDay);
  return end === null ? badges[of.status] : { tone: 'warn', icon: 'clock', label: `Остановится ${formatDayShort(end)}` };
}

/** The word of a state alone, for the history and exports. */
export function statusWord(status: SubscriptionStatus): string {
  return badges[status].label;
}
