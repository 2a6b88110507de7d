import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { day } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import { type BillingRule, chargeFor, fullMonthCharge, periodCharge } from '#src/subscriptions/service/charge.rules.ts';

const prices = fc.bigInt({ min: 1n, max: 10_000_000n }).map(kopecks);
const seats = fc.integer({ min: 1, max: 5_000 });
const months = fc.constantFrom(28, 29, 30, 31);

describe('the charge for days of a month', () => {
  test.each<[bigint, number, number, number, BillingRule, bigint]>([
    [100_000n, 10, 30, 30, 'prorated', 1_000_000n],
    [100_000n, 10, 9, 30, 'prorated', 300_000n],
    [39_990n, 7, 9, 30, 'prorated', 83_979n],
    [1_000n, 1, 1, 31, 'prorated', 32n], // 32,26
    [15n, 1, 1, 30, 'prorated', 1n], // exactly a half
    [100_000n, 10, 0, 30, 'prorated', 0n],
    [100_000n, 10, 1, 30, 'full_month', 1_000_000n],
    [100_000n, 10, 0, 30, 'full_month', 0n],
  ])('%s kopecks × %s seats for %s of %s days, %s: %s', (unitPrice, count, days, daysInMonth, billingRule, expected) =>
    expect(chargeFor({ unitPrice: kopecks(unitPrice), seats: count, days, daysInMonth, billingRule })).toBe(expected),
  );

  test('a full month costs price × seats by either rule', () => {
    fc.assert(
      fc.property(prices, seats, months, fc.constantFrom<BillingRule>('prorated', 'full_month'), (unitPrice, count, dim, billingRule) => {
        expect(chargeFor({ unitPrice, seats: count, days: dim, daysInMonth: dim, billingRule })).toBe(
          fullMonthCharge({ unitPrice, seats: count }),
        );
      }),
    );
  });

  test('splitting a month shifts its sum by at most half a kopeck a part', () => {
    fc.assert(
      fc.property(prices, seats, months, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (unitPrice, count, dim, cuts) => {
        const parts: number[] = [];
        for (const part of [...cuts, dim]) parts.push(Math.min(part, dim - parts.reduce((a, b) => a + b, 0)));
        const charged = parts.reduce(
          (total, days) => total + chargeFor({ unitPrice, seats: count, days, daysInMonth: dim, billingRule: 'prorated' }),
          0n,
        );
        const off = charged - fullMonthCharge({ unitPrice, seats: count });
        expect((off < 0n ? -off : off) * 2n <= BigInt(parts.length)).toBe(true);
      }),
    );
  });

  test('more days or seats never cost less', () => {
    fc.assert(
      fc.property(prices, seats, fc.integer({ min: 0, max: 29 }), (unitPrice, count, days) => {
        const terms = { unitPrice, daysInMonth: 30, billingRule: 'prorated' } as const;
        const charge = chargeFor({ ...terms, seats: count, days });
        expect(chargeFor({ ...terms, seats: count, days: days + 1 }) >= charge).toBe(true);
        expect(chargeFor({ ...terms, seats: count + 1, days }) >= charge).toBe(true);
      }),
    );
  });

  test.each([
    [-1, 1],
    [1.5, 1],
    [1, 31],
    [1, -1],
  ])('%s seats and %s days are refused', (count, days) =>
    expect(() => chargeFor({ unitPrice: kopecks(1), seats: count, days, daysInMonth: 30, billingRule: 'prorated' })).toThrow(RangeError),
  );
});

describe('the charge of a period', () => {
  const terms = { seats: 10, unitPrice: kopecks(122_000), vatRate: 22, chargedBefore: kopecks(0) };

  test('carries the VAT inside it', () => {
    const range = { from: day('2026-11-22'), to: day('2026-12-01') };
    expect(periodCharge({ ...terms, ...range, billingRule: 'prorated' })).toEqual({ charge: 366_000n, vat: 66_000n });
    expect(periodCharge({ ...terms, ...range, vatRate: null, billingRule: 'prorated' })).toEqual({ charge: 366_000n, vat: 0n });
  });

  test('by the full month adds only what the month has not been charged', () => {
    const range = { from: day('2026-11-22'), to: day('2026-12-01') };
    const charge = (chargedBefore: bigint) =>
      periodCharge({ ...terms, ...range, billingRule: 'full_month', chargedBefore: kopecks(chargedBefore) }).charge;
    expect(charge(0n)).toBe(1_220_000n);
    expect(charge(610_000n)).toBe(610_000n);
    expect(charge(2_000_000n)).toBe(0n);
  });

  test.each([
    ['2026-11-22', '2026-12-02'],
    ['2026-11-22', '2026-11-22'],
    ['2026-11-22', '2026-11-21'],
  ])('%s to %s is no period', (from, to) =>
    expect(() => periodCharge({ ...terms, from: day(from), to: day(to), billingRule: 'prorated' })).toThrow(RangeError),
  );
});
