import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { runHandovers } from '#src/accounts/staff/handovers.service.ts';
import type { Browser } from '#test/support/browser.ts';
import { openTestPortal, TEST_NOW, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
let admin: Browser;
beforeAll(async () => {
  p = await openTestPortal();
});
beforeEach(async () => {
  p.clock.setTo(TEST_NOW);
  admin = await p.as('admin');
});
afterAll(() => p.close());

let tokens = 0;
const token = () => `5e0f8c1e-4a55-4d0e-8d39-${String(++tokens).padStart(12, '0')}`;
const idOf = async (login: string) => (await p.portal.db.user.findUniqueOrThrow({ where: { login } })).id;
const managerOf = async (code: string) =>
  (await p.portal.db.partner.findUniqueOrThrow({ where: { code }, include: { manager: true } })).manager.login;
const on = (day: string) => p.clock.setTo(new Date(`${day}T00:02:00+03:00`));
const plan = async (from: string, to: string, fromOn: string, untilOn: string) =>
  admin.post('/admin/staff/handovers', { fromId: String(await idOf(from)), toId: String(await idOf(to)), fromOn, untilOn, token: token() });

test('an employee is added and gets the letter', async () => {
  const person = { name: 'Олег Титов', email: 'o.titov@mont.example', phone: '', login: 'titov', role: 'manager', token: token() };
  const answer = await admin.post('/admin/staff', person);
  expect(answer.location).toMatch(/^\/admin\/staff\/\d+$/);
  await p.drainJobs();
  expect((await p.letters({ template: 'start-password-staff' })).map(({ to }) => to)).toEqual(['o.titov@mont.example']);
  expect((await admin.get('/admin/staff')).text).toContain('Олег Титов');
  expect((await admin.post('/admin/staff', { ...person, role: 'partner_owner', token: token() })).status).toBe(422);
  expect((await admin.post(`${answer.location}/role`, { role: 'admin' })).status).toBe(303);
  expect((await admin.post(`${answer.location}/disable`)).status).toBe(303);
  expect((await p.portal.db.user.findUniqueOrThrow({ where: { login: 'titov' } })).disabledAt).not.toBeNull();
});

test('a manager with partners stays until the portfolio is handed over for good', async () => {
  const login = await managerOf('orion');
  const path = `/admin/staff/${await idOf(login)}`;
  const other = login === 'gromov' ? 'tikhonova' : 'gromov';
  expect((await admin.post(`${path}/disable`)).text).toContain('сначала передайте');
  expect((await plan(login, other, '22.11.2026', '')).status).toBe(303);
  expect(await managerOf('orion')).toBe(other);
  expect((await admin.post(`${path}/disable`)).status).toBe(303);
  await admin.post(`${path}/enable`);
  await plan(other, login, '22.11.2026', '');
  expect(await managerOf('orion')).toBe(login);
});

test('for a vacation partners see the substitute, and come back by themselves', async () => {
  const login = await managerOf('vector');
  const other = login === 'tikhonova' ? 'gromov' : 'tikhonova';
  expect((await plan(login, other, '24.11.2026', '30.11.2026')).status).toBe(303);
  await runHandovers(p.portal);
  expect(await managerOf('vector')).toBe(login);
  on('2026-11-24');
  await Promise.all([runHandovers(p.portal), runHandovers(p.portal)]);
  expect(await managerOf('vector')).toBe(other);
  on('2026-11-30');
  await runHandovers(p.portal);
  expect(await managerOf('vector')).toBe(other);
  on('2026-12-01');
  await Promise.all([runHandovers(p.portal), runHandovers(p.portal)]);
  expect(await managerOf('vector')).toBe(login);
  const actions = await p.portal.db.auditEntry.findMany({
    where: { action: { startsWith: 'handover.' }, actorRole: 'system' },
    orderBy: { id: 'asc' },
  });
  expect(actions.map(({ action }) => action)).toEqual(['handover.started', 'handover.ended']);
});

test('begins at once when it begins today, ends by hand, and leaves what was given to somebody else', async () => {
  const login = await managerOf('vector');
  await plan(login, 'tikhonova' === login ? 'gromov' : 'tikhonova', '22.11.2026', '25.11.2026');
  const moved = await managerOf('vector');
  expect(moved).not.toBe(login);
  await p.portal.db.partner.update({ where: { code: 'vector' }, data: { managerId: await idOf('admin') } });
  const page = await admin.get('/admin/staff/handovers');
  const action = page.$('form[action$="/end"]').first().attr('action') ?? '';
  expect((await admin.post(action)).status).toBe(303);
  expect(await managerOf('vector')).toBe('admin');
  expect((await admin.post(action)).status).toBe(409);
  await p.portal.db.partner.update({ where: { code: 'vector' }, data: { managerId: await idOf(login) } });
});

test('no chains: nobody is handed over twice, and no substitute is away', async () => {
  expect((await plan('gromov', 'tikhonova', '01.12.2026', '10.12.2026')).status).toBe(303);
  expect((await plan('gromov', 'manager', '05.12.2026', '06.12.2026')).$('#fromId-error').text()).toContain('уже передан');
  expect((await plan('manager', 'gromov', '05.12.2026', '06.12.2026')).$('#toId-error').text()).toContain('отсутствует');
  expect((await plan('tikhonova', 'manager', '05.12.2026', '06.12.2026')).$('#fromId-error').text()).toContain('замещает');
  expect((await plan('manager', 'tikhonova', '05.12.2026', '06.12.2026')).status).toBe(303);
});

test('bad input comes back with the form', async () => {
  expect((await plan('gromov', 'gromov', '01.02.2027', '05.02.2027')).$('#toId-error').text()).toContain('другого');
  expect((await plan('gromov', 'manager', '05.02.2027', '01.02.2027')).$('#untilOn-error').text()).toContain('Не раньше');
  expect((await plan('gromov', 'manager', '21.11.2026', '05.02.2027')).$('#fromOn-error').text()).toContain('уже прошёл');
  expect((await plan('gromov', 'manager', '', '')).$('#fromOn-error').length).toBe(1);
  const stranger = {
    fromId: String(await idOf('vector')),
    toId: String(await idOf('orion')),
    fromOn: '01.02.2027',
    untilOn: '05.02.2027',
    token: token(),
  };
  expect((await admin.post('/admin/staff/handovers', stranger)).status).toBe(422);
});

test('is for administrators only, and partners’ people are not there', async () => {
  for (const login of ['manager', 'vector']) {
    const browser = await p.as(login);
    for (const path of ['/admin/staff', '/admin/staff/new', '/admin/staff/handovers']) expect((await browser.get(path)).status).toBe(403);
    expect((await browser.post('/admin/staff', {})).status).toBe(403);
  }
  expect((await admin.get(`/admin/staff/${await idOf('vector')}`)).status).toBe(404);
  expect((await admin.post('/admin/staff/handovers/999999/end')).status).toBe(404);
  expect((await admin.post(`/admin/staff/${await idOf('admin')}/disable`)).status).toBe(409);
});
