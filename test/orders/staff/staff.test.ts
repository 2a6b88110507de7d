import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { liftHold, placeHold } from '#src/credit/holds.service.ts';
import { command } from '#src/platform/command.ts';
import type { Browser, TestPage } from '#test/support/browser.ts';
import { orderAs } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
let manager: Browser;
let orion: number;

beforeAll(async () => {
  p = await openTestPortal();
  manager = await p.as('manager');
  ({ id: orion } = await p.portal.db.partner.update({ where: { code: 'orion' }, data: { creditLimit: 100_00n } }));
});
afterAll(() => p.close());

let number: string;
beforeEach(async () => {
  ({ number } = await orderAs(await p.scope('orion'), { seats: 5 }));
});

const orderOf = () => p.portal.db.order.findUniqueOrThrow({ where: { number }, include: { subscription: true } });
const tokenOf = (page: TestPage) => String(page.$('input[name=token]').attr('value'));

async function decide(verb: 'release' | 'rejection', fields: Record<string, string>): Promise<TestPage> {
  const card = await manager.get(`/admin/orders/${number}`);
  return manager.post(`/admin/orders/${number}/${verb}`, { token: tokenOf(card), ...fields });
}

test('released in spite of the limit: it runs, and the override is recorded', async () => {
  const card = await manager.get(`/admin/orders/${number}`);
  expect(card.text).toContain('Не хватает лимита.');
  expect((await decide('release', { comment: 'гарантийное письмо' })).location).toBe(`/admin/orders/${number}`);
  expect(await orderOf()).toMatchObject({
    ...{ status: 'done', isOverride: true, comment: 'гарантийное письмо', decidedByName: 'Ирина Белова' },
    subscription: { status: 'active' },
  });
  await p.drainJobs();
  expect((await p.letters({ cause: `order:${number}:released` })).map(({ to }) => to)).toEqual(['dmitry@orion.example']);
  expect((await manager.get(`/admin/orders/${number}`)).text).toContain('Выполнен решением MONT');
  expect(await p.portal.db.auditEntry.count({ where: { action: 'order.released', subject: `заказ ${number}`, partnerId: orion } })).toBe(1);
});

test('rejected with a reason: the subscription is cancelled and the partner reads why', async () => {
  expect((await decide('rejection', { reason: 'Нет оригинала договора' })).location).toBe(`/admin/orders/${number}`);
  expect(await orderOf()).toMatchObject({ status: 'rejected', subscription: { status: 'cancelled' } });
  await p.drainJobs();
  const [letter] = await p.letters({ cause: `order:${number}:rejected` });
  expect(letter).toMatchObject({ template: 'order-rejected', to: 'dmitry@orion.example' });
  expect(letter?.text).toContain('Нет оригинала договора');
  const orders = await (await p.as('orion')).get(`/orders/${number}`);
  expect(orders.text).toContain('Отклонён');
});

test('decided twice, whether by one form or by two people', async () => {
  const card = await manager.get(`/admin/orders/${number}`);
  const fields = { token: tokenOf(card), comment: 'да' };
  const twice = await Promise.all([
    manager.post(`/admin/orders/${number}/release`, fields),
    manager.post(`/admin/orders/${number}/release`, fields),
  ]);
  expect(twice.map(({ status }) => status)).toEqual([303, 303]);
  const late = await manager.post(`/admin/orders/${number}/rejection`, { token: crypto.randomUUID(), reason: 'поздно' });
  expect([late.status, late.$('main .alert.bad').first().text()]).toEqual([409, expect.stringContaining('Этот заказ уже решён')]);
  expect(late.$('form[action$="/rejection"]').length).toBe(0);
  expect((await orderOf()).status).toBe('done');
});

test('a blocked partner is unblocked first', async () => {
  const staff = await p.scope('manager');
  const { id } = await command(staff, { action: 'hold.place' }, (tx) =>
    placeHold(tx, { partnerId: orion, reason: 'manual', text: 'Спор по акту.' }),
  );
  const card = await manager.get(`/admin/orders/${number}`);
  expect(card.text).toContain('Спор по акту.');
  expect(card.$(`a[href="/admin/partners/${orion}/holds/${id}/lift"]`).length).toBe(1);
  expect(card.$('form[action$="/release"]').length).toBe(0);
  const refused = await manager.post(`/admin/orders/${number}/release`, { token: crypto.randomUUID(), comment: 'всё же' });
  expect([refused.status, refused.$('main .alert.bad').first().text()]).toEqual([
    409,
    expect.stringContaining('сначала снимите блокировку'),
  ]);
  expect(refused.$(`a[href="/admin/partners/${orion}/holds/${id}/lift"]`).length).toBe(1);
  await command(staff, { action: 'hold.lift' }, (tx) => liftHold(tx, orion, id, 'ok'));
  expect((await orderOf()).status).toBe('held');
});

test('a decision needs words, and the form keeps what was typed', async () => {
  const empty = await decide('release', { comment: ' ' });
  expect([empty.status, empty.$('.error-summary').text()]).toEqual([422, expect.stringContaining('почему заказ выполняется сверх лимита')]);
  const long = await decide('rejection', { reason: 'а'.repeat(501) });
  expect(long.status).toBe(422);
  expect(long.$('#reason').val()).toContain('ааа');
  expect((await decide('rejection', { reason: 'x', status: 'done' })).status).toBe(400);
  expect((await manager.get('/admin/orders/O-1')).status).toBe(404);
  expect((await manager.post('/admin/orders/O-1/release', { comment: 'x', token: crypto.randomUUID() })).status).toBe(404);
});

test('lists held orders of all partners first, the longest waiting on top', async () => {
  await p.portal.db.order.updateMany({ where: { status: 'held' }, data: { placedAt: new Date('2026-11-21T10:00:00Z') } });
  const old = number;
  ({ number } = await orderAs(await p.scope('orion'), { seats: 6 }));
  const done = await orderAs(await p.scope('vector'), { seats: 5 });
  const page = await manager.get('/admin/orders');
  const numbers = page
    .$('tbody th a')
    .toArray()
    .map((link) => page.$(link).text());
  expect(numbers.indexOf(old)).toBeLessThan(numbers.indexOf(number));
  expect(numbers.indexOf(number)).toBeLessThan(numbers.indexOf(done.number));
  const found = await manager.get('/admin/orders?q=вектор&status=done');
  expect(found.text).toContain(done.number);
  expect(found.text).not.toContain(number);
  expect((await manager.get('/admin/orders?reason=credit_limit&kind=new')).text).toContain(number);
  expect((await manager.get(`/admin/orders?q=${encodeURIComponent('ве%ор')}`)).text).toContain('Заказов не нашлось');
  const file = await manager.get(`/admin/orders.csv?partner=${orion}`);
  expect(file.response.text).toContain(number);
  expect(file.response.text).not.toContain(done.number);
  expect((await manager.get('/admin/orders.xlsx')).status).toBe(200);
});

test.each(['orion', 'vector', 'romashka'])('%s may not', async (login) => {
  const browser = await p.as(login);
  expect((await browser.get('/admin/orders')).status).toBe(403);
  expect((await browser.get(`/admin/orders/${number}`)).status).toBe(403);
  expect((await browser.post(`/admin/orders/${number}/release`, { comment: 'x' })).status).toBe(403);
});
