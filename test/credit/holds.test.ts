import { afterAll, beforeAll, expect, test } from 'vitest';
import { liftHold, placeHold } from '#src/credit/holds.service.ts';
import { command } from '#src/platform/command.ts';
import { systemScope } from '#src/platform/scope.ts';
import type { Browser, TestPage } from '#test/support/browser.ts';
import { orderAs } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
let manager: Browser;
let vector: number;
let meridian: number;

beforeAll(async () => {
  p = await openTestPortal();
  manager = await p.as('manager');
  ({ id: vector } = await p.portal.db.partner.findUniqueOrThrow({ where: { code: 'vector' } }));
  ({ id: meridian } = await p.portal.db.partner.findUniqueOrThrow({ where: { code: 'meridian' } }));
  await p.drainJobs();
});
afterAll(() => p.close());

const openHolds = (partnerId: number) => p.portal.db.hold.findMany({ where: { partnerId, liftedAt: null }, orderBy: { id: 'asc' } });
const tokenOf = (page: TestPage) => String(page.$('input[name=token]').attr('value'));

/** Places a hold through the form; the answer is its id. */
async function place(partnerId: number, text: string, browser = manager): Promise<number> {
  const form = await browser.get(`/admin/partners/${partnerId}/holds`);
  const done = await browser.post(`/admin/partners/${partnerId}/holds`, { token: tokenOf(form), text });
  expect(done.status).toBe(303);
  return (await openHolds(partnerId)).at(-1)?.id ?? 0;
}

async function lift(partnerId: number, holdId: number, comment = ''): Promise<TestPage> {
  const confirm = await manager.get(`/admin/partners/${partnerId}/holds/${holdId}/lift`);
  expect(confirm.status).toBe(200);
  return manager.post(`/admin/partners/${partnerId}/holds/${holdId}/lift`, { token: tokenOf(confirm), comment });
}

test('a hold placed by hand stops the partner at once and is told; lifted, it lets held orders run', async () => {
  const contract = await p.portal.db.contract.findFirstOrThrow({ where: { partnerId: vector } });
  const form = await manager.get(`/admin/partners/${vector}/holds`);
  const fields = {
    token: tokenOf(form),
    contract: String(contract.id),
    amount: '12 340,50',
    text: 'Не подписан акт сверки.',
    comment: 'звонил дважды',
  };
  expect((await manager.post(`/admin/partners/${vector}/holds`, fields)).location).toBe(`/admin/partners/${vector}`);
  const [hold] = await openHolds(vector);
  expect(hold).toMatchObject({
    reason: 'manual',
    contractId: contract.id,
    amount: 1_234_050n,
    text: 'Не подписан акт сверки.',
    comment: 'звонил дважды',
  });

  const anna = await p.as('vector');
  const page = await anna.get('/subscriptions');
  expect(page.$('.hold-bar').text()).toContain('Не подписан акт сверки.');
  expect(page.text).not.toContain('звонил дважды');
  const order = await orderAs(await p.scope('vector'), { seats: 7 });
  expect(order).toMatchObject({ status: 'held', heldReason: 'partner_blocked' });

  await p.drainJobs();
  const placed = await p.letters({ template: 'hold-placed', partnerId: vector });
  expect(placed.map(({ to }) => to).sort()).toEqual(['anna@vector.example', 'i.belova@mont.example', 'marina@vector.example']);
  expect(placed[0]?.text).toContain(contract.number);
  expect(placed[0]?.text.replaceAll('\u00a0', ' ')).toContain('12 340,50 ₽');

  expect((await lift(vector, hold?.id ?? 0, 'акт подписан')).location).toBe(`/admin/partners/${vector}`);
  expect(await openHolds(vector)).toEqual([]);
  expect((await anna.get('/subscriptions')).$('.hold-bar').length).toBe(0);
  expect((await p.portal.db.order.findUniqueOrThrow({ where: { number: order.number } })).status).toBe('done');
  await p.drainJobs();
  const [letter] = await p.letters({ template: 'hold-lifted', partnerId: vector });
  expect(letter?.text).toContain('Выполнено из ожидания: 1 заказ');
  expect(await p.letters({ template: 'order-released', partnerId: vector })).not.toEqual([]);
  const journal = await p.portal.db.auditEntry.findMany({
    where: { partnerId: vector, action: { startsWith: 'hold.' } },
    orderBy: { id: 'asc' },
  });
  expect(journal.map(({ action, actorName }) => [action, actorName])).toEqual([
    ['hold.placed', 'Ирина Белова'],
    ['hold.lifted', 'Ирина Белова'],
  ]);
});

