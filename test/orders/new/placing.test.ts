import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Browser, TestPage } from '#test/support/browser.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';
import { faults, fill, numberOf, prepared, SKU } from './order-form.ts';

let portal: TestPortal;
let anna: Browser;

beforeAll(async () => {
  portal = await openTestPortal();
});
afterAll(() => portal.close());
beforeEach(async () => {
  anna = await portal.as('vector');
});

const orderCount = () => portal.portal.db.order.count();

/** Posts the form and expects it back with everything typed, and nothing done. */
async function refused(fields: Record<string, string>): Promise<TestPage> {
  const before = await orderCount();
  const answer = await anna.post('/orders', fields);
  expect(answer.status).toBe(422);
  expect(answer.$('title').text()).toMatch(/^Ошибка: /);
  const { seats, renewal, stopOn, token } = fields;
  expect(fill(answer)).toMatchObject({ seats, renewal, stopOn, token });
  expect(await orderCount()).toBe(before);
  return answer;
}

describe('an order that fits', () => {
  test('is done at once: charge to the kopeck, subscription, journal, letter, page', async () => {
    const answer = await anna.post('/orders', await prepared(anna));
    const number = numberOf(answer);
    const order = await portal.portal.db.order.findUniqueOrThrow({ where: { number }, include: { subscription: true } });
    expect(order).toMatchObject({ status: 'done', seats: 7, unitPrice: 214_00n, charge: 449_40n, vatRate: 22, termsVersion: '2026-01' });
    expect(order).toMatchObject({ placedByName: 'Анна Ветрова', address: '127.0.0.1', placedAt: new Date('2026-11-22T07:00:00Z') });
    expect(order.subscription).toMatchObject({ status: 'active', seats: 7, autoRenew: true, stopOn: null });

    const periods = await portal.portal.db.servicePeriod.findMany({ where: { subscriptionId: order.subscriptionId } });
    expect(periods).toMatchObject([{ fromOn: new Date('2026-11-22'), toOn: new Date('2026-12-01'), charge: 449_40n, vat: 81_04n }]);
    const events = await portal.portal.db.subscriptionEvent.findMany({
      where: { subscriptionId: order.subscriptionId },
      orderBy: { seq: 'asc' },
    });
    expect(events.map(({ seq, action, actorName, monthDelta }) => ({ seq, action, actorName, monthDelta }))).toEqual([
      { seq: 1, action: 'ordered', actorName: 'Анна Ветрова', monthDelta: 0n },
      { seq: 2, action: 'activated', actorName: 'Анна Ветрова', monthDelta: 449_40n },
    ]);

    await portal.drainJobs();
    const letters = await portal.letters({ cause: `order:${number}:done` });
    expect(letters).toMatchObject([{ template: 'order-confirmation', to: 'anna@vector.example', status: 'kept' }]);
    expect(letters[0]?.text).toMatch(/449,40\s₽/);

    const placed = await anna.follow(answer);
    expect(placed.status).toBe(200);
    expect(placed.text).toContain(`Подписка ${order.subscription.number} оформлена`);
    expect(placed.text).toContain('За 22–30 ноября 449,40 ₽');
    expect(placed.text).toContain('Подтверждение отправлено: Анна Ветрова (anna@vector.example)');
    expect(placed.text).toMatch(/Доступно по лимиту1 799 \d{3},\d{2} ₽/);
  });

  test('after the close of the month starts on the first day not closed', async () => {
    await portal.portal.db.partner.update({ where: { code: 'vector' }, data: { openFrom: new Date('2026-12-01') } });
    const fields = await prepared(anna);
    expect(fields['shownCharge']).toBe('149800');
    const answer = await anna.post('/orders', fields);
    const { subscription } = await portal.portal.db.order.findUniqueOrThrow({
      where: { number: numberOf(answer) },
      include: { subscription: true },
    });
    expect(subscription).toMatchObject({ status: 'active', startedOn: new Date('2026-12-01') });
    expect((await anna.follow(answer)).text).toContain('За 1–31 декабря 1 498,00 ₽');
    await portal.portal.db.partner.update({ where: { code: 'vector' }, data: { openFrom: null } });
  });

  test('keeps its stop date', async () => {
    const fields = await prepared(anna, { renewal: 'date', stopOn: '2026-12-24' });
    const number = numberOf(await anna.post('/orders', fields));
    const { subscription } = await portal.portal.db.order.findUniqueOrThrow({ where: { number }, include: { subscription: true } });
    expect(subscription).toMatchObject({ status: 'active', stopOn: new Date('2026-12-24') });
  });

  test('is charged by the whole month where the offer says so', async () => {
    const fields = await prepared(anna, { seats: '3' }, 'CFQ7TTC0LDPB-0001M');
    const number = numberOf(await anna.post('/orders', fields));
    expect((await portal.portal.db.order.findUniqueOrThrow({ where: { number } })).charge).toBe(3336_00n);
  });

  test('may be sent straight after typing: the price binds, the sum is computed for what was typed', async () => {
    const form = await anna.get(`/orders/new?offer=${SKU}`);
    const customer = String(form.$('#customer option').eq(1).attr('value'));
    const number = numberOf(await anna.post('/orders', fill(form, { customer, seats: '9', terms: 'on' })));
    expect((await portal.portal.db.order.findUniqueOrThrow({ where: { number } })).charge).toBe(577_80n);
  });
});

