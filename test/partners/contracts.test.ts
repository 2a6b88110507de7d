import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { closeMonth } from '#src/billing/close/close.service.ts';
import { day, month } from '#src/lib/days.ts';
import { contractBadge } from '#src/partners/contracts/contracts.rules.ts';
import { systemScope } from '#src/platform/scope.ts';
import type { Browser, TestPage } from '#test/support/browser.ts';
import { Managing } from '#test/support/managing.ts';
import { orderAs, placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
let manager: Browser;
let partnerId: number;
let contractId: number;
let path: string;

beforeEach(async () => {
  p = await openTestPortal();
  manager = await p.as('manager');
  const contract = await p.portal.db.contract.findFirstOrThrow({ where: { partner: { code: 'orion' } } });
  ({ partnerId, id: contractId } = contract);
  path = `/admin/partners/${partnerId}/contracts`;
});
afterEach(() => p.close());

const typed = { number: 'KL-77/2026', signedOn: '01.11.2026', docMode: 'upd', base: '' };

async function send(page: TestPage, to: string, fields: Record<string, string>): Promise<TestPage> {
  const value = (name: string) => String(page.$(`main input[name=${name}]`).attr('value') ?? '');
  const hidden = { token: value('token'), ...(page.$('input[name=version]').length > 0 ? { version: value('version') } : {}) };
  return manager.post(to, { ...hidden, ...fields });
}

async function add(fields: Record<string, string> = {}): Promise<number> {
  const done = await send(await manager.get(path), path, { ...typed, ...fields });
  expect(done.status).toBe(303);
  return (await p.portal.db.contract.findFirstOrThrow({ where: { partnerId }, orderBy: { id: 'desc' } })).id;
}

/** Ends the contract as a person does: looks what will change, then confirms. */
async function end(id: number, wish: { endedOn: string; successor: string }): Promise<{ shown: TestPage; done: TestPage }> {
  const to = `${path}/${id}/ending`;
  const shown = await send(await manager.get(to), to, { ...wish, step: 'show', shown: '' });
  const hidden = { shown: String(shown.$('input[name=shown]').attr('value')) };
  return { shown, done: await send(shown, to, { ...wish, ...hidden }) };
}

async function closeNovember(): Promise<void> {
  p.clock.setTo(new Date('2026-11-30T21:00:00+03:00'));
  await closeMonth(systemScope(p.portal, 'test'), month('2026-11'));
  manager = await p.as('manager'); // the session of the 22nd is over
}

const card = async () => (await manager.get(`/admin/partners/${partnerId}?tab=people`)).text;
const textOf = (page: TestPage) =>
  page
    .$('main')
    .text()
    .replace(/[\s\u00a0]+/g, ' ');

describe('the day a contract was signed', () => {
  it.each(['20.11.2027', '10.01.2099', '23.11.2026', '31.12.1999'])('is not %s, where it is added', async (signedOn) => {
    const refused = await send(await manager.get(path), path, { ...typed, signedOn });
    expect([refused.status, refused.$('#signedOn-error').length, refused.$('#number').val()]).toEqual([422, 1, typed.number]);
    expect(await p.portal.db.contract.count({ where: { partnerId } })).toBe(1);
  });

  it('is today or earlier where it is mended, and an agreement is not older than its contract', async () => {
    const id = await add({ signedOn: '22.11.2026' });
    const refused = await send(await manager.get(`${path}/${id}`), `${path}/${id}`, { ...typed, signedOn: '20.11.2027' });
    expect([refused.status, refused.$('#signedOn-error').length]).toEqual([422, 1]);
    const agreement = { ...typed, number: 'ДС-1', signedOn: '01.11.2026', base: String(id) };
    expect(textOf(await send(await manager.get(path), path, agreement))).toContain('Не раньше договора: 22.11.2026');
  });

  it('says when a contract works: never «Действует» where an order finds none', () => {
    const today = day('2026-11-22');
    const badge = (signedOn: string, endedOn: string | null) =>
      contractBadge({ signedOn: day(signedOn), endedOn: endedOn === null ? null : day(endedOn) }, today).label;
    expect(badge('2026-11-22', null)).toBe('Действует');
    expect(badge('2027-11-20', null)).toBe('Вступит 20.11.2027');
    expect(badge('2026-01-01', '2026-11-30')).toBe('Действует до 30.11.2026');
    expect(badge('2026-01-01', '2026-11-21')).toBe('Завершён 21.11.2026');
  });
});

test('a contract is mended until an invoice names it, and never over a colleague', async () => {
  await placeNew(p, 'orion', { seats: 5 });
  const to = `${path}/${contractId}`;
  const first = await manager.get(to);
  const mended = { ...typed, number: 'ORN-7/2026', signedOn: '02.11.2026' };
  expect((await send(first, to, mended)).status).toBe(303);
  expect(await p.portal.db.contract.findUnique({ where: { id: contractId } })).toMatchObject({
    number: 'ORN-7/2026',
    signedOn: new Date('2026-11-02'),
  });
  const late = await send(await manager.get(to), to, {
    ...{ ...mended, number: 'ORN-8/2026' },
    version: String(first.$('input[name=version]').attr('value')),
  });
  expect([late.$('input[name=number]').val(), textOf(late).includes('Сейчас сохранено «ORN-7/2026»')]).toEqual(['ORN-8/2026', true]);
  expect([late.status, textOf(late).includes('Договор изменили')]).toEqual([409, true]);
  const open = await manager.get(to);
  await closeNovember();
  const named = await manager.get(to);
  expect([named.$('main form').length, textOf(named).includes('Назван в счёте № МС-000001')]).toEqual([0, true]);
  const refused = await send(open, to, { ...mended, number: 'ORN-9/2026' });
  expect([refused.status, refused.$('h1').text()]).toEqual([409, named.$('h1').text()]);
  expect(textOf(refused)).toContain('Не выполнено. Договор назван в счёте № МС-000001: исправить его больше нельзя.');
  expect(textOf(refused)).toContain('ORN-9/2026');
});

test('its subscriptions go on under another contract from the next month, with a row in the journal and one letter', async () => {
  const number = await placeNew(p, 'orion', { seats: 10 });
  const next = await add();
  const before = await p.portal.db.contract.findUniqueOrThrow({ where: { id: contractId } });
  const { shown, done } = await end(contractId, { endedOn: '30.11.2026', successor: String(next) });
  expect(textOf(shown)).toContain(`Под договор KL-77/2026 при закрытии месяца перейдут: 1 подписка на 2 140,00 ₽ в месяц.`);
  expect(textOf(shown)).toContain(number);
  expect(done.status).toBe(303);
  expect(await card()).toContain('Действует до 30.11.2026');
  await closeNovember();
  const invoice = await p.portal.db.invoice.findFirstOrThrow({ where: { partnerId } });
  expect(invoice.contractId).toBe(contractId);
  const [, december] = await p.portal.db.servicePeriod.findMany({ where: { partnerId }, orderBy: { fromOn: 'asc' } });
  expect(december).toMatchObject({ contractId: next, fromOn: new Date('2026-12-01') });
  const moved = await p.portal.db.subscriptionEvent.findFirstOrThrow({ where: { partnerId, action: 'contract' } });
  expect([moved.before, moved.after]).toEqual([{ contract: before.number }, { contract: 'KL-77/2026' }]);
  const letters = await p.letters({ template: 'contract-ended' });
  expect(letters.map(({ subject }) => subject)).toEqual(Array(letters.length).fill(`Договор ${before.number} завершается 30 ноября 2026`));
  expect(letters.length).toBeGreaterThanOrEqual(2); // the owner and the manager
});

test('without another contract what runs stops with the month, what waits is given up, and nobody can take it further', async () => {
  const running = await placeNew(p, 'orion', { seats: 10 });
  await p.portal.db.partner.update({ where: { id: partnerId }, data: { creditLimit: 650_00n } });
  const waiting = await orderAs(await p.scope('orion'), { seats: 10 });
  expect(waiting.status).toBe('held');
  const { shown, done } = await end(contractId, { endedOn: '25.11.2026', successor: 'stop' });
  expect(textOf(shown)).toContain('Остановятся 30 ноября 2026 или раньше: 2 подписки на 4 280,00 ₽ в месяц.');
  expect(textOf(shown)).toContain(`Заказ ${waiting.number} отменится`);
  expect(done.status).toBe(303);
  const orion = new Managing(await p.scope('orion'));
  expect((await orion.find(running)).stopOn).toBe('2026-11-30');
  expect((await orion.find(waiting.subscriptionNumber)).status).toBe('cancelled');
  await expect(orion.autoRenewal(running, { autoRenew: true })).rejects.toMatchObject({
    fields: { stopOn: expect.stringContaining('Договор завершён: подписка работает по 30.11.2026') },
  });
  p.clock.setTo(new Date('2026-11-26T10:00:00+03:00'));
  manager = await p.as('manager');
  expect(await card()).toContain('Завершён 25.11.2026');
  await expect(placeNew(p, 'orion', { seats: 5 })).rejects.toMatchObject({
    fields: { '': expect.stringContaining('нет действующего договора') },
  });
  await closeNovember();
  expect((await orion.find(running)).status).toBe('stopped');
  expect(await p.portal.db.servicePeriod.count({ where: { partnerId, fromOn: { gte: new Date('2026-12-01') } } })).toBe(0);
  // A new contract takes it on.
  const next = await add({ signedOn: '30.11.2026' });
  await p.portal.db.partner.update({ where: { id: partnerId }, data: { creditLimit: 50_000_00n } });
  await orion.start(running);
  expect(await p.portal.db.subscription.findUnique({ where: { number: running } })).toMatchObject({
    contractId: next,
    status: 'active',
    stopOn: null,
  });
});

test('what was shown is confirmed, nothing else: another day, a colleague, a repeated press', async () => {
  await placeNew(p, 'orion', { seats: 5 });
  const to = `${path}/${contractId}/ending`;
  const wish = { endedOn: '30.11.2026', successor: 'stop' };
  const shown = await manager.get(to);
  const hidden = { shown: String(shown.$('input[name=shown]').attr('value')) };
  await placeNew(p, 'orion', { seats: 6 });
  const changed = await send(shown, to, { ...wish, ...hidden });
  expect([changed.status, textOf(changed).includes('Проверьте, что изменится'), textOf(changed).includes('2 подписки')]).toEqual([
    422,
    true,
    true,
  ]);
  const bad = await send(shown, to, { ...wish, endedOn: '30.11.2029', shown: '' });
  expect([bad.status, bad.$('#endedOn-error').text().includes('Не дальше года')]).toEqual([422, true]);
  const { shown: page, done } = await end(contractId, wish);
  expect(done.status).toBe(303);
  const again = await send(page, to, { ...wish, shown: String(page.$('input[name=shown]').attr('value')) });
  expect([again.status, again.location]).toEqual([303, done.location]);
  const over = await manager.get(to);
  expect([over.status, textOf(await manager.follow(over)).includes('уже завершён')]).toEqual([303, true]);
  expect(await p.portal.db.auditEntry.count({ where: { action: 'contract.ended' } })).toBe(1);
  expect((await (await p.as('orion')).get(to)).status).toBe(403);
  expect((await manager.get(`/admin/partners/${partnerId}/contracts/999999`)).status).toBe(404);
});