test('several holds are independent: the partner is closed until the last is lifted', async () => {
  const first = await place(vector, 'Первая причина');
  const second = await place(vector, 'Вторая причина');
  const { number } = await orderAs(await p.scope('vector'), { seats: 5 });
  expect((await manager.get(`/admin/partners/${vector}/holds/${first}/lift`)).text).toContain('Останется ещё 1 блокировка');
  await lift(vector, first);
  expect((await openHolds(vector)).map(({ id }) => id)).toEqual([second]);
  expect((await p.portal.db.order.findUniqueOrThrow({ where: { number } })).status).toBe('held');
  await lift(vector, second);
  expect((await p.portal.db.order.findUniqueOrThrow({ where: { number } })).status).toBe('done');
});

test('lifted twice at once, everything is released once', async () => {
  const holdId = await place(vector, 'Двойное снятие');
  await Promise.all([5, 6, 7].map(async (seats) => orderAs(await p.scope('vector'), { seats })));
  const before = await p.portal.db.servicePeriod.count({ where: { partnerId: vector } });
  const path = `/admin/partners/${vector}/holds/${holdId}/lift`;
  const [one, other] = await Promise.all([manager.get(path), manager.get(path)]);
  const answers = await Promise.all([one, other].map((page) => manager.post(path, { token: tokenOf(page), comment: '' })));
  expect(answers.map(({ status, location }) => [status, location])).toEqual(Array(2).fill([303, `/admin/partners/${vector}`]));
  expect(await p.portal.db.servicePeriod.count({ where: { partnerId: vector } })).toBe(before + 3);
  expect(await p.portal.db.auditEntry.count({ where: { action: 'hold.lifted', subject: `блокировка ${holdId}` } })).toBe(1);
  await p.drainJobs();
  expect((await p.letters({ cause: `hold:${holdId}:lifted` })).length).toBe(3);
});

test('the same form sent twice lifts once and says the same', async () => {
  const holdId = await place(vector, 'Повторная отправка');
  const path = `/admin/partners/${vector}/holds/${holdId}/lift`;
  const fields = { token: tokenOf(await manager.get(path)), comment: 'один раз' };
  const answers = await Promise.all([manager.post(path, fields), manager.post(path, fields)]);
  expect(answers.map(({ status }) => status)).toEqual([303, 303]);
  expect(await p.portal.db.auditEntry.count({ where: { action: 'hold.lifted', subject: `блокировка ${holdId}` } })).toBe(1);
});

test('the portal itself lifts only holds of its own kind', async () => {
  const [manual] = await openHolds(meridian);
  const robot = systemScope(p.portal, 'overdue');
  const byRobot = (holdId: number) =>
    command(robot, { action: 'hold.lift' }, (tx) => liftHold(tx, meridian, holdId, 'оплачено', 'overdue'));
  await expect(byRobot(manual?.id ?? 0)).rejects.toThrow('нет права');
  const { id } = await command(robot, { action: 'hold.place' }, (tx) =>
    placeHold(tx, { partnerId: meridian, reason: 'overdue', text: 'Просрочен счёт № МС-000001.' }),
  );
  expect(await byRobot(id)).toMatchObject({ otherHolds: 1 });
  expect((await openHolds(meridian)).map((hold) => hold.id)).toEqual([manual?.id]);
});

test('a bad form comes back filled in; what is not there is not found', async () => {
  const path = `/admin/partners/${vector}/holds`;
  const token = tokenOf(await manager.get(path));
  const bad = await manager.post(path, { token, text: ' ', amount: 'много', comment: 'оставить' });
  expect(bad.status).toBe(422);
  expect(bad.text).toContain('Напишите, что прочтёт партнёр');
  expect(bad.text).toContain('Укажите сумму в рублях');
  expect(bad.$('#comment').val()).toContain('оставить');
  const foreign = await p.portal.db.contract.findFirstOrThrow({ where: { partnerId: meridian } });
  expect((await manager.post(path, { token, text: 'x', contract: String(foreign.id) })).text).toContain('Выберите договор этого партнёра');
  expect((await manager.post(path, { token, text: 'x', reason: 'axapta' })).status).toBe(400);
  const [hold] = await openHolds(meridian);
  for (const gone of ['/admin/partners/999999/holds', '/admin/partners/x/holds', `/admin/partners/${vector}/holds/${hold?.id}/lift`]) {
    expect((await manager.get(gone)).status).toBe(404);
  }
  expect((await manager.post(`/admin/partners/${vector}/holds/${hold?.id}/lift`, { token, comment: '' })).status).toBe(404);
});

test('partners and customers may not', async () => {
  for (const login of ['vector', 'vector-books', 'romashka']) {
    const browser = await p.as(login);
    expect((await browser.get(`/admin/partners/${vector}/holds`)).status).toBe(403);
    expect((await browser.post(`/admin/partners/${vector}/holds`, { text: 'x' })).status).toBe(403);
    expect((await browser.post(`/admin/partners/${vector}/limit`, { limit: '1' })).status).toBe(403);
  }
});
