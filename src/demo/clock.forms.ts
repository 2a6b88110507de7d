import { z } from 'zod';
import { addDays, type Day, lastOfMonth, moscowMidnight, nextMonth, parseDay } from '#src/lib/days.ts';

const STEPS = ['day', 'week', 'close', 'month'] as const;
export type ClockStep = (typeof STEPS)[number];

/** Buttons: `step`. */
export const StepForm = z.strictObject({ step: z.enum(STEPS) });

/** «До даты и времени»: a day and `HH:MM` of Moscow; gives the instant. */
export const UntilForm = z
  .strictObject({
    day: z.string().transform((text, ctx) => {
      const found = parseDay(text);
      if (!found) ctx.addIssue({ code: 'custom', message: 'Укажите дату, например 30.11.2026' });
      return found ?? z.NEVER;
    }),
    time: z
      .string()
      .trim()
      .regex(/^([01]?\d|2[0-3]):[0-5]\d$/, 'Укажите время, например 21:00'),
  })
  .transform(({ day, time }) => ({ to: instantOf(day, time) }));

/** The clock's form by a button, or by day and time. */
export type ClockInput = z.infer<typeof StepForm> | z.infer<typeof UntilForm>;

/** Where a button leads to from now: the same time on another day, or 21:05 of the month's last day, when the close has begun. */
export function stepTo(step: ClockStep, now: Date, today: Day): Date {
  if (step === 'day') return new Date(now.getTime() + DAY_MS);
  if (step === 'week') return new Date(now.getTime() + 7 * DAY_MS);
  if (step === 'month') return instantOf(nextMonth(today), '09:00');
  const close = instantOf(lastOfMonth(today), CLOSED);
  return close > now ? close : instantOf(lastOfMonth(addDays(lastOfMonth(today), 1)), CLOSED);
}

const DAY_MS = 86_400_000;
/** Just after the month close began (product rule §9). */
const CLOSED = '21:05';

function instantOf(day: Day, time: string): Date {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return new Date(moscowMidnight(day).getTime() + (hours * 60 + minutes) * 60_000);
}
