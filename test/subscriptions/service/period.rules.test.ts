import { describe, expect, test } from 'vitest';
import { day, month } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import type { BillingRule } from '#src/subscriptions/service/charge.rules.ts';
import {
  applyDecrease,
  applyIncrease,
  type ChangeTime,
  type Period,
  type PeriodChange,
  renew,
  restart,
  startNew,
  stopOn,
  worksAfter,
  worksFrom,
} from '#src/subscriptions/service/period.rules.ts';

const price = kopecks(90_000); // 900,00 ₽: 30,00 ₽ a day in a month of 30 days
const november = { from: day('2026-11-01'), to: day('2026-12-01') };

function on(today: string, openFrom: string | null = '2026-11-01', billingRule: BillingRule = 'prorated'): ChangeTime {
  return { today: day(today), openFrom: openFrom === null ? null : day(openFrom), billingRule };
}

function terms(seats: number, unitPrice = price) {
  return { seats, unitPrice, vatRate: 22 };
}

/** `01–19 10 × 900 = 5 700,00` as `01-20 10 570000`: first day, day after the last, seats, kopecks. */
function shown(periods: readonly Period[]): string[] {
  return periods.map((one) => `${one.from.slice(5)} ${one.to.slice(5)} ${one.seats} ${one.charge}`);
}

function inNovember(seats: number, billingRule: BillingRule = 'prorated'): readonly Period[] {
  return startNew({ ...terms(seats), billingRule }, november).periods;
}

describe('a new subscription', () => {
  test('is charged from today to the end of the month', () => {
    const { periods, delta } = startNew({ ...terms(7), billingRule: 'prorated' }, { from: day('2026-11-22'), to: day('2026-12-01') });
    expect(shown(periods)).toEqual(['11-22 12-01 7 189000']);
    expect(periods[0]?.vat).toBe(34_082n);
    expect(delta).toBe(189_000n);
  });

  test('with a stop date is charged through it', () => {
    const { delta } = startNew({ ...terms(7), billingRule: 'prorated' }, { from: day('2026-11-22'), to: day('2026-11-25') });
    expect(delta).toBe(63_000n);
  });

  test('can’t cross a month', () =>
    expect(() => startNew({ ...terms(7), billingRule: 'prorated' }, { from: day('2026-11-22'), to: day('2026-12-02') })).toThrow(
      RangeError,
    ));
});

