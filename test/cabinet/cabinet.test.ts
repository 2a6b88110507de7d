import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { day } from '#src/lib/days.ts';
import { countStatements, order } from '#test/subscriptions/service/ordering.ts';
import type { Browser } from '#test/support/browser.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let portal: TestPortal;
let anna: Browser;

beforeAll(async () => {
  portal = await openTestPortal();
  anna = await portal.as('vector');
});

afterAll(() => portal.close());

test('greets a new partner with the ways on', async () => {
  const page = await anna.get('/cabinet');
  expect(page.status).toBe(200);
  const tiles = page
    .$('.tile a')
    .toArray()
    .map((tile) => [page.$(tile).text(), page.$(tile).attr('href')]);
  expect(tiles).toEqual([
    ['Управление подписками', '/subscriptions'],
    ['Документы', '/documents'],
    ['Заказы', '/orders'],
    ['Заказчики', '/customers'],
  ]);
  expect(page.text).toContain('Изменений пока нет');
  expect(page.text).not.toContain('Требует внимания');
  expect(page.$('.chart')).toHaveLength(0);
});

describe('with something going on', () => {
  beforeAll(async () => {
    portal.clock.setTo(new Date('2026-09-10T10:00:00+03:00'));
    await order(portal, 'vector', { customer: 'Ромашка', seats: 10 });
    portal.clock.setTo(new Date('2026-11-22T10:00:00+03:00'));
    await order(portal, 'vector', { customer: 'Северный ветер', seats: 10, stopOn: day('2026-11-28') });
    await order(portal, 'vector', { customer: 'Гармония', seats: 10, stopOn: day('2027-02-28') });
    await portal.portal.db.partner.updateMany({ where: { code: 'vector' }, data: { creditLimit: 10_000_00n } });
    await order(portal, 'vector', { customer: 'Балтпромснаб', seats: 900 });
    await portal.portal.db.letter.updateMany({
      where: { template: 'order-confirmation', recipientAddress: 'anna@vector.example', subject: { contains: 'S-' } },
      data: { status: 'failed' },
    });
  });

  test('says what needs attention: held orders, near stops, letters that failed', async () => {
    const page = await anna.get('/cabinet');
    const items = page
      .$('.rows li')
      .toArray()
      .map((item) =>
        page
          .$(item)
          .text()
          .replace(/[\s\u00a0]+/g, ' ')
          .trim(),
      );
    expect(items[0]).toMatch(/Заказ ждёт.*Балтпромснаб.*превышен кредитный лимит.*57 780,00 ₽.*Заказ O-\d+/);
    expect(items[1]).toMatch(/Скоро остановка.*Северный ветер.*28 ноября \(через 6 дней\)/);
    expect(items.slice(2).every((item) => item.startsWith('Письмо не ушло'))).toBe(true);
    expect(items.filter((item) => item.includes('Гармония') && item.includes('остановка'))).toEqual([]);
  });

  test('adds up the month and draws the last six', async () => {
    const page = await anna.get('/cabinet');
    expect(page.text).toContain('1 284,00 ₽ Начислено за ноябрь 2026'.replace('₽ Н', '₽Н')); // two of 10 seats for 9 of 30 days
    const months = page.$('#chart-months-title').closest('.chart').find('table tbody tr').toArray();
    expect(
      months.map((row) =>
        page
          .$(row)
          .text()
          .replace(/[\s\u00a0]+/g, ' '),
      ),
    ).toEqual([
      'июн0,00 ₽',
      'июл0,00 ₽',
      'авг0,00 ₽',
      'сен1 498,00 ₽', // 2 140,00 × 21 / 30
      'окт0,00 ₽',
      'ноя1 284,00 ₽',
    ]);
    expect(page.$('#chart-vendors-title').closest('.chart').text()).toContain('Лаборатория Касперского');
  });

  test('shows the latest journal rows', async () => {
    const page = await anna.get('/cabinet');
    expect(page.$('.timeline li').length).toBe(5);
    expect(page.$('.timeline').text()).toContain('Заказ ждёт решения');
  });

  test('takes three statements, the session included, and writes nothing', async () => {
    const statements = countStatements(portal);
    await anna.get('/cabinet');
    expect(statements.take()).toEqual({ all: ['session_load', 'cabinet_overview', 'history_of_partner'], writes: [] });
  });

  test('is of one partner alone', async () => {
    const page = await (await portal.as('orion')).get('/cabinet');
    expect(page.status).toBe(200);
    expect(page.text).not.toMatch(/Ромашка|Балтпромснаб|Северный ветер/);
  });

  test('of a blocked partner says so first, and who can help', async () => {
    const page = await (await portal.as('meridian')).get('/cabinet');
    expect(page.$('.rows li').first().text()).toMatch(/Заблокировано.*Просрочена оплата.*Ваш менеджер/s);
  });

  test('the documents page tells the sum of the month per contract and when documents come', async () => {
    const page = await anna.get('/documents');
    expect(page.status).toBe(200);
    expect(page.text).toContain('Документы за ноябрь появятся 30 ноября');
    expect(page.$('tbody tr').first().text()).toMatch(/Договор .* от \d\d\.\d\d\.\d{4}/);
    expect(
      page
        .$('tfoot')
        .text()
        .replace(/[\s\u00a0]+/g, ' '),
    ).toContain('1 284,00 ₽');
    const { response } = await anna.get('/documents/charges.csv');
    expect(response.text.trim().split('\r\n')).toHaveLength(3);
    expect(response.text).toContain(';22.11.2026;30.11.2026;10;214,00;642,00;');
    expect((await anna.get('/documents?period=2026-10')).status).toBe(200);
    expect((await anna.get('/documents?x=1')).status).toBe(400);
  });

  test('the accountant may, customers and staff may not', async () => {
    const marina = await portal.as('vector-books');
    for (const path of ['/cabinet', '/documents', '/documents.csv', '/documents/charges.csv'])
      expect((await marina.get(path)).status).toBe(200);
    for (const login of ['romashka', 'manager', 'admin']) {
      const browser = await portal.as(login);
      for (const path of [
        '/cabinet',
        '/documents',
        '/documents.csv',
        '/documents.xlsx',
        '/documents/charges.csv',
        '/documents/charges.xlsx',
      ])
        expect((await browser.get(path)).status).toBe(403);
    }
    expect((await portal.visitor().get('/cabinet')).location).toBe('/Account/LogOn');
  });
});
