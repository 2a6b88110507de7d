import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { day } from '#src/lib/days.ts';
import { countStatements, order, setAutoRenewal, stop } from '#test/subscriptions/service/ordering.ts';
import type { Browser, TestPage } from '#test/support/browser.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let portal: TestPortal;
let anna: Browser;
/** Numbers of Вектор's subscriptions, by what is special about each. */
const of: Record<'running' | 'stopping' | 'stopped' | 'unrenewed' | 'held', string> = {
  running: '',
  stopping: '',
  stopped: '',
  unrenewed: '',
  held: '',
};

beforeAll(async () => {
  portal = await openTestPortal();
  anna = await portal.as('vector');
});

afterAll(() => portal.close());

const shown = (page: TestPage) =>
  page
    .$('#subscriptions-list .row-link')
    .toArray()
    .map((link) => String(page.$(link).attr('href')).split('/').pop());
const row = (page: TestPage, number: string) =>
  page
    .$(`a.row-link[href="/subscriptions/${number}"]`)
    .closest('tr')
    .text()
    .replace(/[\s\u00a0]+/g, ' ');

test('leads a partner without subscriptions to the catalogue', async () => {
  const page = await anna.get('/subscriptions');
  expect(page.status).toBe(200);
  expect(page.text).toContain('Подписок пока нет');
  expect(page.$('.empty a[href="/catalog"]').text()).toBe('Найти продукт');
});