describe('the day rule', () => {
  test('10 → 15 → 12 in one day charges 15 today and 12 from tomorrow', () => {
    const more = applyIncrease(inNovember(10), on('2026-11-20'), 15);
    expect(shown(more.periods)).toEqual(['11-01 11-20 10 570000', '11-20 12-01 15 495000']);
    expect(more.delta).toBe(165_000n);
    const fewer = applyDecrease(more.periods, on('2026-11-20'), 12);
    expect(shown(fewer.periods)).toEqual(['11-01 11-20 10 570000', '11-20 11-21 15 45000', '11-21 12-01 12 360000']);
    expect(fewer.delta).toBe(-90_000n);
    expect(shown(fewer.removed)).toEqual(['11-20 12-01 15 495000']);
  });

  test('10 → 12 → 15 and 10 → 8 → 15 the same day end alike', () => {
    const at = on('2026-11-20');
    const up = applyIncrease(applyIncrease(inNovember(10), at, 12).periods, at, 15);
    const downUp = applyIncrease(applyDecrease(inNovember(10), at, 8).periods, at, 15);
    expect(shown(downUp.periods)).toEqual(shown(up.periods));
  });

  test('fewer from tomorrow, then more today: today is not below what it had', () => {
    const at = on('2026-11-20');
    const fewer = applyDecrease(inNovember(10), at, 5);
    expect(shown(fewer.periods)).toEqual(['11-01 11-21 10 600000', '11-21 12-01 5 150000']);
    const more = applyIncrease(fewer.periods, at, 8);
    expect(shown(more.periods)).toEqual(['11-01 11-21 10 600000', '11-21 12-01 8 240000']);
  });

  test('stop and start the same day leave the very list there was', () => {
    const before = inNovember(10);
    const stopped = stopOn(before, on('2026-11-20'));
    expect(shown(stopped.periods)).toEqual(['11-01 11-21 10 600000']);
    const started = restart(stopped.periods, on('2026-11-20'), terms(10));
    expect(shown(started.periods)).toEqual(shown(before));
    expect(stopped.delta + started.delta).toBe(0n);
  });

  test('twenty rounds of stop and start in a day cost what none cost', () => {
    let periods = inNovember(7);
    for (let round = 0; round < 20; round += 1) {
      periods = restart(stopOn(periods, on('2026-11-13')).periods, on('2026-11-13'), terms(7)).periods;
    }
    expect(shown(periods)).toEqual(shown(inNovember(7)));
  });

  test('a start with fewer seats the day of the stop keeps the peak of the day', () => {
    const stopped = stopOn(inNovember(10), on('2026-11-20'));
    expect(shown(restart(stopped.periods, on('2026-11-20'), terms(4)).periods)).toEqual(['11-01 11-21 10 600000', '11-21 12-01 4 120000']);
  });

  test('a new subscription stopped the same day costs one day', () => {
    const { periods } = startNew({ ...terms(7), billingRule: 'prorated' }, { from: day('2026-11-22'), to: day('2026-12-01') });
    expect(shown(stopOn(periods, on('2026-11-22')).periods)).toEqual(['11-22 11-23 7 21000']);
  });

  test('untouched periods are the very objects given', () => {
    const before = applyIncrease(inNovember(10), on('2026-11-10'), 15).periods;
    const change = applyIncrease(before, on('2026-11-20'), 20);
    expect(change.periods[0]).toBe(before[0]);
    expect(shown(change.removed)).toEqual(['11-10 12-01 15 945000']);
    expect(shown(change.added)).toEqual(['11-10 11-20 15 450000', '11-20 12-01 20 660000']);
  });
});

describe('stops', () => {
  test('a start days after a stop leaves a hole that is not charged', () => {
    const stopped = stopOn(inNovember(10), on('2026-11-09'));
    const started = restart(stopped.periods, on('2026-11-20'), terms(10));
    expect(shown(started.periods)).toEqual(['11-01 11-10 10 270000', '11-20 12-01 10 330000']);
  });

  test('a stop date carried out two days late is charged through its day', () =>
    expect(shown(stopOn(inNovember(10), on('2026-11-22'), day('2026-11-20')).periods)).toEqual(['11-01 11-21 10 600000']));

  test('a stop date ahead can be put off again', () => {
    const ahead = stopOn(inNovember(10), on('2026-11-20'), day('2026-11-25'));
    expect(shown(ahead.periods)).toEqual(['11-01 11-26 10 750000']);
    expect(shown(restart(ahead.periods, on('2026-11-20'), terms(10)).periods)).toEqual(shown(inNovember(10)));
  });

  test('on the last day nothing is left to stop', () => expect(stopOn(inNovember(10), on('2026-11-30')).delta).toBe(0n));
});

describe('prices', () => {
  test('more seats are charged at the price the period has', () => {
    const { periods } = applyIncrease(inNovember(10), on('2026-11-20'), 15);
    expect(periods.map(({ unitPrice }) => unitPrice)).toEqual([price, price]);
  });

  test('a start at another price leaves the price of the day begun', () => {
    const stopped = stopOn(inNovember(10), on('2026-11-20'));
    const { periods } = restart(stopped.periods, on('2026-11-20'), terms(10, kopecks(120_000)));
    expect(shown(periods)).toEqual(['11-01 11-21 10 600000', '11-21 12-01 10 400000']);
  });

  test('a renewal brings the new price', () => {
    const { periods, delta } = renew(inNovember(10), on('2026-11-30', '2026-12-01'), month('2026-12'), terms(10, kopecks(93_000)));
    expect(shown(periods)).toEqual(['11-01 12-01 10 900000', '12-01 01-01 10 930000']);
    expect(delta).toBe(930_000n);
  });
});

