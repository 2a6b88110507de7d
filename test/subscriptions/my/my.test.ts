import { afterAll, beforeAll, expect, test } from 'vitest';
import { order, stop } from '#test/subscriptions/service/ordering.ts';
import type { Browser } from '#test/support/browser.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let portal: TestPortal;
let maria: Browser;
let own: string;
let neighbours: string;

beforeAll(async () => {
  portal = await openTestPortal();
  maria = await portal.as('romashka');
});

afterAll(() => portal.close());

/** Anything that tells money: a rouble sign, a sum, or the price itself in any writing. */
const money = /₽|руб|\d,\d\d\b|214/;

test('a customer without subscriptions is told whom to ask', async () => {
  const page = await maria.get('/my/subscriptions');
  expect(page.status).toBe(200);
  expect(page.text).toContain('Подписок пока нет');
  expect(page.text).toContain('Вектор');
});

test('sees its own subscriptions only, what is next, and whom to call', async () => {
  own = (await order(portal, 'vector', { customer: 'Ромашка', seats: 10 })).subscriptionNumber;
  neighbours = (await order(portal, 'vector', { customer: 'Северный ветер', seats: 7 })).subscriptionNumber;
  const page = await maria.get('/my/subscriptions');
  expect(
    page
      .$('.row-link')
      .toArray()
      .map((link) => page.$(link).attr('href')),
  ).toEqual([`/my/subscriptions/${own}`]);
  expect(page.$('tbody').text()).toMatch(/10.*Продлится 01\.12\.2026.*Активна/s);
  expect(page.$('aside a[href^="tel:"]').attr('href')).toBe('tel:+74955550201');
  expect(page.$('aside a[href^="mailto:"]')).toHaveLength(1);
});

test('reads the history in sentences without money', async () => {
  await stop(portal, 'vector', own, 'Не платит: 642,00 ₽');
  const page = await maria.get(`/my/subscriptions/${own}`);
  expect(
    page
      .$('.timeline .what .strong')
      .toArray()
      .map((one) => page.$(one).text()),
  ).toEqual(['Подписка остановлена', 'Подписка запущена', 'Подписка оформлена: 10 мест']);
  expect(page.text).not.toContain('Не платит');
  expect(page.text).not.toContain('Письмо');
});

test('finds no price anywhere: not on the pages, not in their source, not in the files', async () => {
  for (const path of ['/my/subscriptions', `/my/subscriptions/${own}`, '/my/subscriptions.csv']) {
    const { status, response } = await maria.get(path);
    expect(status).toBe(200);
    const source = response.text.replaceAll(own, '').replace(/href="[^"]*"/g, '');
    expect(source.match(money)?.[0]).toBeUndefined();
  }
  expect((await maria.get('/my/subscriptions.xlsx')).status).toBe(200);
});

test("nothing of orders that wait for the partner's money is told", async () => {
  const svetlana = await order(portal, 'meridian', { customer: '', seats: 5 });
  const { customer } = await portal.portal.db.subscription.findUniqueOrThrow({
    where: { number: svetlana.subscriptionNumber },
    select: { customer: { select: { users: { select: { login: true } } } } },
  });
  const page = await (await portal.as(customer.users[0]?.login ?? '')).get(`/my/subscriptions/${svetlana.subscriptionNumber}`);
  expect(page.$('.page-head .badge').text()).toBe('Ожидает');
  expect(page.$('main').text()).not.toMatch(/лимит|заблокир|заказ/i);
});

test("a neighbour's subscription is not found, of the same partner too", async () => {
  expect((await maria.get(`/my/subscriptions/${neighbours}`)).status).toBe(404);
  expect((await maria.get('/my/subscriptions/S-999999')).status).toBe(404);
  expect((await maria.get('/my/subscriptions/%00')).status).toBe(404);
});

test('only customers have this side', async () => {
  for (const login of ['vector', 'vector-books', 'manager', 'admin']) {
    const browser = await portal.as(login);
    for (const path of ['/my/subscriptions', `/my/subscriptions/${own}`, '/my/subscriptions.csv']) {
      expect((await browser.get(path)).status).toBe(403);
    }
  }
  expect((await portal.visitor().get('/my/subscriptions')).location).toBe('/Account/LogOn');
});
