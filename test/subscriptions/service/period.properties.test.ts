import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, day, daysInMonth, nextMonth } from '#src/lib/days.ts';
import { kopecks, sum } from '#src/lib/money.ts';
import type { BillingRule } from '#src/subscriptions/service/charge.rules.ts';
import {
  applyDecrease,
  applyIncrease,
  type ChangeTime,
  type Period,
  restart,
  startNew,
  stopOn,
} from '#src/subscriptions/service/period.rules.ts';

/** A subscription in its month, and the day some changes are made on. */
const scenes = fc
  .record({
    month: fc.constantFrom('2026-11', '2026-12', '2027-02', '2028-02').map((text) => day(`${text}-01`)),
    begun: fc.nat(),
    passed: fc.nat(),
    seats: fc.integer({ min: 1, max: 500 }),
    unitPrice: fc.bigInt({ min: 100n, max: 5_000_000n }).map(kopecks),
    vatRate: fc.constantFrom(22, null),
    billingRule: fc.constantFrom<BillingRule>('prorated', 'full_month'),
  })
  .map(({ month, begun, passed, ...terms }) => {
    const from = addDays(month, begun % daysInMonth(month));
    const left = daysInMonth(month) - (begun % daysInMonth(month));
    const at: ChangeTime = { today: addDays(from, passed % left), openFrom: month, billingRule: terms.billingRule };
    return { terms, at, periods: startNew(terms, { from, to: nextMonth(month) }).periods };
  });

type Scene = typeof scenes extends fc.Arbitrary<infer S> ? S : never;

/** Seats wished one after another on the day; 0 is a stop. */
const wishes = fc.array(fc.oneof(fc.integer({ min: 1, max: 500 }), fc.constant(0)), { minLength: 1, maxLength: 8 });

function carryOut({ periods, at, terms }: Scene, seatsWished: readonly number[]): readonly Period[] {
  let current = terms.seats;
  return seatsWished.reduce((list, wished) => {
    const before = current;
    current = wished;
    if (wished === 0) return stopOn(list, at).periods;
    if (before === 0) return restart(list, at, { ...terms, seats: wished }).periods;
    return (wished > before ? applyIncrease(list, at, wished) : applyDecrease(list, at, wished)).periods;
  }, periods);
}

function total(periods: readonly Period[]): bigint {
  return sum(...periods.map(({ charge }) => charge));
}

describe('changes within one day', () => {
  test('charge the peak of the day once, whatever their order', () => {
    fc.assert(
      fc.property(scenes, wishes, (scene, seatsWished) => {
        const peak = Math.max(scene.terms.seats, ...seatsWished);
        const last = seatsWished.at(-1) ?? 0;
        expect(carryOut(scene, seatsWished)).toEqual(carryOut(scene, [peak, last]));
      }),
      { numRuns: 1_000 },
    );
  });

  test('never cost more than the peak kept to the end of the month', () => {
    fc.assert(
      fc.property(scenes, wishes, (scene, seatsWished) => {
        const peak = Math.max(scene.terms.seats, ...seatsWished);
        expect(total(carryOut(scene, seatsWished)) <= total(carryOut(scene, [peak]))).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  test('taken back, leave the very list there was', () => {
    fc.assert(
      fc.property(scenes, fc.array(fc.constantFrom(0, 1, 2)), (scene, seatsWished) => {
        const fewer = seatsWished.map((wished) => Math.min(wished, scene.terms.seats));
        expect(carryOut(scene, [...fewer, scene.terms.seats])).toEqual(scene.periods);
      }),
    );
  });

  test('more seats never lower the sum, fewer and a stop never raise it', () => {
    fc.assert(
      fc.property(scenes, fc.integer({ min: 1, max: 100 }), ({ periods, at, terms }, by) => {
        expect(applyIncrease(periods, at, terms.seats + by).delta >= 0n).toBe(true);
        expect(applyDecrease(periods, at, Math.max(1, terms.seats - by)).delta <= 0n).toBe(true);
        expect(stopOn(periods, at).delta <= 0n).toBe(true);
      }),
    );
  });
});
