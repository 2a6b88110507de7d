import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as days from '#src/lib/days.ts';

const { day, month } = days;
const anyDay = fc.integer({ min: 0, max: 40_000 }).map((n) => days.addDays(day('2000-01-01'), n));

describe('what is a day', () => {
  test.each(['2026-11-30', '2028-02-29', '2000-01-01'])('%s is', (text) => expect(days.isDay(text)).toBe(true));
  test.each(['2026-02-29', '2026-13-01', '2026-1-1', '2026-11-31', '', '30.11.2026', '2026-11-30T00:00:00Z'])('«%s» is not', (text) => {
    expect(days.isDay(text)).toBe(false);
    expect(() => day(text)).toThrow(RangeError);
  });
  test.each([
    ['30.11.2026', '2026-11-30'],
    [' 3.1.2026 ', '2026-01-03'],
    ['2026-11-30', '2026-11-30'],
    ['31.02.2026', null],
    ['завтра', null],
  ])('«%s» is read as %s', (text, expected) => expect(days.parseDay(text)).toBe(expected));
  test('a month has its own check', () => {
    expect(month('2026-11')).toBe('2026-11');
    expect(() => month('2026-13')).toThrow(RangeError);
  });
});

describe('Moscow time', () => {
  test.each([
    ['2026-11-30T20:59:59.999Z', '2026-11-30'],
    ['2026-11-30T21:00:00.000Z', '2026-12-01'],
    ['2026-12-31T21:00:00.000Z', '2027-01-01'],
    ['2028-02-28T21:00:00.000Z', '2028-02-29'],
    ['2026-07-01T20:59:59.000Z', '2026-07-01'],
  ])('at %s it is %s', (instant, expected) => expect(days.moscowDay(new Date(instant))).toBe(expected));

  test('a day begins at 21:00 UTC of the day before', () => {
    expect(days.moscowMidnight(day('2026-12-01')).toISOString()).toBe('2026-11-30T21:00:00.000Z');
    fc.assert(
      fc.property(anyDay, (of) => {
        const midnight = days.moscowMidnight(of);
        expect(days.moscowDay(midnight)).toBe(of);
        expect(days.moscowDay(new Date(midnight.getTime() - 1))).toBe(days.addDays(of, -1));
      }),
    );
  });

  test('agrees with the time-zone tables since 2014-10-26', () => {
    const tables = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Moscow' });
    const instants = fc.date({ min: new Date('2014-10-26T00:00:00Z'), max: new Date('2060-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(instants, (instant) => {
        expect(days.moscowDay(instant)).toBe(tables.format(instant));
      }),
    );
  });
});

describe('arithmetic', () => {
  test.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2028-01-31', 1, '2028-02-29'],
    ['2026-11-30', 2, '2027-01-30'],
    ['2026-01-15', -1, '2025-12-15'],
    ['2026-03-31', -13, '2025-02-28'],
  ])('%s and %s months is %s', (from, count, expected) => expect(days.addMonths(day(from), count)).toBe(expected));

  test('bounds of a month', () => {
    expect(days.firstOfMonth(day('2026-11-22'))).toBe('2026-11-01');
    expect(days.lastOfMonth(day('2028-02-03'))).toBe('2028-02-29');
    expect(days.nextMonth(day('2026-12-31'))).toBe('2027-01-01');
    expect(days.nextMonth(month('2026-11'))).toBe('2026-12-01');
    expect(days.daysInMonth(month('2026-11'))).toBe(30);
    expect(days.monthOf(day('2026-11-22'))).toBe('2026-11');
  });

  test('adding days and counting them are opposites', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -5_000, max: 5_000 }), (from, count) => {
        const to = days.addDays(from, count);
        expect(days.daysBetween(from, to)).toBe(count);
        expect(days.earlierDay(from, to)).toBe(count < 0 ? to : from);
        expect(days.laterDay(from, to)).toBe(count < 0 ? from : to);
      }),
    );
  });

  test('the days of a month are those between its first day and the next month', () => {
    fc.assert(
      fc.property(anyDay, (of) => {
        expect(days.daysBetween(days.firstOfMonth(of), days.nextMonth(of))).toBe(days.daysInMonth(of));
      }),
    );
  });
});

test('days as people read them', () => {
  expect(days.formatDayShort(day('2026-11-30'))).toBe('30.11.2026');
  expect(days.formatDayLong(day('2026-11-30'))).toBe('30 ноября 2026');
  expect(days.formatDayMonth(day('2026-05-01'))).toBe('1 мая');
  expect(days.formatMonth(month('2026-11'))).toBe('ноябрь 2026');
  expect(days.formatMonth(day('2026-08-15'))).toBe('август 2026');
  expect(days.formatMoment(new Date('2026-11-30T13:42:59Z'))).toBe('30.11.2026 16:42');
  expect(days.formatTime(new Date('2026-11-30T21:05:00Z'))).toBe('00:05');
  fc.assert(
    fc.property(anyDay, (of) => {
      expect(days.parseDay(days.formatDayShort(of))).toBe(of);
    }),
  );
});

test.each([
  ['2026-11-22', '2026-12-01', '22–30 ноября'],
  ['2026-11-30', '2026-12-01', '30 ноября'],
  ['2026-11-22', '2026-12-06', '22 ноября – 5 декабря'],
])('the days from %s up to %s are written %s', (from, to, text) => {
  expect(days.formatDays({ from: day(from), to: day(to) })).toBe(text);
});