describe('the month rule', () => {
  test('equal periods of two months stay two', () => {
    const { periods } = renew(inNovember(10), on('2026-11-30'), month('2026-12'), terms(10));
    expect(periods).toHaveLength(2);
  });

  test('a repeated renewal adds nothing', () => {
    const at = on('2026-11-30', '2026-12-01');
    const once = renew(inNovember(10), at, month('2026-12'), terms(10));
    const twice = renew(once.periods, at, month('2026-12'), terms(99));
    expect(twice).toMatchObject({ periods: once.periods, added: [], removed: [], delta: 0n });
  });

  test('a closed month is not renewed', () =>
    expect(() => renew([], on('2026-11-30', '2026-12-01'), month('2026-11'), terms(10))).toThrow(RangeError));

  test('a change on the last day before the close touches that day only', () => {
    const more = applyIncrease(inNovember(10), on('2026-11-30'), 15);
    expect(shown(more.periods)).toEqual(['11-01 11-30 10 870000', '11-30 12-01 15 45000']);
    expect(applyDecrease(more.periods, on('2026-11-30'), 12).delta).toBe(0n);
  });

  test('29 February is charged as one of 29 days', () => {
    const { delta } = startNew({ ...terms(29), billingRule: 'prorated' }, { from: day('2028-02-29'), to: day('2028-03-01') });
    expect(delta).toBe(90_000n);
  });
});

describe('after the close of the month', () => {
  const evening = on('2026-11-30', '2026-12-01');
  const closed = renew(
    inNovember(10).map((one) => ({ ...one, isInvoiced: true })),
    evening,
    month('2026-12'),
    terms(10),
  ).periods;

  test.each<[string, () => PeriodChange, string[], bigint]>([
    ['more seats', () => applyIncrease(closed, evening, 15), ['12-01 01-01 15 1350000'], 450_000n],
    ['fewer seats', () => applyDecrease(closed, evening, 8), ['12-01 01-01 8 720000'], -180_000n],
    ['a stop', () => stopOn(closed, evening), [], -900_000n],
    ['a start', () => restart(closed.slice(0, 1), evening, terms(10)), ['12-01 01-01 10 900000'], 900_000n],
  ])('%s works from 1 December', (_name, change, december, delta) => {
    const { periods, delta: shift } = change();
    expect(shown(periods)).toEqual(['11-01 12-01 10 900000', ...december]);
    expect(periods[0]).toBe(closed[0]);
    expect(shift).toBe(delta);
  });

  test('the days from which changes work', () => {
    expect(worksFrom(evening)).toBe('2026-12-01');
    expect(worksAfter(evening)).toBe('2026-12-01');
    expect(worksFrom(on('2026-11-30'))).toBe('2026-11-30');
    expect(worksAfter(on('2026-11-30', null))).toBe('2026-12-01');
  });

  test('an invoiced month is closed even if nobody said so', () => {
    const { periods } = stopOn(closed, on('2026-11-30', null));
    expect(periods).toEqual([closed[0]]);
  });
});

describe('a full month is charged by its highest number of seats', () => {
  const at = (today: string) => on(today, '2026-11-01', 'full_month');

  test('started on the last day', () => {
    const { delta } = startNew({ ...terms(10), billingRule: 'full_month' }, { from: day('2026-11-30'), to: day('2026-12-01') });
    expect(delta).toBe(900_000n);
  });

  test('10 → 15 → 12: 10 first, then the 5 more, then nothing', () => {
    const more = applyIncrease(inNovember(10, 'full_month'), at('2026-11-20'), 15);
    const { periods } = applyDecrease(more.periods, at('2026-11-25'), 12);
    expect(shown(periods)).toEqual(['11-01 11-20 10 900000', '11-20 11-26 15 450000', '11-26 12-01 12 0']);
  });

  test('stopped and started again within the month: nothing more', () => {
    const stopped = stopOn(inNovember(10, 'full_month'), at('2026-11-05'));
    expect(stopped.delta).toBe(0n);
    expect(restart(stopped.periods, at('2026-11-20'), terms(10)).delta).toBe(0n);
    expect(restart(stopped.periods, at('2026-11-20'), terms(12)).delta).toBe(180_000n);
  });

  test('the next month is charged anew', () =>
    expect(renew(inNovember(10, 'full_month'), at('2026-11-30'), month('2026-12'), terms(10)).delta).toBe(900_000n));
});