describe('with subscriptions in every state', () => {
  beforeAll(async () => {
    const place = async (wish: Parameters<typeof order>[2], login = 'vector') => (await order(portal, login, wish)).subscriptionNumber;
    of.running = await place({ customer: 'Ромашка', seats: 10 });
    of.stopping = await place({ customer: 'Северный ветер', seats: 20 });
    of.stopped = await place({ customer: 'Балтпромснаб', seats: 5 });
    of.unrenewed = await place({ customer: 'Гармония', seats: 7 });
    await portal.portal.db.partner.updateMany({ where: { code: 'vector' }, data: { creditLimit: 30_000_00n } });
    of.held = await place({ customer: 'ТехноЛогистика', seats: 900 });
    await place({ customer: '', seats: 9 }, 'orion');
    await setAutoRenewal(portal, 'vector', of.stopping, { autoRenew: true, stopOn: day('2026-11-28') });
    await setAutoRenewal(portal, 'vector', of.unrenewed, { autoRenew: false, stopOn: null });
    await stop(portal, 'vector', of.stopped);
    await portal.portal.db.partner.updateMany({ where: { code: 'vector' }, data: { creditLimit: 1_800_000_00n } });
  });

  test('shows the newest first: product, customer, seats, sums, next renewal and state', async () => {
    const page = await anna.get('/subscriptions');
    expect(shown(page)).toEqual([of.held, of.unrenewed, of.stopped, of.stopping, of.running]);
    expect(page.text).toContain('5 подписок 5 заказчиков');
    expect(row(page, of.running)).toMatch(
      /Kaspersky.*Лаборатория Касперского · S-\d+.*ООО «Ромашка».*Москва.*2 140,00 ₽.*214,00 ₽ × 10.*01\.12\.2026.*Активна/,
    );
    expect(row(page, of.stopping)).toMatch(/28\.11\.2026.*Остановится 28\.11\.2026/);
    expect(row(page, of.unrenewed)).toMatch(/30\.11\.2026.*Остановится 30\.11\.2026/);
    expect(row(page, of.stopped)).toMatch(/—.*Остановлена/);
    expect(row(page, of.held)).toMatch(/—.*Ожидает/);
  });

  test('counts lead to what they count', async () => {
    const page = await anna.get('/subscriptions');
    const stats = page.$('.meter-card a.stat').toArray();
    expect(stats.map((stat) => page.$(stat).text())).toEqual(['3Активные', '2Остановятся', '1Остановленные', '1Требуют внимания']);
    const found = await Promise.all(stats.map((stat) => anna.get(String(page.$(stat).attr('href')))));
    expect(found.map((one) => shown(one))).toEqual([
      [of.unrenewed, of.stopping, of.running],
      [of.unrenewed, of.stopping],
      [of.stopped],
      [of.held],
    ]);
    expect(found.map((one) => one.$('.stat[aria-current]').length)).toEqual([1, 1, 1, 1]);
  });

  test.each([
    ['a product in another case', 'kASPERSKY endpoint', 5],
    ['a vendor', 'лаборатория', 5],
    ['an article', 'kl4627ramts', 5],
    ['a customer without its quotes', 'ооо северный', 1],
    ['«ё» for «е»', 'сёверный вётер', 1],
    ['words of different columns', 'касперского ромашка', 1],
    ['signs alone', '%_', 0],
  ])('finds by %s', async (_, q, count) => {
    expect(shown(await anna.get(`/subscriptions?q=${encodeURIComponent(q)}`))).toHaveLength(count);
  });

  test('finds by number and by ИНН', async () => {
    const { customerInn } = await portal.portal.db.subscription.findUniqueOrThrow({ where: { number: of.stopped } });
    expect(shown(await anna.get(`/subscriptions?q=${of.stopped.toLowerCase()}`))).toEqual([of.stopped]);
    expect(shown(await anna.get(`/subscriptions?q=${customerInn}`))).toEqual([of.stopped]);
  });

  test('names the filters in force and takes each away', async () => {
    const { customerId } = await portal.portal.db.subscription.findUniqueOrThrow({ where: { number: of.running } });
    const page = await anna.get(`/subscriptions?q=kasp&status=active&vendor=kaspersky&customer=${customerId}&sort=sum`);
    expect(shown(page)).toEqual([of.running]);
    const chips = page.$('.chip').toArray();
    expect(chips.map((chip) => page.$(chip).contents().first().text())).toEqual([
      'Найти «kasp»',
      'Активные',
      'Лаборатория Касперского',
      'ООО «Ромашка»',
    ]);
    expect(page.$(chips[3]).attr('href')).toBe('/subscriptions?q=kasp&status=active&vendor=kaspersky&sort=sum');
    expect(page.$('.filters input[name=sort]').attr('value')).toBe('sum');
    expect(page.$('.filters input[name=customer]').attr('value')).toBe(String(customerId));
  });

  test('says so when nothing is found, and how to go back', async () => {
    const page = await anna.get('/subscriptions?q=нигде');
    expect(page.text).toContain('Ничего не найдено');
    expect(page.$('.empty a').attr('href')).toBe('/subscriptions');
  });

  test.each([
    ['customer', ['stopped', 'unrenewed', 'running', 'stopping', 'held']],
    ['-customer', ['held', 'stopping', 'running', 'unrenewed', 'stopped']],
    ['sum', ['stopped', 'unrenewed', 'running', 'stopping', 'held']],
    ['-sum', ['held', 'stopping', 'running', 'unrenewed', 'stopped']],
    ['renewal', ['stopping', 'unrenewed', 'running', 'held', 'stopped']],
    ['-renewal', ['running', 'unrenewed', 'stopping', 'held', 'stopped']],
    ['number', ['running', 'stopping', 'stopped', 'unrenewed', 'held']],
  ] as const)('sorts by %s', async (sort, expected) => {
    const page = await anna.get(`/subscriptions?sort=${sort}`);
    expect(shown(page)).toEqual(expected.map((name) => of[name]));
    if (sort.endsWith('number')) return;
    const head = page.$('th[aria-sort]');
    expect(head.attr('aria-sort')).toBe(sort.startsWith('-') ? 'descending' : 'ascending');
    expect(head.find('a').attr('href')).toBe(`/subscriptions?sort=${sort.startsWith('-') ? sort.slice(1) : `-${sort}`}`);
  });

  test('rows of one state share a menu of what its moves allow; without script its button leads to the card', async () => {
    const page = await anna.get('/subscriptions');
    const menu = (status: string) =>
      page
        .$(`template#menu-${status}`)
        .html()
        ?.replace(/<svg.*?<\/svg>/g, '') ?? '';
    const links = (status: string) => [...menu(status).matchAll(/data-path="([^"]*)"/g)].map(([, path]) => path);
    expect(links('active')).toEqual(['', '/history', '/parameters', '/auto-renewal', '/stop']);
    expect(links('stopped')).toEqual(['', '/history', '/start']);
    expect(links('pending')).toEqual(['', '/history']);
    expect(page.$('template')).toHaveLength(3);
    const row = page.$('tr').filter((_, element) => page.$(element).text().includes(of.running));
    expect(row.find('.row-act button').attr('data-menu')).toBe('menu-active');
    const readers = await (await portal.as('vector-books')).get('/subscriptions');
    expect([...(readers.$('template#menu-active').html() ?? '').matchAll(/data-path/g)]).toHaveLength(2);
  });

  test('warns when the renewals of the 1st will not fit the limit', async () => {
    await portal.portal.db.partner.updateMany({ where: { code: 'vector' }, data: { creditLimit: 4_000_00n } });
    const page = await anna.get('/subscriptions');
    expect(page.text).toMatch(/Продление 1 декабря превысит кредитный лимит на [\d ,]+ ₽\./);
    await portal.portal.db.partner.updateMany({ where: { code: 'vector' }, data: { creditLimit: 1_800_000_00n } });
    expect((await anna.get('/subscriptions')).$('.alert')).toHaveLength(0);
  });

  test('reads the session and the page in two statements and writes nothing', async () => {
    await anna.get('/subscriptions');
    const statements = countStatements(portal);
    await anna.get('/subscriptions?q=kasp&sort=-sum');
    const { all, writes } = statements.take();
    expect(all).toEqual(['session_load', 'subscription_list.-sum.q.50']);
    expect(writes).toEqual([]);
  });

  describe('as a file', () => {
    test('CSV holds what the filter shows, in its order', async () => {
      const { status, response } = await anna.get('/subscriptions.csv?status=active&sort=sum');
      expect(status).toBe(200);
      expect(response.headers['content-type']).toBe('text/csv; charset=utf-8');
      expect(response.headers['content-disposition']).toBe('attachment; filename=subscriptions-2026-11-22.csv');
      const lines = response.text.trim().split('\r\n');
      expect(lines[0]).toMatch(/^\ufeff?Номер;Продукт;Вендор;Артикул;Заказчик;/);
      expect(lines.slice(1).map((line) => line.split(';')[0])).toEqual([of.unrenewed, of.running, of.stopping]);
      expect(lines[2]).toContain(';10;214,00;2140,00;');
    });

    test('CSV holds what a search on the page found', async () => {
      const page = await anna.get('/subscriptions?q=kasp');
      const { status, response } = await anna.get('/subscriptions.csv?q=kasp');
      expect(status).toBe(200);
      const rows = page.$('main tbody tr').length;
      expect([rows > 0, response.text.trim().split('\r\n').length]).toEqual([true, rows + 1]);
    });

    test('text that looks like a formula stays text', async () => {
      const { id } = await portal.portal.db.customer.findFirstOrThrow({ where: { name: { contains: 'Ромашка' } } });
      await portal.portal.db.customer.update({ where: { id }, data: { name: '=HYPERLINK("http://evil.example")' } });
      const { response } = await anna.get('/subscriptions.csv');
      expect(response.text).toContain(`"'=HYPERLINK(""http://evil.example"")"`);
      await portal.portal.db.customer.update({ where: { id }, data: { name: 'ООО «Ромашка»' } });
    });

    test('XLSX is a workbook', async () => {
      const { response } = await anna.get('/subscriptions.xlsx');
      expect(response.headers['content-type']).toContain('spreadsheetml');
    });

    test('has no pages', async () => {
      expect((await anna.get('/subscriptions.csv?page=2')).status).toBe(400);
    });
  });

  test('one page has 50 rows; the pager leads on and keeps the filter', async () => {
    await portal.portal.sql(
      'many',
      `insert into subscriptions (number, partner_id, contract_id, customer_id, offer_id, status, seats, unit_price, vat_rate, billing_rule,
         product_name, vendor_id, vendor_name, sku, customer_name, customer_inn, region_code, created_at)
       select 'S-9' || n, partner_id, contract_id, customer_id, offer_id, 'cancelled', seats, unit_price, vat_rate, billing_rule,
         product_name, vendor_id, vendor_name, sku, customer_name, customer_inn, region_code, created_at - n * interval '1 day'
       from subscriptions, generate_series(1, 120) n where number = $1`,
      [of.running],
    );
    const first = await anna.get('/subscriptions?status=cancelled');
    expect(shown(first)).toHaveLength(50);
    expect(first.$('.pager > span').text()).toBe('1–50 из 120');
    expect(first.$('.pager a[rel=next]').attr('href')).toBe('/subscriptions?status=cancelled&page=2');
    const last = await anna.get('/subscriptions?status=cancelled&page=3');
    expect(shown(last)).toHaveLength(20);
    expect(last.$('[aria-current=page]').last().text()).toContain('3');
    const seen = new Set([...shown(first), ...shown(await anna.get('/subscriptions?status=cancelled&page=2')), ...shown(last)]);
    expect(seen.size).toBe(120);
    expect((await anna.get('/subscriptions?status=cancelled&page=9')).location).toBe('/subscriptions?status=cancelled&page=3');
    expect((await anna.get('/subscriptions.csv?status=cancelled')).response.text.trim().split('\r\n')).toHaveLength(121);
  });

  describe('who may', () => {
    test('the accountant reads, and is offered nothing to order', async () => {
      const page = await (await portal.as('vector-books')).get('/subscriptions');
      expect(page.status).toBe(200);
      expect(page.text).not.toContain('Оформить подписку');
    });

    test('another partner sees its own only', async () => {
      const page = await (await portal.as('orion')).get('/subscriptions');
      expect(shown(page)).toHaveLength(1);
      expect(page.text).not.toContain('Ромашка');
    });

    test("somebody else's customer as a filter is not found", async () => {
      const { id } = await portal.portal.db.customer.findFirstOrThrow({ where: { partner: { code: 'orion' } } });
      expect((await anna.get(`/subscriptions?customer=${id}`)).status).toBe(404);
    });

    test.each(['romashka', 'manager', 'admin'])('%s is refused', async (login) => {
      const browser = await portal.as(login);
      for (const path of ['/subscriptions', '/subscriptions.csv', '/subscriptions.xlsx'])
        expect((await browser.get(path)).status).toBe(403);
    });

    test('a visitor is sent to log on', async () => {
      expect((await portal.visitor().get('/subscriptions')).location).toBe('/Account/LogOn');
    });
  });

  test.each([
    '?nothing=1',
    '?q=a&q=b',
    '?page=1&page=2',
    '?sort=sum&sort=number',
    '?status=lost',
    '?customer=0',
    '?customer=1e3',
    '?vendor=..%2F',
  ])('refuses the query %s', async (query) => {
    expect((await anna.get(`/subscriptions${query}`)).status).toBe(400);
  });
});
