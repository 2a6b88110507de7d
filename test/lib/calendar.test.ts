import { describe, expect, test } from 'vitest';
import { isProvisional, isWorkingDay, nextWorkingDay } from '#src/lib/calendar.ts';
import { addDays, day } from '#src/lib/days.ts';

describe('the production calendar', () => {
  test.each([2026, 2027])('%s has 247 working days', (year) => {
    const first = day(`${year}-01-01`);
    const all = Array.from({ length: 365 }, (_, n) => addDays(first, n));
    expect(all.filter(isWorkingDay)).toHaveLength(247);
    expect(isProvisional(first)).toBe(false);
  });

  test.each([
    ['2026-11-03', true],
    ['2026-11-04', false],
    ['2026-12-31', false],
    ['2027-02-20', true], // a working Saturday
    ['2027-02-22', false],
    ['2027-05-10', false],
    ['2026-11-22', false], // Sunday
  ])('%s works: %s', (text, works) => expect(isWorkingDay(day(text))).toBe(works));

  test('a year without a table is told apart and falls back to weekends and the holidays of the law', () => {
    expect(isProvisional(day('2031-01-09'))).toBe(true);
    expect(isWorkingDay(day('2031-01-08'))).toBe(false);
    expect(isWorkingDay(day('2031-01-09'))).toBe(true);
    expect(isWorkingDay(day('2031-01-11'))).toBe(false);
  });
});

describe('terms', () => {
  test.each([
    ['2026-11-30', 14, '2026-12-14'],
    ['2026-12-31', 10, '2027-01-11'],
    ['2027-01-31', 14, '2027-02-15'],
    ['2027-04-30', 10, '2027-05-11'],
  ])('%s and %s calendar days, moved off a day off, is %s', (from, count, expected) =>
    expect(nextWorkingDay(addDays(day(from), count))).toBe(expected),
  );
});
