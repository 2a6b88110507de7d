import { isWorkingDay, nextWorkingDay, type WorkCalendar } from '#src/lib/calendar.ts';
import { addDays, addMonths, type Day, firstOfMonth } from '#src/lib/days.ts';
import { type Kopecks, kopecks } from '#src/lib/money.ts';

/** Who of a partner may promise: those who see to its money (product rule §1). */
export const PROMISERS = ['partner_owner', 'partner_accountant'] as const;

/** `open`: it runs. `kept`: the money came by its day. `broken`: the day passed. `ended`: taken off before its day. */
export type PromiseState = 'open' | 'kept' | 'broken' | 'ended';

/** When what became of a promise. */
export interface Outcome {
  readonly keptAt: Date | null;
  readonly brokenAt: Date | null;
  readonly endedAt: Date | null;
}

/** A broken promise whose money turns out to have come in time is kept. */
export function stateOf({ keptAt, brokenAt, endedAt }: Outcome): PromiseState {
  if (endedAt) return 'ended';
  if (keptAt) return 'kept';
  return brokenAt ? 'broken' : 'open';
}

/** First day of the calendar quarter: of 1 December 2026, 1 October. */
export function quarterOf(on: Day): Day {
  const first = firstOfMonth(on);
  return addMonths(first, -((Number(first.slice(5, 7)) - 1) % 3));
}

/** First day of the quarter after it. */
export const nextQuarter = (quarter: Day): Day => addMonths(quarter, 3);

/**
 * The last day to pay: so many working days from today, today not counted (`PROMISE_DAYS`). On Friday, 11 December 2026, three of them
 * lead to Wednesday the 16th.
 */
export function promiseDay(today: Day, workingDays: number, calendar: WorkCalendar): Day {
  let at = today;
  for (let left = workingDays; left > 0; left--) at = nextWorkingDay(addDays(at, 1), calendar);
  return at;
}

/** The day on which the last one is reminded of: the working day before it. */
export function reminderDay(dueOn: Day, calendar: WorkCalendar): Day {
  let at = addDays(dueOn, -1);
  while (!isWorkingDay(at, calendar)) at = addDays(at, -1);
  return at;
}

/** Is it time to remind? Not on the day it was made: its own letter says the day. */
export const isReminderDue = (
  { madeOn, dueOn }: { readonly madeOn: Day; readonly dueOn: Day },
  today: Day,
  calendar: WorkCalendar,
): boolean => today > madeOn && today >= reminderDay(dueOn, calendar) && today <= dueOn;

/** What is added to the limit for a promised sum, kopecks: no more than the orders that wait need. */
export const allowanceFor = (promised: Kopecks, need: Kopecks): Kopecks => (promised < need ? promised : need);

/** Whole per cent of promises that were kept, of those that came to their end; null before any did. */
export function keptShare({ kept, broken }: { readonly kept: number; readonly broken: number }): number | null {
  return kept + broken === 0 ? null : Math.round((kept * 100) / (kept + broken));
}

/** What came for a promise, as the ledger has it; kopecks. */
export interface Fulfilment {
  readonly isInvoice: boolean;
  readonly isCancelled: boolean;
  readonly asked: Kopecks;
  /** All that came, and what of it had come by the promised day, by the day of the bank. */
  readonly came: Kopecks;
  readonly cameInTime: Kopecks;
  readonly dueOn: Day;
  readonly isKept: boolean;
  readonly isBroken: boolean;
}

/**
 * What money does to a promise: `kept`, also a broken one whose money was at the bank by its day and is only recorded later; `reopened` when
 * the payment that kept it is taken back before its day; `void` when its invoice is gone; null when it stays as it is.
 */
export function movedBy(of: Fulfilment, today: Day): 'kept' | 'reopened' | 'void' | null {
  const isPaid = (of.isBroken || today > of.dueOn ? of.cameInTime : of.came) >= of.asked;
  if (of.isKept) return of.isInvoice && !isPaid && today <= of.dueOn ? 'reopened' : null;
  if (of.isCancelled) return of.isBroken ? null : 'void';
  return isPaid ? 'kept' : null;
}

/** A sum without bound: what a limit would have to be for everything to run. */
export const ENDLESS = kopecks(10n ** 17n);
