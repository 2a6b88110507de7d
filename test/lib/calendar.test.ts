import { describe, expect, test } from 'vitest';
import { builtInCalendar, isProvisional, isWorkingDay, nextWorkingDay, workYear } from '#src/lib/calendar.ts';
import { addDays, day } from '#src/lib/days.ts';

const calendar = builtInCalendar;

describe('the production calendar', () => {
  test.each([2026, 2027])('%s has 247 working days', (year) => {
    const first = day(`${year}-01-01`);
    const all = Array.from({ length: 365 }, (_, n) => addDays(first, n));
    expect(all.filter((on) => isWorkingDay(on, calendar))).toHaveLength(247);
    expect(isProvisional(first, calendar)).toBe(false);
  });

  test.each([
    ['2026-11-03', true],
    ['2026-11-04', false],
    ['2026-12-31', false],
    ['2027-02-20', true], // a working Saturday
    ['2027-02-22', false],
    ['2027-05-10', false],
    ['2026-11-22', false], // Sunday
  ])('%s works: %s', (text, works) => expect(isWorkingDay(day(text), calendar)).toBe(works));

  test('a year without a table is told apart and falls back to weekends and the holidays of the law', () => {
    expect(isProvisional(day('2031-01-09'), calendar)).toBe(true);
    expect(isWorkingDay(day('2031-01-08'), calendar)).toBe(false);
    expect(isWorkingDay(day('2031-01-09'), calendar)).toBe(true);
    expect(isWorkingDay(day('2031-01-11'), calendar)).toBe(false);
  });

  test('a year that is given comes before the fallback', () => {
    const given = new Map([...calendar, ['2031', workYear({ off: ['01-09'], work: ['01-11'], short: [], moved: {} })] as const]);
    expect(isProvisional(day('2031-01-09'), given)).toBe(false);
    expect(isWorkingDay(day('2031-01-09'), given)).toBe(false);
    expect(isWorkingDay(day('2031-01-11'), given)).toBe(true);
    expect(nextWorkingDay(day('2031-01-09'), given)).toBe('2031-01-10');
  });
});

describe('terms', () => {
  test.each([
    ['2026-11-30', 14, '2026-12-14'],
    ['2026-12-31', 10, '2027-01-11'],
    ['2027-01-31', 14, '2027-02-15'],
    ['2027-04-30', 10, '2027-05-11'],
  ])('%s and %s calendar days, moved off a day off, is %s', (from, count, expected) =>
    expect(nextWorkingDay(addDays(day(from), count), calendar)).toBe(expected),
  );
});
