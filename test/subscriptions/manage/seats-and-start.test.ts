import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { decideCost } from '#src/credit/credit.rules.ts';
import { day, month } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import { takeOn } from '#src/orders/decision.service.ts';
import { command } from '#src/platform/command.ts';
import { Conflict, Invalid, NotFound } from '#src/platform/errors.ts';
import { changeSeats } from '#src/subscriptions/manage/seats-and-start.service.ts';
import { renew } from '#src/subscriptions/service/period.rules.ts';
import { Managing } from '#test/support/managing.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, TEST_NOW, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
let anna: Managing;
const LIMIT = 500_000_00n;

beforeAll(async () => {
  p = await openTestPortal();
  anna = new Managing(await p.scope('vector'));
});
beforeEach(async () => {
  p.clock.setTo(TEST_NOW);
  await anna.setLimit(LIMIT);
});
afterAll(() => p.close());

const subscribe = (seats = 10) => placeNew(p, 'vector', { seats });
const ordersOf = async (number: string) =>
  (await p.portal.db.order.findMany({ where: { subscription: { number } }, orderBy: { id: 'asc' } })).map(
    ({ kind, status, seatsBefore, seats, charge }) => `${kind} ${status} ${seatsBefore} → ${seats}: ${charge}`,
  );
/** As much room as this leaves over what is taken already. */
const leave = async (room: bigint) => {
  const [row] = await p.portal.sql<{ exposure: bigint }>('test_exposure', 'select partner_exposure($1) as exposure', [anna.partnerId]);
  await anna.setLimit((row?.exposure ?? 0n) + room);
};