describe('what is typed wrong', () => {
  test.each([
    ['seats below the least', { seats: '4' }, { seats: 'Укажите не меньше 5' }],
    ['seats above the most', { seats: '1001' }, { seats: 'Укажите не больше 1000' }],
    ['seats empty', { seats: '' }, { seats: 'Укажите количество целым числом' }],
    ['half a seat', { seats: '7.5' }, { seats: 'Укажите количество целым числом' }],
    ['a stop date gone by', { renewal: 'date', stopOn: '2026-11-21' }, { stopOn: expect.stringContaining('уже прошла') }],
    ['a stop date that does not exist', { renewal: 'date', stopOn: '2026-11-31' }, { stopOn: expect.stringContaining('Такой даты нет') }],
    ['no stop date', { renewal: 'date', stopOn: '' }, { stopOn: 'Укажите дату остановки' }],
    ['no customer', { customer: '' }, { customer: 'Выберите заказчика' }],
  ])('%s', async (_, typed, told) => {
    const page = await refused({ ...(await prepared(anna)), ...typed });
    expect(faults(page)).toEqual(told);
    for (const id of Object.keys(told)) expect(page.$(`#${id}`).length).toBe(1);
  });

  test('the field at fault says so to a screen reader', async () => {
    const page = await refused({ ...(await prepared(anna)), seats: '4' });
    const field = page.$('#seats');
    expect(field.attr('aria-invalid')).toBe('true');
    expect(page.$(`#${field.attr('aria-describedby')?.split(' ').at(-1)}`).text()).toContain('Укажите не меньше 5');
  });

  test('all faults are told at once, terms not accepted among them', async () => {
    const { terms: _, ...fields } = await prepared(anna);
    const page = await refused({ ...fields, seats: 'x', customer: '', renewal: 'date', stopOn: '' });
    expect(Object.keys(faults(page)).sort()).toEqual(['customer', 'seats', 'stopOn', 'terms']);
  });

  test.each([
    ['a field no form has', { discount: '100' }],
    ['a token that is none', { token: 'x' }],
    ['a sum that is none', { shownCharge: '-1' }],
    ['a step that does not exist', { step: 'pay' }],
    ['a way of renewal that does not exist', { renewal: 'never' }],
  ])('%s is no form of the portal: 400', async (_, typed) => {
    expect((await anna.post('/orders', { ...(await prepared(anna)), ...typed })).status).toBe(400);
  });

  test('an array where text is meant: 400', async () => {
    const fields = await prepared(anna);
    expect((await anna.post('/orders', { ...fields, 'seats[]': '5' })).status).toBe(400);
  });

  test("another partner's customer is not found", async () => {
    const foreign = await portal.portal.db.customer.findFirstOrThrow({ where: { partner: { code: 'orion' } } });
    const before = await orderCount();
    expect((await anna.post('/orders', { ...(await prepared(anna)), customer: String(foreign.id) })).status).toBe(404);
    expect(await orderCount()).toBe(before);
  });

  test('a discontinued offer', async () => {
    const page = await refused(await prepared(anna, {}, 'KL8411RAMTS'));
    expect(faults(page)).toHaveProperty('order-product', expect.stringContaining('снят с продажи'));
  });

  test('a form put right after a refusal goes through with the same token', async () => {
    const page = await refused({ ...(await prepared(anna)), seats: '4' });
    numberOf(await anna.post('/orders', fill(page, { seats: '5' })));
  });
});

