import { afterAll, beforeAll, expect, test } from 'vitest';
import { queueLetter } from '#src/letters/letters.service.ts';
import type { PlacedOrder } from '#src/orders/orders.types.ts';
import { command } from '#src/platform/command.ts';
import type { Browser, TestPage } from '#test/support/browser.ts';
import { orderAs } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
let manager: Browser;
let placed: PlacedOrder;

beforeAll(async () => {
  p = await openTestPortal();
  manager = await p.as('manager');
  placed = await orderAs(await p.scope('vector'), { seats: 10 });
});
afterAll(() => p.close());

const headings = (page: TestPage) =>
  page
    .$('#search-results h2')
    .toArray()
    .map((head) => page.$(head).text());
const find = async (q: string) => manager.get(`/admin/search?q=${encodeURIComponent(q)}`);

test('finds partners, customers, subscriptions, orders and invoices', async () => {
  const partner = await p.portal.db.partner.findUniqueOrThrow({ where: { code: 'vector' }, include: { contracts: true } });
  await p.portal.db.invoice.create({
    data: {
      ...{
        partnerId: partner.id,
        contractId: partner.contracts[0]?.id ?? 0,
        period: new Date('2026-10-01'),
        series: 'МС',
        year: 2026,
        seq: 12,
      },
      ...{
        number: 'МС-000012',
        issuedOn: new Date('2026-10-31'),
        issuedAt: new Date('2026-10-31T18:00:00Z'),
        dueOn: new Date('2026-11-16'),
        net: 100n,
      },
      ...{ vat: 22n, gross: 122n, lineCount: 1, seller: {}, buyer: {}, contract: {}, docMode: 'upd' },
    },
  });
  const found: [string, string][] = [
    ['вектор', 'Партнёры'],
    [partner.inn, 'Партнёры'],
    ['anna@vector.example', 'Партнёры'],
    ['ВЕТРОВА', 'Партнёры'],
    ['ромашка', 'Заказчики'],
    [placed.subscriptionNumber, 'Подписки'],
    [placed.subscriptionNumber.toLowerCase(), 'Подписки'],
    [placed.subscriptionNumber.slice(2), 'Подписки'],
    [placed.number, 'Заказы'],
    [placed.number.slice(2), 'Заказы'],
    ['МС-000012', 'Счета'],
    ['12', 'Счета'],
  ];
  for (const [q, kind] of found) expect(headings(await find(q)), q).toContain(kind);
  expect((await find('вектор')).$(`a[href="/admin/partners/${partner.id}"]`).length).toBeGreaterThan(0);
});

test('says when there is nothing, and withstands what is odd', async () => {
  expect((await find('нетакого')).text).toContain('ничего не нашлось');
  expect((await find('')).text).toContain('Что найти?');
  for (const odd of [
    "'; drop table users; --",
    '%',
    '100%_',
    '999999999999999999999',
    '<script>alert(1)</script>',
    '\\',
    ' '.repeat(300),
    'S-',
  ]) {
    expect((await find(odd)).status, odd).toBe(200);
  }
  expect((await manager.get('/admin/search?q=a&q=b')).status).toBe(400);
  expect((await manager.get('/admin/search?who=a')).status).toBe(400);
});

test('the top bar of staff searches everything, that of partners the catalog', async () => {
  expect((await manager.get('/admin')).$('header form[role=search]').attr('action')).toBe('/admin/search');
  expect((await (await p.as('vector')).get('/cabinet')).$('header form[role=search]').attr('action')).toBe('/catalog');
});

test('lists subscriptions over all partners and shows one read-only', async () => {
  const list = await manager.get('/admin/subscriptions?q=вектор&status=active');
  expect(list.text).toContain(placed.subscriptionNumber);
  const { partnerId, customerId } = await p.portal.db.subscription.findUniqueOrThrow({ where: { number: placed.subscriptionNumber } });
  expect((await manager.get(`/admin/subscriptions?partner=${partnerId}&customer=${customerId}`)).text).toContain('ООО «Вектор»');
  expect((await manager.get('/admin/subscriptions?status=stopped')).text).toContain('Подписок не нашлось');
  expect((await manager.get('/admin/subscriptions.csv')).response.text).toContain(placed.subscriptionNumber);
  expect((await manager.get('/admin/subscriptions.xlsx?status=active')).status).toBe(200);
  const card = await manager.get(`/admin/subscriptions/${placed.subscriptionNumber}`);
  expect(card.text).toContain('ООО «Вектор»');
  expect(card.text).toContain('642,00 ₽');
  expect(card.$('main form[method=post]').length).toBe(0);
  expect(card.$('main a[href^="/customers"], main a[href^="/orders"], main a[href^="/subscriptions"]').length).toBe(0);
  expect((await manager.get('/admin/subscriptions/S-1')).status).toBe(404);
  expect((await manager.get('/admin/subscriptions/x')).status).toBe(404);
});

test('the first page shows what waits, and each part leads on', async () => {
  await p.portal.db.partner.update({ where: { code: 'orion' }, data: { creditLimit: 1n } });
  const held = await orderAs(await p.scope('orion'), { seats: 5 });
  const id = await command(await p.scope('admin'), { action: 'test' }, (tx) =>
    queueLetter(tx, {
      ...{ template: 'hold-placed', cause: 'test:1', to: { name: 'Пётр', address: 'petr@example.com' }, partnerId: null },
      content: { subject: 'Недошедшее письмо', blocks: [] },
    }),
  );
  await p.portal.db.letter.update({ where: { id: id ?? 0 }, data: { status: 'failed' } });
  const page = await manager.get('/admin');
  expect(held.status).toBe('held');
  for (const part of ['ООО «Орион»', 'ООО «Меридиан»', 'Недошедшее письмо']) expect(page.text).toContain(part);
  const hrefs = page
    .$('main a')
    .toArray()
    .map((link) => String(page.$(link).attr('href')));
  for (const href of new Set(hrefs)) expect((await manager.get(href)).status, href).toBe(200);
  expect((await (await p.as('admin')).get('/admin')).status).toBe(200);
});

test.each(['vector', 'romashka'])('%s may not', async (login) => {
  const browser = await p.as(login);
  for (const path of ['/admin', '/admin/search?q=ab', '/admin/subscriptions', `/admin/subscriptions/${placed.subscriptionNumber}`]) {
    expect((await browser.get(path)).status).toBe(403);
  }
});
