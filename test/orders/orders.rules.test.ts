import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Offer } from '#src/catalog/catalog.types.ts';
import { type Credit, decideCost } from '#src/credit/credit.rules.ts';
import { day } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import { canDecide, changedSince, faultsOfNew, quoteNew } from '#src/orders/orders.rules.ts';

const offer: Offer = {
  offerId: 1,
  sku: 'KL4627RAMTS',
  offerName: 'На пользователя',
  unit: 'user',
  billingRule: 'prorated',
  minSeats: 5,
  maxSeats: 1000,
  isDiscontinued: false,
  unitPrice: kopecks(214_00),
  priceFrom: day('2026-07-01'),
  vatClass: 'standard',
  vatRate: 22,
  productId: 1,
  productSlug: 'kaspersky-endpoint-security-cloud-plus',
  productName: 'Kaspersky Endpoint Security Cloud Plus',
  productDescription: '',
  vendorId: 1,
  vendorSlug: 'kaspersky',
  vendorName: 'Лаборатория Касперского',
  vendorInitials: 'KL',
  usesDomainPrefix: false,
};
const credit = (limit: number, exposure: number, holds: Credit['holds'] = []): Credit => ({
  partnerId: 1,
  limit: kopecks(limit),
  exposure: kopecks(exposure),
  holds,
  openFrom: null,
});
const hold = { id: 1, reason: 'overdue', text: 'Просрочен счёт', placedAt: new Date(0), amount: null } as const;
const today = day('2026-11-22');

describe('the price of a new subscription', () => {
  test('is the rest of the month, to the kopeck: 7 × 214,00 ₽ × 9 / 30 = 449,40 ₽', () => {
    const quote = quoteNew(offer, { seats: 7 }, credit(1_000_000_00, 0), today);
    expect(quote).toMatchObject({
      charge: 449_40n,
      fullMonth: 1498_00n,
      from: '2026-11-22',
      to: '2026-12-01',
      availableAfter: 999_550_60n,
    });
  });

  test.each([
    ['a half is rounded up', { unitPrice: kopecks(5), seats: 1, on: '2026-11-22' }, 2n], // 5 × 9 / 30 = 1,5
    ['the first day is a full month', { unitPrice: kopecks(214_00), seats: 7, on: '2026-11-01' }, 1498_00n],
    ['the last day is one day', { unitPrice: kopecks(214_00), seats: 7, on: '2026-11-30' }, 49_93n], // 149800 / 30 = 4993,33
    ['February has its own length', { unitPrice: kopecks(28_00), seats: 5, on: '2027-02-28' }, 5_00n],
  ])('%s', (_, { unitPrice, seats, on }, charge) => {
    expect(quoteNew({ ...offer, unitPrice }, { seats }, credit(1_000_000_00, 0), day(on)).charge).toBe(charge);
  });

  test('after the close of the month is the whole next month', () => {
    const closed = { ...credit(1_000_000_00, 0), openFrom: day('2026-12-01') };
    expect(quoteNew(offer, { seats: 7 }, closed, day('2026-11-30'))).toMatchObject({
      charge: 1498_00n,
      from: '2026-12-01',
      to: '2027-01-01',
    });
    expect(faultsOfNew(offer, { seats: 7, stopOn: day('2026-11-30') }, day('2026-11-30'), day('2026-12-01'))).toEqual({
      stopOn: expect.stringContaining('подписка начнётся 01.12.2026'),
    });
  });

  test('by the full-month rule is the month, however few days are left', () => {
    const quote = quoteNew({ ...offer, billingRule: 'full_month' }, { seats: 7 }, credit(1_000_000_00, 0), day('2026-11-30'));
    expect(quote.charge).toBe(1498_00n);
  });

  test('is what its periods charge, whatever the day, the seats and the price', () => {
    const days = fc.integer({ min: 1, max: 30 }).map((n) => day(`2026-11-${String(n).padStart(2, '0')}`));
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 100_000_00 }), (on, seats, price) => {
        const quote = quoteNew({ ...offer, unitPrice: kopecks(price) }, { seats }, credit(0, 0), on);
        const charged = quote.change.periods.reduce((total, period) => total + period.charge, 0n);
        expect(quote.charge).toBe(charged);
        expect(quote.charge <= quote.fullMonth).toBe(true);
      }),
    );
  });
});

describe('the decision', () => {
  test.each([
    ['fits exactly', credit(100_00, 90_00), 10_00, { status: 'done' }],
    ['a kopeck too much', credit(100_00, 90_00), 10_01, { status: 'held', reason: 'credit_limit' }],
    ['a hold comes first', credit(0, 0, [hold]), 10_00, { status: 'held', reason: 'partner_blocked' }],
    ['nothing to pay still waits for a hold', credit(100_00, 0, [hold]), 0, { status: 'held', reason: 'partner_blocked' }],
    ['nothing to pay passes a used-up limit', credit(100_00, 200_00), 0, { status: 'done' }],
  ])('%s', (_, has, cost, verdict) => {
    expect(decideCost(has, kopecks(cost))).toEqual(verdict);
  });

  test.each([
    ['held', true],
    ['done', false],
    ['cancelled', false],
    ['rejected', false],
  ] as const)('an order that is %s can be decided: %s', (status, can) => {
    expect(canDecide(status)).toBe(can);
  });
});

describe('the terms of a new order', () => {
  test.each([
    ['seats below the least', { seats: 4, stopOn: null }, { seats: 'Укажите не меньше 5' }],
    ['the least', { seats: 5, stopOn: null }, {}],
    ['the most', { seats: 1000, stopOn: null }, {}],
    ['seats above the most', { seats: 1001, stopOn: null }, { seats: 'Укажите не больше 1000' }],
    ['a stop date today', { seats: 5, stopOn: today }, {}],
    ['a stop date gone by', { seats: 5, stopOn: day('2026-11-21') }, { stopOn: expect.stringContaining('уже прошла') }],
  ])('%s', (_, terms, faults) => {
    expect(faultsOfNew(offer, terms, today)).toEqual(faults);
  });

  test('a discontinued offer is refused', () => {
    expect(faultsOfNew({ ...offer, isDiscontinued: true }, { seats: 5, stopOn: null }, today)).toHaveProperty('offer');
  });
});

describe('what changed since the form was shown', () => {
  const shown = { unitPrice: kopecks(214_00), charge: kopecks(449_40), creditLimit: kopecks(500_000_00) };

  test('nothing', () => {
    expect(changedSince(shown, { ...shown })).toBeNull();
  });

  test.each([
    ['the price', { unitPrice: kopecks(220_00), charge: kopecks(462_00) }, 'Цена изменилась: было 214,00\u00a0₽, стало 220,00\u00a0₽'],
    ['the sum alone: another day', { charge: kopecks(399_47) }, 'Сумма за этот месяц изменилась: было 449,40\u00a0₽, стало 399,47\u00a0₽'],
    [
      'the limit',
      { creditLimit: kopecks(100_000_00) },
      'Кредитный лимит изменился: было 500\u00a0000,00\u00a0₽, стало 100\u00a0000,00\u00a0₽',
    ],
  ])('%s', (_, now, sentence) => {
    expect(changedSince(shown, { ...shown, ...now })).toContain(sentence);
  });
});