describe('what changed since the form was shown', () => {
  const told = (page: TestPage) => faults(page)['order-total'] ?? '';

  test('the price: the form comes back with the new sums and then goes through', async () => {
    const fields = await prepared(anna);
    const offer = await portal.portal.db.offer.findUniqueOrThrow({ where: { sku: SKU } });
    const price = await portal.portal.db.price.create({ data: { offerId: offer.id, validFrom: new Date('2026-11-22'), gross: 220_00n } });
    const page = await refused(fields);
    expect(told(page)).toMatch(/Цена изменилась: было 214,00\s₽, стало 220,00\s₽/);
    expect(page.text).toContain('За 22–30 ноября462,00 ₽');
    numberOf(await anna.post('/orders', fill(page)));
    await portal.portal.db.price.delete({ where: { id: price.id } });
  });

  test('the limit', async () => {
    const fields = await prepared(anna);
    await portal.portal.db.partner.update({ where: { code: 'vector' }, data: { creditLimit: 1_700_000_00n } });
    const page = await refused(fields);
    expect(told(page)).toMatch(/Кредитный лимит изменился: было 1\s800\s000,00\s₽, стало 1\s700\s000,00\s₽/);
    await portal.portal.db.partner.update({ where: { code: 'vector' }, data: { creditLimit: 1_800_000_00n } });
    expect((await anna.post('/orders', fields)).status).toBe(303);
  });

  test('the day: the rest of the month is shorter', async () => {
    portal.clock.setTo(new Date('2026-11-22T23:59:59+03:00'));
    anna = await portal.as('vector');
    const fields = await prepared(anna);
    portal.clock.setTo(new Date('2026-11-23T00:00:00+03:00'));
    const page = await refused(fields);
    expect(told(page)).toMatch(/Сумма за этот месяц изменилась: было 449,40\s₽, стало 399,47\s₽/);
    portal.clock.setTo(new Date('2026-11-22T10:00:00+03:00'));
  });

  test('the terms: they must be accepted anew', async () => {
    const fields = await prepared(anna);
    await portal.portal.db.terms.create({ data: { version: '2026-11', validFrom: new Date('2026-11-22'), body: 'Новое\nТекст' } });
    const page = await refused(fields);
    expect(faults(page)['terms']).toContain('Условия обновились');
    expect(page.$('#terms').attr('checked')).toBeUndefined();
    expect(page.$('label[for=terms] a').attr('href')).toBe('/orders/terms?version=2026-11');
    numberOf(await anna.post('/orders', fill(page, { terms: 'on' })));
    await portal.portal.db.order.updateMany({ where: { termsVersion: '2026-11' }, data: { termsVersion: '2026-01' } });
    await portal.portal.db.terms.delete({ where: { version: '2026-11' } });
  });
});

describe('an order sent again', () => {
  test('is one order, however it is sent', async () => {
    const fields = await prepared(anna);
    const number = numberOf(await anna.post('/orders', fields));
    const before = await orderCount();
    const changed: Record<string, string>[] = [{}, { seats: '50', shownFor: '50' }];
    for (const typed of changed) expect(numberOf(await anna.post('/orders', { ...fields, ...typed }))).toBe(number);
    expect(await orderCount()).toBe(before);
  });

  test("a colleague can't use another person's form", async () => {
    const fields = await prepared(anna);
    numberOf(await anna.post('/orders', fields));
    const before = await orderCount();
    const ilya = await portal.as('vector-sales');
    expect((await ilya.post('/orders', fields)).status).toBe(400);
    expect(await orderCount()).toBe(before);
  });
});
