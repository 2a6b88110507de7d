import { Cron } from 'croner';

/** Times of the schedule, «minute hour day month weekday» as cron writes them, read in Moscow time. */
export interface CronTime {
  readonly pattern: Cron;
  /** Comes more often than daily: its hour is free. */
  readonly isFrequent: boolean;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** Reads the five fields; a day must fit both its date and its weekday. @throws RangeError for anything else */
export function parseCron(text: string): CronTime {
  const [, hour = ''] = text.trim().split(/\s+/);
  try {
    return { pattern: new Cron(text, { mode: '5-part', timezone: 'Europe/Moscow', domAndDow: true }), isFrequent: hour.includes('*') };
  } catch (cause) {
    throw new RangeError(`not a cron time: ${text}`, { cause });
  }
}

/** The first due instant after `after`; null when there is none (30 February). */
export const nextRun = ({ pattern }: CronTime, after: Date): Date | null => pattern.nextRun(after);

/** The last due instant at or before `now`, looking back at most `days` days; null when there is none. */
export function lastRun({ pattern }: CronTime, now: Date, days = 40): Date | null {
  const nextMinute = new Date((Math.floor(now.getTime() / minuteMs) + 1) * minuteMs);
  const [last] = pattern.previousRuns(1, nextMinute);
  return last && now.getTime() - last.getTime() <= days * dayMs ? last : null;
}
