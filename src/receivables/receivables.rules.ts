import { type Day, daysBetween } from '#src/lib/days.ts';

/** How long a debt is overdue, from not at all on. */
export const AGES = ['current', 'week', 'month', 'later', 'old'] as const;
export type Age = (typeof AGES)[number];

/** Days overdue of an age, both included; null is without end. */
export const DAYS_OF: Record<Age, readonly [from: number, to: number | null]> = {
  current: [0, 0],
  week: [1, 7],
  month: [8, 30],
  later: [31, 60],
  old: [61, null],
};

export const AGE_WORDS: Record<Age, string> = {
  current: 'Не просрочено',
  week: '1–7 дней',
  month: '8–30 дней',
  later: '31–60 дней',
  old: 'Больше 60',
};

/** Whole days past the due day, 0 on it and before: due on 14.12, seen on 15.12 → 1. */
export const daysLate = (dueOn: Day, on: Day): number => Math.max(0, daysBetween(dueOn, on));
