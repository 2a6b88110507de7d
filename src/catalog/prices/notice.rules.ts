import { addDays, type Day, firstOfMonth, laterDay, nextMonth } from '#src/lib/days.ts';

/** A raise begins with the first renewal at least so many days after its letter (product rule §5). */
export const NOTICE_DAYS = 14;

/**
 * The first renewal, always a 1st, that a raise told on this day may reach: told 17.11. → 01.12., told 18.11. or 31.12. → 01.01., 01.02.
 */
export function firstRenewalTold(on: Day): Day {
  return nextMonth(addDays(on, NOTICE_DAYS - 1));
}

/** The first renewal after `today` that a price valid from `validFrom` meets, told or not: what a lower price, or one «раньше срока», reaches. */
export function firstRenewalAt(validFrom: Day, today: Day): Day {
  const onOrAfter = firstOfMonth(validFrom) === validFrom ? validFrom : nextMonth(validFrom);
  return laterDay(nextMonth(today), onOrAfter);
}

/** The renewal a raise valid from `validFrom` begins with when its letter goes out on `letterOn`. */
export function firstRenewalOfRaise(validFrom: Day, letterOn: Day): Day {
  return laterDay(firstRenewalTold(letterOn), firstRenewalAt(validFrom, letterOn));
}
