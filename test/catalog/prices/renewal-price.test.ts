import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { closeMonth } from '#src/billing/close/close.service.ts';
import { tellPriceChanges } from '#src/catalog/prices/price-notices.service.ts';
import { auditPortal } from '#src/invariants/audit.ts';
import { type Day, type Month, month } from '#src/lib/days.ts';
import { renewalsAhead } from '#src/orders/renewals/renewals.service.ts';
import { systemScope } from '#src/platform/scope.ts';
import { Managing } from '#test/support/managing.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
let number: string;
let offerId: number;

/** One seat-price of 1 100,00 ₽ since 22 November. */
beforeEach(async () => {
  p = await openTestPortal();
  const { id } = await p.portal.db.offer.findFirstOrThrow({ where: { sku: 'KL4627RAMTS' } });
  offerId = id;
  await p.portal.db.price.deleteMany({ where: { offerId, validFrom: { gt: p.clock.now() } } });
  await set('2026-11-20', 1_100);
  number = await placeNew(p, 'vector', { seats: 5 });
  await new Managing(await p.scope('vector')).setLimit(10n ** 12n);
});
afterEach(() => p.close());

const set = async (validFrom: string, rubles: number, earlyReason: string | null = null) => {
  const at = { offerId, validFrom: new Date(validFrom) };
  await p.portal.db.price.deleteMany({ where: at });
  await p.portal.db.price.create({ data: { ...at, gross: BigInt(rubles) * 100n, earlyReason } });
};
const at = (moment: string) => p.clock.setTo(new Date(`${moment}+03:00`));
const tell = (on: Day | string) => {
  at(`${on}T09:00:00`);
  return tellPriceChanges(p.portal);
};
const close = async (of: string) => {
  const last = new Date(Date.UTC(Number(of.slice(0, 4)), Number(of.slice(5)), 0)).toISOString().slice(0, 10);
  at(`${last}T21:00:00`);
  const { state } = await closeMonth(systemScope(p.portal, 'test'), month(of as Month));
  expect(state).toBe('done');
};
/** Rubles a seat that the month is charged at. */
const charged = async (first: string): Promise<number | undefined> => {
  const found = await p.portal.db.servicePeriod.findFirst({ where: { subscription: { number }, fromOn: new Date(first) } });
  return found ? Number(found.unitPrice) / 100 : undefined;
};
const forecast = async (first: string): Promise<number> => {
  const { partnerId } = await p.portal.db.subscription.findUniqueOrThrow({ where: { number } });
  return Number((await renewalsAhead(p.portal.sql, partnerId, first as Day, p.portal.clock.today())).cost) / 500;
};

describe('a raise', () => {
  test('set minutes before the close leaves its renewals alone and begins 14 days after the letter', async () => {
    await close('2026-11');
    at('2026-12-31T20:40:00');
    await set('2027-01-01', 5_000);
    expect(await forecast('2027-01-01')).toBe(1_100);
    await close('2026-12');
    expect(await charged('2027-01-01')).toBe(1_100);
    expect(await tell('2027-01-01')).toBe(1);
    await close('2027-01');
    expect(await charged('2027-02-01')).toBe(5_000);
    expect(await auditPortal(p.portal)).toEqual([]);
  });

  test('told seven days ahead does not touch the renewal of the 1st', async () => {
    at('2026-11-24T08:00:00');
    await set('2026-12-01', 1_500);
    expect(await tell('2026-11-24')).toBe(1);
    await close('2026-11');
    expect(await charged('2026-12-01')).toBe(1_100);
    await close('2026-12');
    expect(await charged('2027-01-01')).toBe(1_500);
  });

  test('without a letter never comes', async () => {
    await set('2026-12-01', 1_500);
    for (const of of ['2026-11', '2026-12', '2027-01']) await close(of);
    expect(await charged('2027-02-01')).toBe(1_100);
  });

  test('told on the 17th reaches the 1st, told on the 18th the 1st after', async () => {
    await close('2026-11');
    await set('2027-01-01', 1_500);
    await tell('2026-12-18');
    expect(await forecast('2027-01-01')).toBe(1_500);
    await set('2027-01-01', 1_600);
    await tell('2026-12-19');
    await close('2026-12');
    expect(await charged('2027-01-01')).toBe(1_500);
    await close('2027-01');
    expect(await charged('2027-02-01')).toBe(1_600);
  });

  test('that is lowered again before it began costs what is listed by then', async () => {
    await close('2026-11');
    await set('2026-12-05', 5_000);
    await tell('2026-12-06');
    at('2026-12-27T10:00:00');
    await set('2026-12-28', 3_000);
    await close('2026-12');
    expect(await charged('2027-01-01')).toBe(3_000);
  });

  test('taken back does not come, nor do the words of that letter serve a later one', async () => {
    await close('2026-11');
    await set('2027-01-01', 1_500);
    await tell('2026-12-06');
    await p.portal.db.price.deleteMany({ where: { offerId, validFrom: new Date('2027-01-01') } });
    await tell('2026-12-07');
    await close('2026-12');
    expect(await charged('2027-01-01')).toBe(1_100);
    await set('2027-02-01', 1_400);
    await close('2027-01');
    expect(await charged('2027-02-01')).toBe(1_100);
  });

  test('for a reason comes sooner, once the letter is out', async () => {
    at('2026-11-29T10:00:00');
    await set('2026-12-01', 1_500, 'Вендор поднял цену');
    expect(await tell('2026-11-29')).toBe(1);
    await close('2026-11');
    expect(await charged('2026-12-01')).toBe(1_500);
    expect(await auditPortal(p.portal)).toEqual([]);
  });
});

test('a lower price reaches the next renewal without notice', async () => {
  at('2026-11-30T20:50:00');
  await set('2026-12-01', 900);
  expect(await forecast('2026-12-01')).toBe(900);
  await close('2026-11');
  expect(await charged('2026-12-01')).toBe(900);
});
