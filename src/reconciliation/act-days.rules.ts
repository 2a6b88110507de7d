import { addDays, addMonths, type Day, earlierDay, firstOfMonth, lastOfMonth } from '#src/lib/days.ts';
import type { ActDays } from './act.types.ts';

/** Days that one press chooses. */
export interface QuickDays extends ActDays {
  readonly label: string;
}

/**
 * «Прошлый квартал», which an act is of where no days are named, and others up to today. A partner that began later than that quarter
 * sees what there is from its first operation on. On 22 November 2026 the quarter is 01.07–30.09.
 */
export function usualDays(today: Day, firstOn: Day | null): ActDays {
  const last = lastQuarter(today);
  return firstOn && firstOn > last.to ? { from: firstOfMonth(firstOn), to: today } : last;
}

export function quickDays(today: Day, firstOn: Day | null): QuickDays[] {
  const month = firstOfMonth(today);
  const before = addMonths(month, -1);
  const choices: QuickDays[] = [
    { label: 'Прошлый месяц', from: before, to: lastOfMonth(before) },
    { label: 'Этот месяц', from: month, to: today },
    { label: 'Прошлый квартал', ...lastQuarter(today) },
    { label: 'Этот квартал', from: firstOfQuarter(today), to: today },
    { label: 'Этот год', from: firstOfYear(today), to: today },
  ];
  return firstOn ? [...choices, { label: 'С начала', from: earlierDay(firstOn, today), to: today }] : choices;
}

function lastQuarter(today: Day): ActDays {
  const end = addDays(firstOfQuarter(today), -1);
  return { from: firstOfQuarter(end), to: end };
}

function firstOfQuarter(of: Day): Day {
  const months = (Number(of.slice(5, 7)) - 1) % 3;
  return addMonths(firstOfMonth(of), -months);
}

const firstOfYear = (of: Day): Day => `${of.slice(0, 4)}-01-01` as Day;
