import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Browser } from '#test/support/browser.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';
import { debtor, leaveExchange, message, payment, post, TOKEN } from './ax.ts';

let p: TestPortal;
let manager: Browser;
let left: Awaited<ReturnType<typeof leaveExchange>>;

beforeAll(async () => {
  p = await openTestPortal({ config: { axToken: TOKEN } });
  left = await leaveExchange(p);
  await post(p, message({ seq: 7, items: [debtor({ balance: '500.00', creditMax: '100.00', mandatoryCreditLimit: true })] }));
  manager = await p.as('manager');
});
afterAll(() => p.close());

const press = (path: string, fields: Record<string, string> = {}) => manager.post(path, { token: randomUUID(), ...fields });

it('the first page tells the age of the data, what is missing and what is to be decided', async () => {
  const page = await manager.get('/admin/exchange');
  expect(page.text).toContain('Данные Аксапты на 22.11.2026 08:55');
  expect(page.text).toContain('Данные свежие');
  expect(page.text).toContain('№ 2–3');
  expect(page.text).toContain('Похожий платёж уже есть.');
});

it('the first page of staff counts what waits for a person and leads to it', async () => {
  const { $ } = await manager.get('/admin');
  const stats = $('section[aria-label="Что ждёт"] a')
    .toArray()
    .map((link) => [$(link).text().replace(/\s+/g, ' ').trim(), $(link).attr('href')]);
  expect(stats).toContainEqual(['1платёж Аксапты решить', '/admin/exchange']);
  expect(stats).toContainEqual(['1сообщение Аксапты с ошибкой', '/admin/exchange/messages?state=faulty']);
  expect($(`section a[href="/admin/exchange/decisions/${left.decision}"]`)).toHaveLength(1);
  expect((await manager.get('/admin/exchange/messages?state=faulty')).$('main tbody tr')).toHaveLength(1);
});

it('messages are found by type, state and what they say; the file has the same', async () => {
  const rows = async (query: string) => (await manager.get(`/admin/exchange/messages${query}`)).$('main tbody tr').length;
  expect([await rows(''), await rows('?state=partial'), await rows('?type=payments'), await rows('?q=К-004512')]).toEqual([2, 1, 0, 2]);
  expect((await manager.get('/admin/exchange/messages.csv?state=partial')).text).toContain('Выполнено частично');
});

it('a message shows what did not go through, is carried out again, or let rest', async () => {
  const page = await manager.get(`/admin/exchange/messages/${left.message}`);
  expect(page.text).toContain('не прошло');
  expect((await press(`/admin/exchange/messages/${left.message}/rest`)).status).toBe(303);
  expect((await manager.get('/admin/exchange/messages?state=settled')).$('main tbody tr')).toHaveLength(1);
});

it('what is missing is asked for', async () => {
  const path = `/admin/exchange/gaps/${left.gap}/replay`;
  expect((await manager.get('/admin/exchange')).$(`form[action="${path}"]`)).toHaveLength(1);
  expect((await press(path)).status).toBe(303);
  expect(await p.portal.db.axOutgoing.findFirstOrThrow({ where: { type: 'replay' } })).toMatchObject({
    payload: [{ type: 'debtors', from: 2, to: 3 }],
  });
});

it('a payment is recorded as a person has decided, once', async () => {
  const path = `/admin/exchange/decisions/${left.decision}`;
  expect((await manager.get(path)).$('input[name=what]')).toHaveLength(2);
  const nothing = await press(path);
  expect([nothing.status, nothing.text.includes('Выберите, что сделать')]).toEqual([422, true]);
  expect((await press(path, { what: 'record' })).status).toBe(303);
  expect(await p.portal.db.payment.findMany({ where: { amount: 77_00n } })).toHaveLength(1);
  expect((await manager.get(path)).status).toBe(409);
});

it('money of somebody unknown goes to the partner that is named', async () => {
  await post(p, message({ type: 'payments', items: [payment({ transId: 'T-900', invoiceAccount: 'Х-9', amount: '9.00' })] }));
  const { id } = await p.portal.db.axPayment.findUniqueOrThrow({ where: { transId: 'T-900' } });
  const path = `/admin/exchange/decisions/${id}`;
  const wrong = await press(path, { what: 'record', partner: 'никто' });
  expect([wrong.status, wrong.text.includes('Такого партнёра нет')]).toEqual([422, true]);
  await press(path, { what: 'record', partner: 'orion' });
  expect(await p.portal.db.payment.findFirstOrThrow({ where: { amount: 9_00n }, include: { partner: true } })).toMatchObject({
    partner: { code: 'orion' },
  });
});

it('money given back of which there is no such payment says what to do', async () => {
  const back = payment({ transId: 'T-901', amount: '-5.55', date: '2026-11-21' });
  await post(p, message({ type: 'payments', items: [back] }));
  const { id } = await p.portal.db.axPayment.findUniqueOrThrow({ where: { transId: 'T-901' } });
  const page = await manager.get(`/admin/exchange/decisions/${id}`);
  expect(page.text.replace(/\s/g, ' ')).toContain('платежа ровно на 5,55 ₽ на портале нет');
  expect(
    page
      .$('input[name=what]')
      .toArray()
      .map((one) => page.$(one).val()),
  ).toEqual(['ignore']);
  expect((await press(`/admin/exchange/decisions/${id}`, { what: 'ignore' })).status).toBe(303);
});

it('differences are told with what explains them, what is not decided yet too', async () => {
  const page = await manager.get('/admin/exchange/differences');
  expect(page.text).toContain('500,00');
  expect((await manager.get('/admin/exchange/differences.csv')).text).toContain('500,00');
});

it('data of days ago are called so', async () => {
  p.clock.setTo(new Date('2026-11-26T10:00:00+03:00'));
  expect((await (await p.as('manager')).get('/admin/exchange')).text).toContain('Данные сильно устарели');
});

it('old data are told in the same words to staff and to the partner they decide about, and to nobody else', async () => {
  p.clock.setTo(new Date('2026-11-23T12:00:00+03:00'));
  const words =
    'Данные учётной системы на 22.11.2026 08:55 устарели. Пока не придут новые, блокировки учётной системы не снимаются, а заказы решаются по последнему известному долгу.';
  const [offer] = await p.portal.db.offer.findMany({ where: { discontinuedOn: null }, orderBy: { id: 'asc' } });
  const [vector, orion] = [await p.as('vector'), await p.as('orion')];
  const reads = async (who: Browser, path: string) => (await who.get(path)).text.replace(/\s+/g, ' ').includes(words);
  expect(await reads(await p.as('manager'), '/admin'), 'home of staff').toBe(true);
  expect(await reads(await p.as('manager'), '/admin/exchange')).toBe(true);
  expect(await reads(vector, '/finance')).toBe(true);
  expect(await reads(vector, `/orders/new?offer=${offer?.sku}`)).toBe(true);
  expect(await reads(orion, '/finance'), 'Axapta has no limit for it').toBe(false);
  const card = async (code: string) => `/admin/partners/${(await p.portal.db.partner.findUniqueOrThrow({ where: { code } })).id}`;
  expect(await reads(await p.as('manager'), await card('vector')), 'card of the partner').toBe(true);
  expect(await reads(await p.as('manager'), await card('orion'))).toBe(false);
  p.clock.setTo(new Date('2026-11-26T12:00:00+03:00'));
  expect((await (await p.as('vector')).get('/finance')).text).toContain('сильно устарели');
});
