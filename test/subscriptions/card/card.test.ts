import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { day } from '#src/lib/days.ts';
import { countStatements, order, setAutoRenewal, stop } from '#test/subscriptions/service/ordering.ts';
import type { Browser } from '#test/support/browser.ts';
import { openTestPortal, TEST_NOW, type TestPortal } from '#test/support/portal.ts';

let portal: TestPortal;
let anna: Browser;
let number: string;

beforeAll(async () => {
  portal = await openTestPortal();
  anna = await portal.as('vector');
  number = (await order(portal, 'vector', { customer: 'Ромашка', seats: 10 })).subscriptionNumber;
});

afterAll(() => portal.close());

describe('the card', () => {
  test('shows state, facts, the charge of this month to the kopeck, and the history', async () => {
    const page = await anna.get(`/subscriptions/${number}`);
    expect(page.status).toBe(200);
    expect(page.$('h1').text()).toContain('Kaspersky');
    expect(page.$('.page-head .badge').text()).toBe('Активна');
    const facts = page
      .$('.dl')
      .text()
      .replace(/[\s\u00a0]+/g, ' ');
    expect(facts).toContain('ООО «Ромашка»');
    expect(facts).toContain('Сумма в месяц 2 140,00 ₽');
    expect(facts).toContain('Следующее продление 1 декабря 2026');
    // 22–30 November: 9 of 30 days, 2 140,00 × 9 / 30 = 642,00
    expect(
      page
        .$('.table')
        .text()
        .replace(/[\s\u00a0]+/g, ' '),
    ).toMatch(/22–30 ноября9 дней 10 214,00 ₽ 642,00 ₽.*Всего642,00 ₽/);
    const what = page
      .$('.timeline .what .strong')
      .toArray()
      .map((one) => page.$(one).text());
    expect(what).toEqual(['Подписка запущена', 'Подписка оформлена: 10 мест']);
    expect(page.text).toContain('За ноябрь 2026: +642,00 ₽');
    expect(page.text).toMatch(/Письмо «Подтверждение заказа» на anna@vector\.example: /);
  });

  test('has the tabs that exist, and links to nothing that does not', async () => {
    const page = await anna.get(`/subscriptions/${number}`);
    expect(page.$('.tabs a[aria-current]').text()).toBe('Обзор');
    for (const link of page.$('main a[href^="/subscriptions"]').toArray()) {
      const href = String(page.$(link).attr('href'));
      expect(`${href} ${(await anna.get(href)).status}`).toBe(`${href} 200`);
    }
  });

  test('takes one statement more for the dialog of «Стоп» than to be read, and writes nothing', async () => {
    const reader = await portal.as('vector-books');
    const statements = countStatements(portal);
    await anna.get(`/subscriptions/${number}`);
    expect(statements.take()).toEqual({
      all: ['session_load', 'subscription_card', 'history_of_subscription', 'managed_by_number'],
      writes: [],
    });
    await reader.get(`/subscriptions/${number}`);
    expect(statements.take()).toEqual({ all: ['session_load', 'subscription_card', 'history_of_subscription'], writes: [] });
  });

  test('of a held subscription says what it waits for', async () => {
    const { subscriptionNumber } = await order(portal, 'meridian', { customer: '', seats: 5 });
    const page = await (await portal.as('meridian')).get(`/subscriptions/${subscriptionNumber}`);
    expect(page.$('.page-head .badge').text()).toBe('Ожидает');
    expect(page.$('main .alert').text()).toContain('новые заказы заблокированы');
    expect(page.$('.timeline').text()).toContain('Заказ ждёт решения');
  });

  test('under a hold keeps the buttons, which say why not', async () => {
    const held = await order(portal, 'orion', { customer: '', seats: 5 });
    const { id: partnerId } = await portal.portal.db.partner.findUniqueOrThrow({ where: { code: 'orion' } });
    const hold = await portal.portal.db.hold.create({
      data: { partnerId, reason: 'manual', text: 'Сверка расчётов.', placedAt: TEST_NOW },
    });
    const page = await (await portal.as('orion')).get(`/subscriptions/${held.subscriptionNumber}`);
    const buttons = page.$('.page-head .actions button').toArray();
    expect(buttons.map((one) => page.$(one).text())).toEqual(['Параметры', 'Стоп']);
    expect(buttons.map((one) => page.$(one).attr('aria-disabled'))).toEqual(['true', 'true']);
    expect(page.$('.btn-why').first().text()).toContain('Управление заблокировано');
    await portal.portal.db.hold.delete({ where: { id: hold.id } });
  });

  test('the accountant reads it without buttons', async () => {
    const page = await (await portal.as('vector-books')).get(`/subscriptions/${number}`);
    expect(page.status).toBe(200);
    expect(page.$('.page-head .actions')).toHaveLength(0);
  });

  test('of another partner, an absent or a malformed one is not found', async () => {
    const orion = await portal.as('orion');
    for (const path of ['', '/history', '/history.csv', '/history.xlsx']) {
      expect((await orion.get(`/subscriptions/${number}${path}`)).status).toBe(404);
      expect((await anna.get(`/subscriptions/S-999999${path}`)).status).toBe(404);
      expect((await anna.get(`/subscriptions/%00${path}`)).status).toBe(404);
    }
    expect((await (await portal.as('romashka')).get(`/subscriptions/${number}`)).status).toBe(403);
  });
});

