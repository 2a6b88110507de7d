import { type Day, formatDayMonth } from '#src/lib/days.ts';
import type { SubscriptionStatus } from '#src/subscriptions/subscriptions.rules.ts';

/** The service of today as its period has it, where what was decided since works only later. Both null without service today. */
export interface ServedToday {
  /** Seats in force today. */
  readonly servedSeats: number | null;
  /** The day after which today's period ends, exclusive. */
  readonly servedUntil: Day | null;
}

/** Seats in force today, and what comes: «с 1 декабря 3»; null when nothing does. */
export interface SeatsShown {
  readonly seats: number;
  readonly next: string | null;
}

/** Fewer seats work from the day after, so today shows the old ones (product rule §8). */
export function seatsShown(of: ServedToday & { readonly status: SubscriptionStatus; readonly seats: number }): SeatsShown {
  const { servedSeats, servedUntil, seats, status } = of;
  if (servedSeats === null || servedUntil === null || servedSeats === seats) return { seats, next: null };
  return { seats: servedSeats, next: status === 'active' ? `с ${formatDayMonth(servedUntil)} ${seats}` : null };
}

/** The same in one text: «5, с 1 декабря 3». */
export function seatsText(shown: SeatsShown): string {
  return shown.next === null ? String(shown.seats) : `${shown.seats}, ${shown.next}`;
}
