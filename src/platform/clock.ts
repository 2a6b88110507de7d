import { type Day, moscowDay } from '#src/lib/days.ts';

/** The business clock: the only reader of the time (product rule §14). */
export interface Clock {
  /** The present instant. */
  now(): Date;
  /** The calendar day in Moscow. */
  today(): Day;
}

function clock(read: () => number): Clock {
  return { now: () => new Date(read()), today: () => moscowDay(new Date(read())) };
}

/** The machine's own time. */
export function systemClock(): Clock {
  return clock(() => Date.now());
}

/** A clock that runs on from a chosen instant and can be set forward: demo mode, seeds and tests. */
export interface SettableClock extends Clock {
  /** Milliseconds ahead of the machine's time. */
  readonly offset: number;
  setTo(instant: Date): void;
}

/** Can this clock be set? Only in demo mode and in tests. */
export const isSettable = (clock: Clock): clock is SettableClock => 'setTo' in clock;

/** Runs at the machine's pace, `offset` milliseconds away from its time. */
export function shiftedClock(offset: number): SettableClock {
  let ahead = offset;
  return {
    ...clock(() => Date.now() + ahead),
    get offset() {
      return ahead;
    },
    setTo: (instant) => {
      ahead = instant.getTime() - Date.now();
    },
  };
}

/** Stands still until it is set: two readings in one test are equal. */
export function standingClock(start: Date): SettableClock {
  let at = start.getTime();
  return {
    ...clock(() => at),
    get offset() {
      return at - Date.now();
    },
    setTo: (instant) => {
      at = instant.getTime();
    },
  };
}

/** Milliseconds of the machine since an arbitrary start: for durations only, never for business time. */
export function stopwatch(): () => number {
  const start = performance.now();
  return () => performance.now() - start;
}
