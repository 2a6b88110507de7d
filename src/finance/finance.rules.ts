import type { BillingRule } from '#src/catalog/catalog.types.ts';
import { type Day, daysBetween, daysInMonth, lastOfMonth, nextMonth } from '#src/lib/days.ts';
import { type Kopecks, kopecks, roundHalfUpDiv } from '#src/lib/money.ts';

/** How a limit stands against what is and what comes; kopecks. */
export interface Outlook {
  /** Exposure once the renewals of the 1st are taken. */
  readonly after: Kopecks;
  /** What is left then; negative is what lacks. */
  readonly left: Kopecks;
  readonly isEnough: boolean;
}

/** Will the limit do for what comes on top of the exposure? The close itself changes nothing: a charge becomes an invoice. */
export function outlook(limit: bigint, exposure: bigint, ...coming: readonly bigint[]): Outlook {
  const after = coming.reduce((sum, cost) => sum + cost, exposure);
  return { after: kopecks(after), left: kopecks(limit - after), isEnough: after <= limit };
}

/**
 * The rest of this month of something that costs `month` for a full one, today included, rounded half up; by full months it is
 * the whole. 300,00 ₽ a month on 22 November (9 of 30 days) gives 90,00 ₽ by days, 300,00 ₽ by full months.
 */
export function restOfMonth(month: bigint, today: Day, billing: BillingRule): Kopecks {
  if (billing === 'full_month') return kopecks(month);
  return kopecks(roundHalfUpDiv(month * BigInt(daysBetween(today, nextMonth(today))), BigInt(daysInMonth(today))));
}

/**
 * The limit that stands when renewals are decided, on the evening of the last day of the month: a raise whose last day is before
 * it is over by then. Raised to 9 000 ₽ by 29 November, 3 000 ₽ before: on the 30th it is 3 000 ₽; by 30 November, still 9 000 ₽.
 * So is what promised payments add: `all` of it stands in the limit, `over` goes before that day.
 */
export function limitAtRenewal(
  of: { limit: bigint; raiseUntil: Day | null; raiseRevertTo: bigint | null },
  today: Day,
  { all, over }: { readonly all: bigint; readonly over: bigint } = { all: 0n, over: 0n },
): bigint {
  const isOver = of.raiseUntil !== null && of.raiseUntil < lastOfMonth(today);
  return (isOver && of.raiseRevertTo !== null ? of.raiseRevertTo + all : of.limit) - over;
}

/** Days past the due day; 0 on it and before. */
export const daysOverdue = (dueOn: Day, today: Day): number => Math.max(0, daysBetween(dueOn, today));
