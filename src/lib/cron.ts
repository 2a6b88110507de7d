/** Times of the schedule, «minute hour day month weekday» as cron writes them, read in Moscow time. */
export interface CronTime {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly days: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  readonly weekdays: ReadonlySet<number>;
  /** Comes more often than daily: its hour is free. */
  readonly isFrequent: boolean;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;
const moscowOffsetMs = 3 * 3_600_000;
/** Four years: the longest wait there is, for 29 February. */
const horizonDays = 1_462;

/**
 * Reads a star, `5`, `1-5`, `1,15` and steps such as `0-59/5` in each of five fields; Sunday is 0.
 * A day must fit both its date and its weekday.
 * @throws RangeError for anything else
 */
export function parseCron(text: string): CronTime {
  const fields = text.trim().split(/\s+/);
  const [minute, hour, day, month, weekday] = fields;
  if (fields.length !== 5 || !minute || !hour || !day || !month || !weekday) throw new RangeError(`not a cron time: ${text}`);
  return {
    minutes: field(minute, 0, 59),
    hours: field(hour, 0, 23),
    days: field(day, 1, 31),
    months: field(month, 1, 12),
    weekdays: field(weekday, 0, 6),
    isFrequent: hour.includes('*'),
  };
}

/** The first due instant after `after`; null when there is none within four years (30 February). */
export function nextRun(time: CronTime, after: Date): Date | null {
  const start = (Math.floor(after.getTime() / minuteMs) + 1) * minuteMs + moscowOffsetMs;
  const firstDay = Math.floor(start / dayMs) * dayMs;
  for (let day = firstDay; day < firstDay + horizonDays * dayMs; day += dayMs) {
    if (!isDayDue(time, new Date(day))) continue;
    for (const at of timesOf(time, day)) if (at >= start) return new Date(at - moscowOffsetMs);
  }
  return null;
}

/** The last due instant at or before `now`, looking back at most `days` days; null when there is none. */
export function lastRun(time: CronTime, now: Date, days = 40): Date | null {
  const end = now.getTime() + moscowOffsetMs;
  const today = Math.floor(end / dayMs) * dayMs;
  for (let day = today; day > today - days * dayMs; day -= dayMs) {
    if (!isDayDue(time, new Date(day))) continue;
    const due = timesOf(time, day).filter((at) => at <= end);
    if (due.length > 0) return new Date(Math.max(...due) - moscowOffsetMs);
  }
  return null;
}

function isDayDue({ days, months, weekdays }: CronTime, day: Date): boolean {
  return days.has(day.getUTCDate()) && months.has(day.getUTCMonth() + 1) && weekdays.has(day.getUTCDay());
}

function timesOf({ hours, minutes }: CronTime, day: number): number[] {
  return [...hours].flatMap((hour) => [...minutes].map((minute) => day + (hour * 60 + minute) * minuteMs));
}

function field(text: string, low: number, high: number): ReadonlySet<number> {
  return new Set(
    text
      .split(',')
      .flatMap((part) => range(part, low, high))
      .sort((a, b) => a - b),
  );
}

function range(part: string, low: number, high: number): number[] {
  const found = /^(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/.exec(part);
  if (!found) throw new RangeError(`not a cron field: ${part}`);
  const from = found[1] === undefined ? low : Number(found[1]);
  const to = found[1] === undefined ? high : Number(found[2] ?? found[1]);
  const step = Number(found[3] ?? 1);
  if (from < low || to > high || from > to || step < 1) throw new RangeError(`not a cron field: ${part}`);
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, at) => from + at * step);
}
