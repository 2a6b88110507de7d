import { addMonths, type Day, formatDayShort } from './days.ts';

/** How far ahead a day that is typed may lie, in months: beyond it somebody has mistyped the year. */
export const FARTHEST_MONTHS = { limitRaise: 12, handover: 12, price: 24, stopDate: 60 } as const;

/** A sentence for a day too far ahead; null when it may be meant. */
export function tooFar(typed: Day, today: Day, what: keyof typeof FARTHEST_MONTHS): string | null {
  const last = addMonths(today, FARTHEST_MONTHS[what]);
  return typed > last ? `Проверьте год: укажите ${formatDayShort(last)} или раньше.` : null;
}
