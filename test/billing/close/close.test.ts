import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { closeMonth } from '#src/billing/close/close.service.ts';
import { creditOf } from '#src/credit/credit.service.ts';
import { month } from '#src/lib/days.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, TEST_NOW, type TestPortal } from '#test/support/portal.ts';

const NOVEMBER = month('2026-11');
const CLOSE_TIME = new Date('2026-11-30T21:00:00+03:00');

let p: TestPortal;

describe('the close of November', () => {
  beforeAll(async () => {
    p = await openTestPortal();
    await placeNew(p, 'vector', { seats: 7 });
    await placeNew(p, 'vector', { seats: 10 });
    p.clock.setTo(CLOSE_TIME);
    const result = await closeMonth(await p.scope('admin'), NOVEMBER);
    expect(result).toMatchObject({ state: 'done', closed: 3, parked: [] });
  });
  afterAll(() => p.close());

  it('makes one invoice with a line per period, its sums those of the charges', async () => {
    const [invoice, ...others] = await p.portal.db.invoice.findMany({ include: { lines: true } });
    expect(others).toEqual([]);
    // 214,00 ₽ × 9 days of 30: 7 seats 449,40 ₽, 10 seats 642,00 ₽
    expect(invoice).toMatchObject({ number: 'МС-000001', gross: 109_140n, lineCount: 2, status: 'issued' });
    expect(invoice?.lines.map(({ gross }) => gross)).toEqual([44_940n, 64_200n]);
    expect(invoice?.vat).toBe(invoice?.lines.reduce((total, { vat }) => total + vat, 0n));
  });

  it('renews for December at the price of the 1st, with a journal row', async () => {
    const periods = await p.portal.db.servicePeriod.findMany({ where: { fromOn: new Date('2026-12-01') }, orderBy: { id: 'asc' } });
    expect(periods.map(({ charge }) => charge)).toEqual([149_800n, 214_000n]);
    expect(await p.portal.db.subscriptionEvent.count({ where: { action: 'renewed' } })).toBe(2);
  });

  it('counts the invoice and the renewal as exposure', async () => {
    const vector = await p.portal.db.partner.findUniqueOrThrow({ where: { code: 'vector' } });
    expect((await creditOf(p.portal.sql, vector.id)).exposure).toBe(109_140n + 149_800n + 214_000n);
  });

  it('writes the letters and leaves the closed month alone', async () => {
    const letters = await p.letters({ template: 'invoice-issued' });
    expect(letters.map(({ to }) => to).sort()).toEqual(['anna@vector.example', 'marina@vector.example']);
    await expect(p.portal.db.servicePeriod.deleteMany({ where: { fromOn: { lt: new Date('2026-12-01') } } })).rejects.toThrow(/closed/);
  });

  it('has nothing to do a second time', async () => {
    expect(await closeMonth(await p.scope('admin'), NOVEMBER)).toMatchObject({ state: 'done', closed: 0 });
    expect(await p.portal.db.invoice.count()).toBe(1);
  });
});

