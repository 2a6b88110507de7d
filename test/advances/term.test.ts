import { describe, expect, it } from 'vitest';
import { advanceTerm, advanceVat, isShippedInTime } from '#src/advances/advances.rules.ts';
import { day } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';

describe('the term of a счёт-фактура for an advance', () => {
  it.each([
    ['2026-11-20', '2026-11-25'],
    ['2026-12-28', '2027-01-02'],
    ['2027-02-25', '2027-03-02'],
  ])('money of %s: until %s', (received, term) => {
    expect(advanceTerm(day(received))).toBe(term);
  });

  it.each([
    ['2026-11-25', '2026-11-30', true], // the fifth day
    ['2026-11-24', '2026-11-30', false], // the sixth
    ['2026-12-28', '2026-12-31', true],
    ['2026-12-30', '2027-01-02', false], // within five days, in another quarter
    ['2027-03-29', '2027-04-02', false],
    ['2027-04-28', '2027-05-02', true], // another month of the same quarter
    ['2026-11-30', '2026-11-30', false], // no advance at all
  ])('money of %s is shipped by %s in time: %s', (received, shipped, isInTime) => {
    expect(isShippedInTime(day(received), day(shipped))).toBe(isInTime);
  });

  it.each([
    ['2026-11-20', 122_00n, '22/122', 22_00n],
    ['2026-11-20', 100_000_00n, '22/122', 18_032_79n],
    ['2025-12-31', 120_00n, '20/120', 20_00n],
  ])('the VAT of %s in %d kopecks is by %s', (received, amount, rate, vat) => {
    expect(advanceVat(kopecks(amount), day(received))).toEqual({ rate, vat });
  });
});
