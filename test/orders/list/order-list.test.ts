import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { numberOf, prepared } from '#test/orders/new/order-form.ts';
import type { Browser, TestPage } from '#test/support/browser.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let portal: TestPortal;
let anna: Browser;
let numbers: { first: string; microsoft: string; held: string; last: string };

beforeAll(async () => {
  portal = await openTestPortal();
  anna = await portal.as('vector');
  const first = numberOf(await anna.post('/orders', await prepared(anna)));
  const microsoft = numberOf(await anna.post('/orders', await prepared(anna, { seats: '2' }, 'CFQ7TTC0LDPB-0001')));
  await limit(4_000_00n);
  const held = numberOf(await anna.post('/orders', await prepared(anna, { seats: '50' })));
  portal.clock.setTo(new Date('2026-11-22T11:00:00+03:00'));
  const last = numberOf(await anna.post('/orders', await prepared(anna, { seats: '6' })));
  numbers = { first, microsoft, held, last };
});
afterAll(() => portal.close());

const limit = (creditLimit: bigint) => portal.portal.db.partner.update({ where: { code: 'vector' }, data: { creditLimit } });
const shown = (page: TestPage): string[] =>
  page
    .$('tbody .row-link')
    .toArray()
    .map((link) => page.$(link).text());

describe('GET /orders', () => {
  test('held orders first, then the newest', async () => {
    const page = await anna.get('/orders');
    expect(page.status).toBe(200);
    expect(shown(page)).toEqual([numbers.held, numbers.last, numbers.microsoft, numbers.first]);
    expect(page.text).toContain('Ждёт: кредитный лимит');
    expect(page.text).toContain('1–4 из 4');
  });

  test.each([
    ['a state', 'status=held', () => [numbers.held]],
    ['a state nobody is in', 'status=rejected', () => []],
    ['a kind', 'kind=renewal', () => []],
    ['a number', `q=`, () => [numbers.held, numbers.last, numbers.microsoft, numbers.first]],
    ['a product', 'q=microsoft+365', () => [numbers.microsoft]],
    ['a SKU', 'q=CFQ7TTC0LDPB', () => [numbers.microsoft]],
    ['a percent sign is a percent sign', 'q=%25', () => []],
    ['the dearest first', 'sort=-charge', () => [numbers.held, numbers.microsoft, numbers.first, numbers.last]],
    ['the oldest first', 'sort=placed', () => [numbers.held, numbers.microsoft, numbers.first, numbers.last]],
    ['a sort that does not exist is the usual one', 'sort=secret', () => [numbers.held, numbers.last, numbers.microsoft, numbers.first]],
    ['a page past the end', 'page=7', () => []],
  ])('by %s', async (what, query, expected) => {
    const found = shown(await anna.get(`/orders?${query}`));
    if (what === 'the oldest first') expect(found.at(-1)).toBe(numbers.last);
    else expect(found).toEqual(expected());
  });

  test('a filter in force can be taken off, and counts lead to the states', async () => {
    const page = await anna.get('/orders?q=kaspersky&status=held&sort=-placed');
    expect(page.$('.chips .chip').length).toBe(2);
    expect(page.$('.stat.is-on .v').text()).toBe('1');
    expect(page.$('.filters [name=sort]').val()).toBe('-placed');
    expect(page.$('th [href*="sort"]').length).toBe(3);
  });

  test('two statements a page, besides the session', async () => {
    const { portal: counted } = portal;
    const names: string[] = [];
    const sql = counted.sql;
    const spied = Object.assign(counted, {
      sql: (name: string, ...rest: [string, (readonly unknown[])?]) => {
        names.push(name);
        return sql(name, ...rest);
      },
    });
    await anna.get('/orders');
    Object.assign(spied, { sql });
    expect(names.filter((name) => name.startsWith('order_'))).toHaveLength(2);
    expect(names.filter((name) => !name.startsWith('order_')).length).toBeLessThanOrEqual(1);
  });

  test('as a file: what the filter shows', async () => {
    const csv = await anna.get('/orders.csv?status=done&sort=number');
    expect(csv.headers['content-disposition']).toContain('orders.csv');
    const lines = csv.response.text.trim().split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[1]).toContain(`${numbers.first};22.11.2026 10:00;22.11.2026 10:00;Новая подписка;Выполнен;Kaspersky`);
    expect(lines[0]).toContain('Заказ;Оформлен;Решён;');
    expect(lines[1]).toContain(';7;214,00;449,40;Анна Ветрова');
    const xlsx = await anna.get('/orders.xlsx');
    expect(xlsx.headers['content-type']).toContain('spreadsheetml');
  });

  test('the accountant reads it, a customer and staff do not', async () => {
    expect(shown(await (await portal.as('vector-books')).get('/orders'))).toHaveLength(4);
    for (const login of ['romashka', 'manager', 'admin']) {
      const browser = await portal.as(login);
      for (const path of ['/orders', '/orders.csv', `/orders/${numbers.first}`]) expect((await browser.get(path)).status).toBe(403);
    }
    expect((await portal.visitor().get('/orders')).location).toBe('/Account/LogOn');
  });

  test('another partner sees none of it', async () => {
    const dmitry = await portal.as('orion');
    const page = await dmitry.get('/orders');
    expect(page.text).toContain('Заказов ещё нет');
    for (const number of Object.values(numbers)) expect((await dmitry.get(`/orders/${number}`)).status).toBe(404);
    expect((await dmitry.get('/orders.csv')).response.text).not.toContain('O-1');
  });
});

describe('GET /orders/:number', () => {
  test('tells what, for how much, on which terms, by whom, and what became of it', async () => {
    const page = await anna.get(`/orders/${numbers.first}`);
    for (const text of [
      '214,00 ₽',
      '449,40 ₽',
      '1 498,00 ₽',
      'НДС 22 %',
      'Версия 2026-01',
      'Анна Ветрова',
      '22.11.2026 10:00',
      '127.0.0.1',
    ])
      expect(page.text).toContain(text);
    expect(page.$('a[href="/orders/terms?version=2026-01"]').length).toBe(1);
    expect(page.$('.timeline li').length).toBe(2);
    expect(page.$('dialog').length).toBe(0);
  });

  test('a held one tells why, what to do and whom to call, and can be cancelled', async () => {
    const page = await anna.get(`/orders/${numbers.held}`);
    expect(page.text).toContain('Вместе с этим заказом задолженность превысит кредитный лимит');
    expect(page.text).toContain('Ирина Белова');
    expect(page.$('dialog#cancellation form').attr('action')).toBe(`/orders/${numbers.held}/cancellation`);
    const books = await (await portal.as('vector-books')).get(`/orders/${numbers.held}`);
    expect(books.$('dialog').length).toBe(0);
  });

  test.each(['O-1', 'O-999999', 'x', '%00'])('%s is not found', async (number) => {
    expect((await anna.get(`/orders/${number}`)).status).toBe(404);
  });
});
