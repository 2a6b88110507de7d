import { expect, test } from 'vitest';
import { lastRun, nextRun, parseCron } from '#src/lib/cron.ts';

const at = (text: string) => new Date(`${text}+03:00`);
const next = (cron: string, after: string) => nextRun(parseCron(cron), at(after));
const last = (cron: string, now: string) => lastRun(parseCron(cron), at(now));

test.each([
  ['30 3 * * *', '2026-11-22T10:00:00', '2026-11-23T03:30:00'],
  ['30 3 * * *', '2026-11-22T03:29:59', '2026-11-22T03:30:00'],
  ['30 3 * * *', '2026-11-22T03:30:00', '2026-11-23T03:30:00'],
  ['0 21 28-31 * *', '2026-11-22T10:00:00', '2026-11-28T21:00:00'],
  ['0 21 28-31 * *', '2026-11-30T21:00:00', '2026-12-28T21:00:00'],
  ['*/5 * * * *', '2026-12-31T23:57:00', '2027-01-01T00:00:00'],
  ['0 9 1 * 1', '2026-11-22T10:00:00', '2027-02-01T09:00:00'],
  ['0 9 * * 1-5', '2026-11-20T09:00:00', '2026-11-23T09:00:00'],
  ['15 0,12 29 2 *', '2026-11-22T10:00:00', '2028-02-29T00:15:00'],
])('%s after %s comes at %s', (cron, after, due) => {
  expect(next(cron, after)).toEqual(at(due));
});

test('what never comes has no next time', () => {
  expect(next('0 0 30 2 *', '2026-11-22T10:00:00')).toBeNull();
});

test('the last time is at or before now', () => {
  expect(last('0 21 28-31 * *', '2026-11-22T10:00:00')).toEqual(at('2026-10-31T21:00:00'));
  expect(last('10 0 * * *', '2026-11-22T00:10:00')).toEqual(at('2026-11-22T00:10:00'));
  expect(last('10 0 * * *', '2026-11-22T00:09:59')).toEqual(at('2026-11-21T00:10:00'));
  expect(last('0 0 1 1 *', '2026-11-22T10:00:00')).toBeNull();
});

test('the day begins in Moscow', () => {
  expect(next('0 1 23 11 *', '2026-11-22T23:30:00')).toEqual(new Date('2026-11-22T22:00:00Z'));
});

test.each(['', '* * * *', '60 * * * *', '* 24 * * *', '* * 0 * *', '* * * * 8', 'a * * * *', '5-1 * * * *', '*/0 * * * *'])(
  'refuses «%s»',
  (cron) => {
    expect(() => parseCron(cron)).toThrow(RangeError);
  },
);