describe('seats', () => {
  test('10 → 15 → 12 in one day: 15 are charged today and 12 from tomorrow', async () => {
    const number = await subscribe(10);
    expect(await anna.seats(number, 15, 'Приняли пятерых')).toMatchObject({ status: 'done', orderNumber: expect.stringMatching(/^O-/) });
    expect(await anna.charges(number)).toEqual(['2026-11-22..2026-12-01 × 15 = 96300']);
    expect(await anna.seats(number, 12)).toEqual({ status: 'done', orderNumber: null });
    expect(await anna.charges(number)).toEqual(['2026-11-22..2026-11-23 × 15 = 10700', '2026-11-23..2026-12-01 × 12 = 68480']);
    expect(await ordersOf(number)).toEqual(['new done 0 → 10: 64200', 'increase done 10 → 15: 32100']);
    const [up, down] = (await anna.history(number)).slice(2);
    expect(up).toMatchObject({ action: 'seats', before: { seats: 10 }, after: { seats: 15 }, monthDelta: 32100n, fullMonthDelta: 107000n });
    expect(up).toMatchObject({ comment: 'Приняли пятерых', hasOrder: true, seq: 3 });
    expect(down).toMatchObject({ action: 'seats_down', before: { seats: 15 }, after: { seats: 12 }, monthDelta: -17120n, seq: 4 });
    expect(down).toMatchObject({ fullMonthDelta: -64200n, hasOrder: false });
    const { id, seats } = await anna.find(number);
    expect(seats).toBe(12);
    await p.drainJobs();
    const letters = await p.letters({ template: 'seats-changed', subscriptionId: id });
    expect(letters.map(({ text }) => /(\d+ → \d+)/.exec(text)?.[1])).toEqual(['10 → 15', '15 → 12']);
    expect(letters[1]?.text).toContain('23 ноября 2026');
  });

  test('the minimum and the maximum of the offer, and the same number, are refused at the field', async () => {
    const number = await subscribe();
    for (const [seats, words] of [
      [4, 'не меньше 5'],
      [1001, 'не больше 1000'],
      [10, 'не изменилось'],
    ] as const)
      await expect(anna.seats(number, seats)).rejects.toMatchObject({ fields: { seats: expect.stringContaining(words) } });
  });

  test('a limit or a sum that changed since it was shown comes back saying so', async () => {
    const number = await subscribe();
    const { version } = await anna.find(number);
    const shown = { unitPrice: kopecks(214_00), charge: kopecks(321_00), creditLimit: kopecks(LIMIT) };
    const ask = (changed: object) =>
      changeSeats(anna.scope, number, { version, seats: 15, comment: null, shown: { ...shown, ...changed } }, randomUUID());
    await expect(ask({ creditLimit: kopecks(1) })).rejects.toThrow(/лимит изменился: было 0,01/);
    await expect(ask({ charge: kopecks(1) })).rejects.toThrow(/было 0,01\s₽, стало 321,00/);
    await expect(ask({ unitPrice: kopecks(1) })).rejects.toThrow(/Цена изменилась/);
    p.clock.setTo(new Date('2026-11-22T21:00:00Z'));
    await expect(ask({})).rejects.toThrow(/было 321,00\s₽, стало 285,33/);
    expect(await anna.charges(number)).toEqual(['2026-11-22..2026-12-01 × 10 = 64200']);
    p.clock.setTo(new Date('2026-11-22T20:59:59Z'));
    await expect(ask({})).resolves.toMatchObject({ status: 'done' });
  });

  test('over the limit wait as an order; nothing else may be ordered meanwhile; carried out when the credit eases', async () => {
    const number = await subscribe();
    await leave(100_00n);
    const { orderNumber, status } = await anna.seats(number, 15);
    expect(status).toBe('held');
    expect(await anna.charges(number)).toEqual(['2026-11-22..2026-12-01 × 10 = 64200']);
    expect((await anna.history(number)).at(-1)).toMatchObject({ action: 'held', after: { kind: 'increase', seats: 15 }, monthDelta: 0n });
    expect(await p.letters({ template: 'order-held-limit', cause: `order:${orderNumber}:held` })).toHaveLength(2);
    await expect(anna.seats(number, 8)).rejects.toThrow(Conflict);
    await expect(anna.seats(number, 20)).rejects.toThrow(String(orderNumber));

    await anna.ease();
    expect((await ordersOf(number)).at(-1)).toBe('increase held 10 → 15: 32100');
    await anna.setLimit(LIMIT);
    p.clock.setTo(new Date('2026-11-23T09:00:00Z'));
    await anna.ease();
    expect((await ordersOf(number)).at(-1)).toBe('increase done 10 → 15: 28533');
    expect(await anna.charges(number)).toEqual(['2026-11-22..2026-11-23 × 10 = 7133', '2026-11-23..2026-12-01 × 15 = 85600']);
    expect((await anna.find(number)).seats).toBe(15);
    await anna.ease();
    expect((await anna.history(number)).filter(({ action }) => action === 'seats')).toHaveLength(1);
  });

  test('a stop cancels the increase that waits', async () => {
    const number = await subscribe();
    await leave(0n);
    await anna.seats(number, 15);
    await anna.stop(number);
    expect((await ordersOf(number)).at(-1)).toBe('increase cancelled 10 → 15: 32100');
    await anna.setLimit(LIMIT);
    await anna.ease();
    expect(await anna.charges(number)).toEqual(['2026-11-22..2026-11-23 × 10 = 7133']);
    expect((await anna.find(number)).seats).toBe(10);
  });

  test('more seats that waited longer than a renewal come after it, and are not lost', async () => {
    const number = await subscribe();
    await leave(0n);
    await anna.seats(number, 15);
    await holdRenewal(number);
    expect((await anna.find(number)).status).toBe('suspended');
    p.clock.setTo(new Date('2026-12-04T09:00:00Z'));
    await anna.setLimit(LIMIT);
    await anna.ease();
    expect((await ordersOf(number)).slice(1)).toEqual(['increase done 10 → 15: 96645', 'renewal done 10 → 10: 193290']);
    expect(await anna.find(number)).toMatchObject({ status: 'active', seats: 15 });
    expect((await anna.charges(number)).at(-1)).toBe('2026-12-04..2027-01-01 × 15 = 289935');
  });

  test('change only while service is rendered', async () => {
    const number = await subscribe();
    await anna.stop(number);
    await expect(anna.seats(number, 15)).rejects.toThrow(Conflict);
    const suspended = await subscribe();
    await holdRenewal(suspended);
    await expect(anna.seats(suspended, 15)).rejects.toThrow(Conflict);
  });

  test('a foreign subscription is not there', async () => {
    const number = await subscribe();
    const input = { version: 1, seats: 15, comment: null, shown: { unitPrice: kopecks(1), charge: null, creditLimit: kopecks(1) } };
    await expect(changeSeats(await p.scope('orion'), number, input, randomUUID())).rejects.toThrow(NotFound);
  });
});

