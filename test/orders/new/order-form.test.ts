import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser } from '#test/support/browser.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';
import { customerIds, faults, fill, numberOf, prepared, SKU } from './order-form.ts';

let portal: TestPortal;
let anna: Browser;

beforeAll(async () => {
  portal = await openTestPortal();
  anna = await portal.as('vector');
});
afterAll(() => portal.close());

describe('GET /orders/new', () => {
  test('shows product, customers, limits of seats, the sum and what will be left of the limit', async () => {
    const page = await anna.get(`/orders/new?offer=${SKU}`);
    expect(page.status).toBe(200);
    expect(page.text).toContain('Kaspersky Endpoint Security Cloud Plus');
    expect(page.text).toContain('От 5 до 1 000');
    expect(page.text).toContain('За 22–30 ноября321,00 ₽');
    expect(page.text).toContain('За полный месяц, с НДС1 070,00 ₽');
    expect(page.text).toContain('После заказа останется 1 799 679,00 ₽');
    expect(page.$('#seats').val()).toBe('5');
    expect(customerIds(page)).toHaveLength(6);
  });

  test('a given customer is chosen', async () => {
    const [, second = ''] = customerIds(await anna.get(`/orders/new?offer=${SKU}`));
    const page = await anna.get(`/orders/new?offer=${SKU}&customer=${second}`);
    expect(page.$('#customer').val()).toBe(second);
  });

  test('where the vendor needs it, customers are named with their domain', async () => {
    const page = await anna.get('/orders/new?offer=CFQ7TTC0LDPB-0001');
    expect(page.$('#customer').text()).toContain('.onmicrosoft.com');
  });

  test('an offer charged by the full month says so', async () => {
    const page = await anna.get('/orders/new?offer=CFQ7TTC0LDPB-0001M');
    expect(page.text).toContain('За ноябрь 2026, полный месяц1 112,00 ₽');
  });

  test('a discontinued offer can be seen and not ordered', async () => {
    const page = await anna.get('/orders/new?offer=KL8411RAMTS');
    expect(page.status).toBe(200);
    expect(page.text).toContain('Продукт снят с продажи');
    expect(page.$('#order button.primary').attr('aria-disabled')).toBe('true');
  });

  test('without an offer it leads to the catalog', async () => {
    expect((await anna.get('/orders/new')).location).toBe('/catalog');
  });

  test('every control has a label, and the default button comes before «+»', async () => {
    const page = await anna.get(`/orders/new?offer=${SKU}`);
    for (const field of page.$('#order').find('input:not([type=hidden]), select').toArray()) {
      expect(page.$(`label[for="${page.$(field).attr('id')}"]`).length).toBe(1);
    }
    expect(page.$('#order button').first().attr('name')).toBeUndefined();
  });

  test.each([
    ['an unknown offer', '/orders/new?offer=NO-SUCH', 404],
    ['a customer that does not exist', `/orders/new?offer=${SKU}&customer=999999`, 404],
    ['a parameter no page sends', `/orders/new?offer=${SKU}&price=1`, 400],
    ['a customer that is no number', `/orders/new?offer=${SKU}&customer=x`, 400],
    ['an offer given twice', `/orders/new?offer=${SKU}&offer=X`, 400],
  ])('%s is refused', async (_, path, status) => {
    expect((await anna.get(path)).status).toBe(status);
  });

  test('a customer of another partner looks like none', async () => {
    const foreign = await portal.portal.db.customer.findFirstOrThrow({ where: { partner: { code: 'orion' } } });
    expect((await anna.get(`/orders/new?offer=${SKU}&customer=${foreign.id}`)).status).toBe(404);
  });
});

