import { expect, it } from 'vitest';
import { day } from '#src/lib/days.ts';
import { type FARTHEST_MONTHS, tooFar } from '#src/lib/far-days.ts';

const today = day('2026-11-30');

it.each<[keyof typeof FARTHEST_MONTHS, last: string, beyond: string]>([
  ['limitRaise', '2027-11-30', '2027-12-01'],
  ['handover', '2027-11-30', '2027-12-01'],
  ['price', '2028-11-30', '2028-12-01'],
  ['stopDate', '2031-11-30', '2099-01-10'],
])('%s may be %s, not %s', (what, last, beyond) => {
  expect(tooFar(day(last), today, what)).toBeNull();
  expect(tooFar(day(beyond), today, what)).toContain('Проверьте год');
});