describe('the history', () => {
  beforeAll(async () => {
    portal.clock.setTo(new Date('2026-11-24T12:00:00+03:00'));
    await setAutoRenewal(portal, 'vector', number, { autoRenew: false, stopOn: null });
    portal.clock.setTo(new Date('2026-11-25T23:30:00+03:00'));
    await stop(portal, 'vector', number, '=1+1');
    anna = await portal.as('vector');
    const colleague = await order(portal, 'vector-sales', { customer: 'Гармония' });
    expect(colleague.status).toBe('done');
  });

  const entries = async (path: string, browser = anna) => {
    const page = await browser.get(path);
    return page
      .$('.timeline .what .strong')
      .toArray()
      .map((one) => page.$(one).text());
  };

  test('of one subscription has every change, newest first, with effect, comment and letters', async () => {
    expect(await entries(`/subscriptions/${number}/history`)).toEqual([
      'Подписка остановлена',
      'Автопродление выключено',
      'Подписка запущена',
      'Подписка оформлена: 10 мест',
    ]);
    const { text } = await anna.get(`/subscriptions/${number}/history`);
    expect(text).toContain('Комментарий: =1+1');
    expect(text).toContain('За ноябрь 2026: −356,67 ₽'); // 26–30 November: 642,00 − 2 140,00 × 4 / 30
    expect(text).toMatch(/Письмо «Подписка остановлена» на anna@vector\.example/);
    expect(text).toContain('Анна Ветрова, партнёр');
  });

  test.each([
    ['action=stops', ['Подписка остановлена']],
    ['action=settings', ['Автопродление выключено']],
    ['from=2026-11-24&to=2026-11-24', ['Автопродление выключено']],
    ['from=2026-11-25', ['Подписка остановлена']],
    ['to=2026-11-22', ['Подписка запущена', 'Подписка оформлена: 10 мест']],
    ['action=seats', []],
    [
      'to=0000-01-01&from=9999-12-31',
      ['Подписка остановлена', 'Автопродление выключено', 'Подписка запущена', 'Подписка оформлена: 10 мест'],
    ],
  ])('is narrowed by %s', async (query, expected) => {
    expect(await entries(`/subscriptions/${number}/history?${query}`)).toEqual(expected);
  });

  test('of the partner names each subscription; colleagues see each other, strangers nothing', async () => {
    const page = await anna.get('/history');
    expect(page.$('.timeline li')).toHaveLength(6);
    expect(page.$('.timeline a').first().attr('href')).toMatch(/^\/subscriptions\/S-/);
    expect(page.text).toContain('Илья Соколов, партнёр');
    expect((await (await portal.as('vector-books')).get('/history')).$('.timeline li')).toHaveLength(6);
    expect((await (await portal.as('orion')).get('/history')).text).not.toContain('Ромашка');
    expect((await (await portal.as('romashka')).get('/history')).status).toBe(403);
    expect((await (await portal.as('manager')).get('/history.csv')).status).toBe(403);
  });

  test('goes out as a file in which a comment is no formula', async () => {
    const { response } = await anna.get('/history.csv?action=stops');
    const [head, line = '', ...rest] = response.text.trim().split('\r\n');
    expect(head).toContain('Когда (МСК);Подписка;Продукт;Заказчик;Что;Было;Стало');
    expect(line).toContain(`25.11.2026 23:30;${number};`);
    expect(line).toContain(`;-356,67;-2140,00;'=1+1;`);
    expect(rest).toEqual([]);
    expect((await anna.get(`/subscriptions/${number}/history.csv`)).response.text.trim().split('\r\n')).toHaveLength(5);
    expect((await anna.get(`/subscriptions/${number}/history.xlsx`)).headers['content-type']).toContain('spreadsheetml');
  });

  test('a stopped subscription offers «Старт» by the table of moves, under a hold with the reason', async () => {
    const { id: partnerId } = await portal.portal.db.partner.findUniqueOrThrow({ where: { code: 'vector' } });
    const hold = await portal.portal.db.hold.create({ data: { partnerId, reason: 'manual', text: 'Сверка.', placedAt: TEST_NOW } });
    const page = await anna.get(`/subscriptions/${number}`);
    expect(page.$('.page-head .actions button').text()).toBe('Старт');
    expect(page.$('.page-head .badge').text()).toBe('Остановлена');
    await portal.portal.db.hold.delete({ where: { id: hold.id } });
  });

  test.each(['?action=all', '?page=1&page=2', '?x=1'])('refuses the query %s', async (query) => {
    expect((await anna.get(`/history${query}`)).status).toBe(400);
  });
});

test('a stop date shows on the card', async () => {
  const { subscriptionNumber } = await order(portal, 'vector', { customer: 'Северный ветер', stopOn: day('2026-11-28') });
  const page = await anna.get(`/subscriptions/${subscriptionNumber}`);
  expect(page.$('.page-head .badge').text()).toBe('Остановится 28.11.2026');
  expect(page.text).toContain('Дата остановки — 28 ноября 2026, этот день ещё оплачивается.');
});