describe('who may', () => {
  const paths = [`/orders/new?offer=${SKU}`, `/orders/quote?offer=${SKU}&seats=7`];

  test.each(['vector-books', 'romashka', 'manager', 'admin'])('%s gets 403', async (login) => {
    const browser = await portal.as(login);
    for (const path of paths) expect((await browser.get(path)).status).toBe(403);
    expect((await browser.post('/orders', {})).status).toBe(403);
  });

  test.each(paths)('a visitor is sent to log on: %s', async (path) => {
    const answer = await portal.visitor().get(path);
    expect([answer.status, answer.location]).toEqual([303, '/Account/LogOn']);
  });

  test('a colleague who sells orders too', async () => {
    const ilya = await portal.as('vector-sales');
    const number = numberOf(await ilya.post('/orders', await prepared(ilya)));
    const order = await portal.portal.db.order.findUniqueOrThrow({ where: { number } });
    expect(order.placedByName).toBe('Илья Соколов');
  });

  test('a post without the token of the session is refused', async () => {
    const fields = await prepared(anna);
    expect((await anna.post('/orders', { ...fields, _csrf: 'x' })).status).toBe(403);
  });
});

describe('the live preview', () => {
  test('gives the sum by the function that charges, as parts of the page', async () => {
    const part = await anna.get(`/orders/quote?offer=${SKU}&seats=7&renewal=month&stopOn=`);
    expect(part.response.text).not.toContain('<html');
    expect(part.text).toContain('За 22–30 ноября449,40 ₽');
    expect(part.$('#order-shown [name=shownCharge]').val()).toBe('44940');
    for (const id of ['order-total', 'order-sum', 'order-shown']) expect(part.$(`#${id}`)).toHaveLength(1);
    expect(part.text).toContain('За 22–30 ноября — 449,40 ₽, за полный месяц — 1 498,00 ₽.');
  });

  test.each([
    ['too few seats', 'seats=4&renewal=month&stopOn=', 'Укажите не меньше 5'],
    ['too many seats', 'seats=1001&renewal=month&stopOn=', 'Укажите не больше 1000'],
    ['no number', 'seats=abc&renewal=month&stopOn=', 'целым числом'],
    ['a stop date gone by', 'seats=7&renewal=date&stopOn=2026-11-21', 'уже прошла'],
    ['a stop date still empty', 'seats=7&renewal=date&stopOn=', 'Укажите дату остановки'],
  ])('says what is wrong instead of a sum: %s', async (_, query, sentence) => {
    const part = await anna.get(`/orders/quote?offer=${SKU}&${query}`);
    expect(part.status).toBe(200);
    expect(part.text).toContain(sentence);
    expect(part.text).not.toContain('За полный месяц');
  });
});

describe('«Пересчитать», for browsers without script', () => {
  test('shows the form again with the sum and everything typed', async () => {
    const form = await anna.get(`/orders/new?offer=${SKU}`);
    const [, , third = ''] = customerIds(form);
    const typed = { customer: third, seats: '12', renewal: 'date', stopOn: '2026-12-24', terms: 'on' };
    const again = await anna.post('/orders', fill(form, { ...typed, step: 'recalculate' }));
    expect(again.status).toBe(200);
    expect(again.text).toContain('За 22–30 ноября770,40 ₽');
    expect(fill(again)).toMatchObject(typed);
    expect(fill(again)['token']).toBe(fill(form)['token']);
  });

  test('points at what is wrong', async () => {
    const form = await anna.get(`/orders/new?offer=${SKU}`);
    const again = await anna.post('/orders', fill(form, { seats: '3', step: 'recalculate' }));
    expect(again.status).toBe(422);
    expect(faults(again)).toEqual({ seats: 'Укажите не меньше 5' });
  });
});

describe('terms of use', () => {
  test('are shown by version', async () => {
    const page = await anna.get('/orders/terms?version=2026-01');
    expect(page.text).toContain('Версия 2026-01, действует с 1 января 2026');
    expect(page.$('h2').length).toBeGreaterThan(5);
  });

  test('an unknown version is not found', async () => {
    expect((await anna.get('/orders/terms?version=1999')).status).toBe(404);
  });
});