describe('start', () => {
  test('stop and start within a day cost nothing extra', async () => {
    const number = await subscribe();
    const before = await anna.charges(number);
    await anna.stop(number);
    expect(await anna.start(number)).toMatchObject({ status: 'done', forgottenStopOn: null });
    expect(await anna.charges(number)).toEqual(before);
    expect(await ordersOf(number)).toEqual(['new done 0 → 10: 64200', 'restart done 10 → 10: 57067']);
    const deltas = (await anna.history(number)).map(({ action, monthDelta, fullMonthDelta }) => [action, monthDelta, fullMonthDelta]);
    expect(deltas).toEqual([
      ['ordered', 0n, 0n],
      ['activated', 64200n, 214000n],
      ['stopped', -57067n, -214000n],
      ['started', 57067n, 214000n],
    ]);
  });

  test('a later start charges from its day on, and its letter says so', async () => {
    const number = await subscribe();
    await anna.stop(number);
    p.clock.setTo(new Date('2026-11-25T09:00:00Z'));
    await anna.start(number, 'Вернулись');
    expect(await anna.charges(number)).toEqual(['2026-11-22..2026-11-23 × 10 = 7133', '2026-11-25..2026-12-01 × 10 = 42800']);
    await p.drainJobs();
    const { id } = await anna.find(number);
    const [letter] = await p.letters({ template: 'subscription-started', subscriptionId: id });
    expect(letter?.text).toContain('25 ноября 2026');
    expect(letter?.text).toMatch(/428,00\s₽/);
  });

  test('over the limit waits; a hold that comes meanwhile changes the reason; started when both are gone', async () => {
    const number = await subscribe();
    await anna.stop(number);
    await leave(0n);
    expect(await anna.start(number)).toMatchObject({ status: 'held' });
    await expect(anna.start(number)).rejects.toThrow(Conflict);
    expect((await anna.find(number)).status).toBe('stopped');
    const reason = async () =>
      (await p.portal.db.order.findFirstOrThrow({ where: { subscription: { number }, status: 'held' } })).heldReason;
    expect(await reason()).toBe('credit_limit');
    const hold = await anna.hold();
    await anna.ease();
    expect(await reason()).toBe('partner_blocked');
    await anna.lift(hold);
    expect(await reason()).toBe('credit_limit');
    await anna.setLimit(LIMIT);
    await anna.ease();
    expect((await anna.find(number)).status).toBe('active');
  });

  test('forgets a stop date that has passed and keeps one to come', async () => {
    const number = await subscribe();
    await anna.autoRenewal(number, { autoRenew: true, stopOn: day('2026-11-23') });
    await anna.stop(number);
    await anna.start(number);
    expect((await anna.find(number)).stopOn).toBe('2026-11-23');
    await anna.stop(number);
    p.clock.setTo(new Date('2026-11-24T09:00:00Z'));
    expect(await anna.start(number)).toMatchObject({ forgottenStopOn: '2026-11-23' });
    expect((await anna.find(number)).stopOn).toBeNull();
    expect((await anna.history(number)).at(-1)).toMatchObject({ before: { stopOn: '2026-11-23' }, after: { stopOn: null } });
  });

  test('keeps auto-renewal as it was set', async () => {
    const number = await subscribe();
    await anna.autoRenewal(number, { autoRenew: false });
    await anna.stop(number);
    await anna.start(number);
    expect((await anna.find(number)).autoRenew).toBe(false);
  });

  test('takes today’s price for the days to come, and a discontinued offer is refused', async () => {
    const number = await subscribe();
    await anna.stop(number);
    const { offer } = await anna.facts(number);
    await p.portal.db.price.create({ data: { offerId: offer.offerId, validFrom: new Date('2026-11-22'), gross: 300_00n } });
    await anna.start(number);
    expect(await anna.charges(number)).toEqual(['2026-11-22..2026-11-23 × 10 = 7133', '2026-11-23..2026-12-01 × 10 = 80000']);
    expect((await anna.history(number)).at(-1)).toMatchObject({ after: { unitPrice: '30000' }, fullMonthDelta: 300000n });
    await anna.stop(number);
    await p.portal.db.offer.update({ where: { id: offer.offerId }, data: { discontinuedOn: new Date('2026-11-20') } });
    await expect(anna.start(number)).rejects.toThrow(Invalid);
    await p.portal.db.offer.update({ where: { id: offer.offerId }, data: { discontinuedOn: null } });
  });

  test('is refused in every state but stopped', async () => {
    const number = await subscribe();
    await expect(anna.start(number)).rejects.toThrow(Conflict);
    await holdRenewal(number);
    await expect(anna.start(number)).rejects.toThrow(Conflict);
  });
});

/** What the month close does to a subscription whose renewal doesn't fit. */
async function holdRenewal(number: string): Promise<void> {
  const { credit } = await anna.facts(number);
  const s = await anna.find(number);
  const { seats, unitPrice, vatRate, openFrom, billingRule } = s;
  const change = renew(s.periods, { today: p.clock.today(), openFrom, billingRule }, month('2026-12'), { seats, unitPrice, vatRate });
  const order = {
    kind: 'renewal',
    subscription: s,
    seats,
    unitPrice,
    vatRate,
    change,
    termsVersion: null,
    period: day('2026-12-01'),
  } as const;
  await anna.setLimit(credit.exposure);
  await command(anna.scope, { action: 'test.renewal' }, (tx) =>
    takeOn(tx, decideCost({ ...credit, limit: credit.exposure }, change.delta), order).then(() => null),
  );
}
