import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, TestPage } from '#test/support/browser.ts';
import { orderAs } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
let manager: Browser;
let vector: number;
let orion: number;
let meridian: number;

beforeAll(async () => {
  p = await openTestPortal();
  manager = await p.as('manager');
  const idOf = async (code: string) => (await p.portal.db.partner.findUniqueOrThrow({ where: { code } })).id;
  [vector, orion, meridian] = [await idOf('vector'), await idOf('orion'), await idOf('meridian')];
  await p.portal.db.partner.update({ where: { id: orion }, data: { creditLimit: 100_00n } });
  await orderAs(await p.scope('vector'), { seats: 10 });
  await orderAs(await p.scope('orion'), { seats: 5 });
});
afterAll(() => p.close());

const names = (page: TestPage) =>
  page
    .$('#partners-list tbody th a')
    .toArray()
    .map((link) => page.$(link).text());

test('lists partners with limit, exposure and what is wrong', async () => {
  const page = await manager.get('/admin/partners');
  expect(names(page)).toEqual(['ООО «Вектор»', 'ООО «Меридиан»', 'ООО «Орион»']);
  const rows = page
    .$('#partners-list tbody tr')
    .toArray()
    .map((row) =>
      page
        .$(row)
        .text()
        .replace(/[\s\u00a0]+/g, ' '),
    );
  expect(rows[0]).toContain('1 800 000,00 ₽');
  expect(rows[0]).toContain('642,00 ₽');
  expect(rows[1]).toContain('Заблокирован');
  expect(rows[1]).toContain('Просрочена оплата счёта № МС-000087');
  expect(rows[2]).toContain('Ждут заказы: 1');
});

test('narrows by words, state and manager, sorts, and exports what is shown', async () => {
  const found = async (query: string) => names(await manager.get(`/admin/partners?${query}`));
  expect(await found('q=ВЕКТОР')).toEqual(['ООО «Вектор»']);
  const { inn, managerId } = await p.portal.db.partner.findUniqueOrThrow({ where: { id: orion } });
  expect(await found(`q=${inn}`)).toEqual(['ООО «Орион»']);
  expect(await found('state=blocked')).toEqual(['ООО «Меридиан»']);
  expect(await found('state=waiting')).toEqual(['ООО «Орион»']);
  expect(await found('state=over')).toEqual([]);
  expect(await found('state=overdue')).toEqual([]);
  expect((await found(`manager=${managerId}`)).length).toBe(3);
  expect(await found('manager=1000000')).toEqual([]);
  expect((await found('sort=-exposure'))[0]).toBe('ООО «Вектор»');
  expect((await found('sort=limit'))[0]).toBe('ООО «Орион»');
  expect(await found('q=100%25_')).toEqual([]);
  expect(await found('page=2')).toEqual([]);
  expect((await manager.get('/admin/partners?sort=owner')).status).toBe(200);
  expect((await manager.get('/admin/partners?who=1')).status).toBe(400);
  const file = await manager.get('/admin/partners.csv?state=blocked');
  expect(file.response.text).toContain('Меридиан');
  expect(file.response.text).not.toContain('Вектор');
  expect((await manager.get('/admin/partners.xlsx')).status).toBe(200);
});

test('an overdue invoice shows', async () => {
  const contract = await p.portal.db.contract.findFirstOrThrow({ where: { partnerId: meridian } });
  await p.portal.db.invoice.create({
    data: {
      ...{
        partnerId: meridian,
        contractId: contract.id,
        period: new Date('2026-09-01'),
        series: 'МС',
        year: 2026,
        seq: 87,
        number: 'МС-000087',
      },
      ...{
        issuedOn: new Date('2026-09-30'),
        issuedAt: new Date('2026-09-30T18:00:00Z'),
        dueOn: new Date('2026-10-12'),
        net: 100n,
        vat: 22n,
        gross: 122n,
      },
      ...{ lineCount: 1, seller: {}, buyer: {}, contract: {}, docMode: 'upd' },
    },
  });
  expect(names(await manager.get('/admin/partners?state=overdue'))).toEqual(['ООО «Меридиан»']);
  const card = await manager.get(`/admin/partners/${meridian}`);
  expect(card.text).toContain('Выставлено и не оплачено1,22 ₽');
  expect((await manager.get(`/admin/partners/${meridian}?tab=money`)).text).toContain('Просрочен с 12.10.2026');
});

test('two clicks from the list unblock a partner', async () => {
  const list = await manager.get('/admin/partners?state=blocked');
  const confirm = await manager.get(String(list.$('td.row-status a.btn').attr('href')));
  const form = confirm.$('main form').last();
  const done = await manager.post(String(form.attr('action')), { token: String(form.find('[name=token]').attr('value')), comment: '' });
  expect(done.location).toBe(`/admin/partners/${meridian}`);
  const card = await manager.follow(done);
  expect(card.text).toContain('Блокировка снята.');
  expect(card.text).toContain('Снято без комментария');
  expect(names(await manager.get('/admin/partners?state=blocked'))).toEqual([]);
});

test('the card tells the reason first and traces everything', async () => {
  const overview = await manager.get(`/admin/partners/${orion}`);
  expect(overview.text).toContain('Ждёт: кредитный лимит');
  const tab = async (name: string) => (await manager.get(`/admin/partners/${vector}?tab=${name}`)).text;
  expect(await tab('people')).toContain('MCD-77/2026');
  expect(await tab('people')).toContain('Анна Ветрова');
  expect(await tab('people')).not.toContain('romashka');
  expect(await tab('subscriptions')).toMatch(/S-1\d+/);
  expect(await tab('trace')).toContain('Подтверждение заказа');
  expect(await tab('money')).toContain('Платежей ещё не было');
  expect((await manager.get(`/admin/partners/${vector}?tab=secrets`)).status).toBe(400);
  for (const absent of ['999999', '0', 'x', '1e3', '99999999999'])
    expect((await manager.get(`/admin/partners/${absent}`)).status).toBe(404);
});

test.each(['vector', 'vector-books', 'romashka'])('%s may not', async (login) => {
  const browser = await p.as(login);
  for (const path of ['/admin/partners', `/admin/partners/${vector}`, '/admin/partners.csv', `/admin/partners/${vector}/users`]) {
    expect((await browser.get(path)).status).toBe(403);
  }
});