describe('a close with difficulties', () => {
  beforeEach(async () => {
    p = await openTestPortal();
    return () => p.close();
  });

  it('holds renewals that do not fit, in order of numbers, and suspends them', async () => {
    for (const seats of [100, 200, 50]) await placeNew(p, 'orion', { seats });
    await p.portal.db.partner.update({ where: { code: 'orion' }, data: { creditLimit: 5_600_000n } });
    p.clock.setTo(CLOSE_TIME);
    await closeMonth(await p.scope('admin'), NOVEMBER);
    const subscriptions = await p.portal.db.subscription.findMany({ orderBy: { id: 'asc' } });
    // exposure 22 470,00 ₽ of 56 000,00 ₽: 21 400,00 fits, 42 800,00 does not, 10 700,00 fits
    expect(subscriptions.map(({ status }) => status)).toEqual(['active', 'suspended', 'active']);
    expect(await p.portal.db.order.findMany({ where: { kind: 'renewal' } })).toMatchObject([
      { status: 'held', heldReason: 'credit_limit' },
    ]);
  });

  it('stops by date and by auto-renewal off, and bills what was delivered', async () => {
    const [dated, off] = [await placeNew(p, 'vector', { seats: 7 }), await placeNew(p, 'vector', { seats: 7 })];
    await p.portal.db.subscription.update({ where: { number: dated }, data: { stopOn: new Date('2026-11-25') } });
    await p.portal.db.subscription.update({ where: { number: off }, data: { autoRenew: false } });
    p.clock.setTo(CLOSE_TIME);
    await closeMonth(await p.scope('admin'), NOVEMBER);
    const subscriptions = await p.portal.db.subscription.findMany({ orderBy: { id: 'asc' } });
    expect(subscriptions.map(({ status, stopCause }) => [status, stopCause])).toEqual([
      ['stopped', 'stop_date'],
      ['stopped', 'auto_renew_off'],
    ]);
    // 22–25 November: 214,00 ₽ × 7 × 4/30 = 199,73 ₽; the other the whole rest, 449,40 ₽
    expect(await p.portal.db.invoice.findMany()).toMatchObject([{ gross: 19_973n + 44_940n }]);
  });

  it('parks one bad partner, closes the rest, and finishes when it is mended', async () => {
    await placeNew(p, 'vector', { seats: 7 });
    const bad = await placeNew(p, 'orion', { seats: 7 });
    const { id } = await p.portal.db.subscription.findUniqueOrThrow({ where: { number: bad } });
    const [period] = await p.portal.db.servicePeriod.findMany({ where: { subscriptionId: id } });
    await p.portal.db.servicePeriod.deleteMany({ where: { subscriptionId: id } });
    p.clock.setTo(CLOSE_TIME);
    const admin = await p.scope('admin');
    const first = await closeMonth(admin, NOVEMBER);
    expect(first).toMatchObject({ state: 'partial', closed: 2, parked: [{ fault: `Нет начисления за последний день у подписки ${bad}` }] });
    if (period) await p.portal.db.servicePeriod.create({ data: period });
    expect(await closeMonth(admin, NOVEMBER)).toMatchObject({ state: 'done', closed: 1, parked: [] });
    expect((await p.portal.db.invoice.findMany({ orderBy: { seq: 'asc' } })).map(({ seq }) => seq)).toEqual([1, 2]);
  });

  it.each([
    ['ten times the price', 10n, 'Сумма далека от ожидаемой: начислено 4\u00a0494,00 ₽, по журналу подписок 449,40 ₽'],
    ['nothing', 0n, 'Сумма далека от ожидаемой: начислено 0,00 ₽, по журналу подписок 449,40 ₽'],
  ])('parks a partner that would be charged %s, and raises the alarm', async (_, times, fault) => {
    const number = await placeNew(p, 'orion', { seats: 7 });
    const { id } = await p.portal.db.subscription.findUniqueOrThrow({ where: { number } });
    const [period] = await p.portal.db.servicePeriod.findMany({ where: { subscriptionId: id } });
    if (!period) throw new Error('the order wrote no period');
    const charge = period.charge * times;
    const vat = (charge * 44n + 122n) / 244n;
    await p.portal.db.servicePeriod.deleteMany({ where: { subscriptionId: id } });
    await p.portal.db.servicePeriod.create({ data: { ...period, unitPrice: period.unitPrice * times, charge, vat } });
    p.clock.setTo(CLOSE_TIME);
    const result = await closeMonth(await p.scope('admin'), NOVEMBER);
    expect(result).toMatchObject({ state: 'partial', closed: 2, parked: [{ fault }] });
    expect(await p.portal.db.invoice.count()).toBe(0);
    const letters = await p.letters({ template: 'close-parked' });
    expect(letters.map(({ to }) => to).sort()).toEqual(['i.belova@mont.example', 'support@mont.example']);
    expect(letters[0]?.subject).toBe('Закрытие за ноябрь 2026: 1 партнёр отложен');
    const home = await (await p.as('admin')).get('/admin');
    expect(home.text).toContain(fault.replaceAll('\u00a0', ' '));
  });

  it('minds no difference of less than a ruble', async () => {
    const number = await placeNew(p, 'vector', { seats: 7 });
    const { id } = await p.portal.db.subscription.findUniqueOrThrow({ where: { number } });
    await p.portal.db
      .$executeRaw`insert into subscription_events (subscription_id, partner_id, seq, at, actor_name, actor_role, action, before, after, month_delta, full_month_delta, hash)
      select id, partner_id, 0, ${p.clock.now()}, 'Система', 'system', 'seats', '{}', '{}', 99, 0, '' from subscriptions where id = ${id}`;
    p.clock.setTo(CLOSE_TIME);
    expect(await closeMonth(await p.scope('admin'), NOVEMBER)).toMatchObject({ state: 'done', parked: [] });
  });

  it('makes one invoice each when six runs close at once', async () => {
    for (const login of ['vector', 'orion']) await placeNew(p, login, { seats: 7 });
    p.clock.setTo(CLOSE_TIME);
    const admin = await p.scope('admin');
    await Promise.all(Array.from({ length: 6 }, () => closeMonth(admin, NOVEMBER)));
    expect((await p.portal.db.invoice.findMany({ orderBy: { seq: 'asc' } })).map(({ seq }) => seq)).toEqual([1, 2]);
    expect(await p.portal.db.servicePeriod.count({ where: { fromOn: new Date('2026-12-01') } })).toBe(2);
  });

  it('is refused while the month goes on', async () => {
    expect(p.clock.now()).toEqual(TEST_NOW);
    await expect(closeMonth(await p.scope('admin'), NOVEMBER)).rejects.toThrow(/Месяц ещё идёт/);
  });
});
