import { afterAll, beforeAll, expect, test } from 'vitest';
import { disableUser } from '#src/accounts/team/colleague-access.service.ts';
import type { Browser, TestPage } from '#test/support/browser.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
let owner: Browser;
let vectorId: number;
beforeAll(async () => {
  p = await openTestPortal();
  owner = await p.as('vector');
  vectorId = (await p.portal.db.partner.findUniqueOrThrow({ where: { code: 'vector' } })).id;
});
afterAll(() => p.close());

let tokens = 0;
const token = () => `5e0f8c1e-4a55-4d0e-8d38-${String(++tokens).padStart(12, '0')}`;
const idOf = async (login: string) => (await p.portal.db.user.findUniqueOrThrow({ where: { login } })).id;
const newcomer = (change: Record<string, string> = {}) => ({
  name: 'Вера Новикова',
  email: 'vera@vector.example',
  phone: '',
  login: '',
  role: 'partner_manager',
  token: token(),
  ...change,
});
const noted = (action: string) => p.portal.db.auditEntry.findMany({ where: { action }, orderBy: { id: 'asc' } });

async function add(change: Record<string, string>): Promise<{ id: number; login: string }> {
  const answer = await owner.post('/team', newcomer(change));
  expect(answer.status).toBe(303);
  const id = Number(answer.location?.split('/').at(-1));
  return { id, login: (await p.portal.db.user.findUniqueOrThrow({ where: { id } })).login };
}

async function startPassword(login: string): Promise<string> {
  await p.drainJobs();
  const texts = await p.letters({ template: { startsWith: 'start-password' }, text: { contains: `Логин: ${login}` } });
  return /Одноразовый пароль: (\S+)/.exec(texts.at(-1)?.text ?? '')?.[1] ?? '';
}

test('a colleague is added, gets the letter and logs on with the start password', async () => {
  const { id, login } = await add({ email: 'lev@vector.example', name: 'Лев Панин', role: 'partner_accountant' });
  expect(login).toBe('lev');
  const card = await owner.get(`/team/${id}`);
  expect(card.text).toContain('Ждёт первого входа');
  const password = await startPassword('lev');
  const [letter] = await p.letters({ template: 'start-password-colleague', recipientAddress: 'lev@vector.example' });
  expect(letter?.text).toContain('ООО «Вектор»');
  const lev = p.visitor();
  expect((await lev.post('/Account/LogOn', { login, password })).location).toBe('/Account/Password');
  expect((await noted('user.created')).at(-1)).toMatchObject({ partnerId: vectorId, after: { role: 'partner_accountant' } });
  expect((await owner.get('/team')).text).toContain('Лев Панин');
});

test('a repeated submit adds one person', async () => {
  const fields = newcomer({ email: 'once@vector.example' });
  const [first, second] = await Promise.all([owner.post('/team', fields), owner.post('/team', fields)]);
  expect([first.status, second.status, second.location]).toEqual([303, 303, first.location]);
  expect(await p.portal.db.user.count({ where: { email: 'once@vector.example' } })).toBe(1);
});

test('bad input comes back with the form', async () => {
  const page = await owner.post('/team', newcomer({ name: ' ', email: 'нет', phone: '12', login: 'Анна Б', role: 'partner_owner' }));
  expect(page.status).toBe(422);
  for (const name of ['name', 'email', 'phone', 'login']) expect(page.$(`#${name}-error`).length).toBe(1);
  expect(page.$('#email').attr('value')).toBe('нет');
  expect(page.$('input[value=partner_owner]').attr('checked')).toBeDefined();
  expect((await owner.post('/team', newcomer({ role: 'admin' }))).status).toBe(422);
  expect((await owner.post('/team', newcomer({ login: 'orion' }))).$('#login-error').text()).toContain('занят');
  expect((await owner.post('/team', newcomer({ email: 'LEV@vector.example' }))).$('#email-error').text()).toContain('уже есть вход');
  expect((await owner.post('/team', { ...newcomer(), partnerId: '1' })).status).toBe(400);
});

test('a disabled colleague is out at once, and back with the old password', async () => {
  const ilya = await p.as('vector-sales');
  const id = await idOf('vector-sales');
  expect((await owner.post(`/team/${id}/disable`)).status).toBe(303);
  expect((await ilya.get('/cabinet')).location).toBe('/Account/LogOn');
  await expect(p.as('vector-sales')).rejects.toThrow('could not log on');
  expect((await owner.get(`/team/${id}`)).text).toContain('Отключён');
  expect((await owner.post(`/team/${id}/disable`)).status).toBe(303);
  expect((await noted('user.disabled')).length).toBe(1);
  expect((await owner.post(`/team/${id}/enable`)).status).toBe(303);
  expect((await (await p.as('vector-sales')).get('/cabinet')).status).toBe(200);
});

test('a role works with the next request', async () => {
  const ilya = await p.as('vector-sales');
  const id = await idOf('vector-sales');
  expect((await ilya.get('/orders/new')).status).not.toBe(403);
  expect((await owner.post(`/team/${id}/role`, { role: 'partner_accountant' })).status).toBe(303);
  expect((await ilya.get('/orders/new')).status).toBe(403);
  expect((await noted('user.role-changed')).at(-1)).toMatchObject({
    before: { role: 'partner_manager' },
    after: { role: 'partner_accountant' },
  });
  expect((await owner.post(`/team/${id}/role`, { role: 'manager' })).status).toBe(400);
  const late = await owner.get(`/team/${id}`);
  expect(late.$('input[name=seen]').attr('value')).toBe('partner_accountant');
  await p.portal.db.user.update({ where: { id }, data: { role: 'partner_owner' } });
  const refused = await owner.post(`/team/${id}/role`, { role: 'partner_manager', seen: 'partner_accountant' });
  expect([refused.status, refused.text]).toEqual([409, expect.stringContaining('сейчас «Руководитель», у вас «Менеджер»')]);
  expect(refused.$('input[name=role][checked]').attr('value')).toBe('partner_manager');
  expect(refused.$('form[action$="/role"] input[name=seen]').attr('value')).toBe('partner_owner');
  await owner.post(`/team/${id}/role`, { role: 'partner_manager' });
});

test('nobody removes oneself, nor the last head', async () => {
  const [anna, manager] = [await idOf('vector'), await p.as('manager')];
  for (const [word, fields] of [
    ['disable', {}],
    ['role', { role: 'partner_manager' }],
  ] as const) {
    expect((await owner.post(`/team/${anna}/${word}`, fields)).status).toBe(409);
    const refused = await manager.post(`/admin/partners/${vectorId}/users/${anna}/${word}`, fields);
    expect([refused.status, refused.text]).toEqual([409, expect.stringContaining('последний руководитель')]);
  }
  expect((await owner.get(`/team/${anna}`)).$('button[aria-disabled]').length).toBe(1);
});

test('two owners who disable each other at once: one stays', async () => {
  const second = await add({ email: 'second@vector.example', role: 'partner_owner' });
  const [anna, other] = [await p.scope('vector'), await p.scope(second.login)];
  const circle = { partnerId: vectorId, name: 'Вектор', path: '/team' };
  const outcomes = await Promise.allSettled([disableUser(anna, circle, second.id), disableUser(other, circle, anna.actor.userId ?? 0)]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await p.portal.db.user.count({ where: { partnerId: vectorId, role: 'partner_owner', disabledAt: null } })).toBe(1);
  await p.portal.db.user.updateMany({ where: { login: 'vector' }, data: { disabledAt: null } });
  await p.portal.db.user.updateMany({ where: { id: second.id }, data: { disabledAt: new Date() } });
  owner = await p.as('vector');
});

test('the start password is sent anew while there is no password of one’s own', async () => {
  const { id, login } = await add({ email: 'again@vector.example' });
  const first = await startPassword(login);
  const answer = await owner.post(`/team/${id}/start-password`, { token: token() });
  expect((await owner.follow(answer)).text).toContain('again@vector.example');
  const second = await startPassword(login);
  expect(second).not.toBe(first);
  await expect(p.as(login, first)).rejects.toThrow('could not log on');
  await expect(p.as(login, second)).resolves.toBeTruthy();
  expect((await owner.post(`/team/${await idOf('vector-sales')}/start-password`, { token: token() })).status).toBe(303);
  expect((await p.letters({ template: 'password-recovery' })).length).toBe(1);
});

test('sessions are seen and ended, one or all', async () => {
  await p.portal.db.session.deleteMany({ where: { userId: await idOf('vector-sales') } });
  const [here, there] = [await p.as('vector-sales'), await p.as('vector-sales')];
  const id = await idOf('vector-sales');
  const card = await owner.get(`/team/${id}`);
  const ends = card.$(`form[action^="/team/${id}/sessions/"]`);
  expect(ends.length).toBeGreaterThanOrEqual(2);
  expect((await owner.post(ends.first().attr('action') ?? '')).status).toBe(303);
  const alive = (await Promise.all([here, there].map((one) => one.get('/cabinet')))).filter(({ status }) => status === 200);
  expect(alive.length).toBe(1);
  expect((await owner.post(`/team/${id}/sessions`)).status).toBe(303);
  for (const one of [here, there]) expect((await one.get('/cabinet')).status).toBe(303);
  expect((await owner.post(`/team/${id}/sessions/${'0'.repeat(64)}`)).status).toBe(303);
  expect((await owner.post(`/team/${id}/sessions/nonsense`)).status).toBe(404);
});

test('who gets which letters: a box per person and letter', async () => {
  const page = await owner.get('/team/letters');
  const names = page
    .$('form[action="/team/letters"] input[type=checkbox]')
    .toArray()
    .map((box) => page.$(box).attr('name') ?? '');
  const boxes = Object.fromEntries(names.map((name) => [name, 'on']));
  const [anna, ilya] = [await idOf('vector'), await idOf('vector-sales')];
  expect(boxes).toHaveProperty([`${ilya}:subscription-stopped`]);
  expect(boxes).toHaveProperty([`${ilya}:customer-request`]);
  for (const none of ['password-changed', 'request-done', 'application-received']) expect(boxes).not.toHaveProperty([`${ilya}:${none}`]);
  const { [`${ilya}:subscription-stopped`]: _, ...kept } = boxes;
  expect((await owner.post('/team/letters', kept)).status).toBe(303);
  expect((await p.portal.db.user.findUniqueOrThrow({ where: { id: ilya } })).mutedLetters).toEqual(['subscription-stopped']);
  expect((await noted('user.letters-changed')).map(({ subject }) => subject)).toEqual(['пользователь vector-sales']);
  expect((await owner.get('/team/letters')).$(`input[name="${ilya}:subscription-stopped"]`).attr('checked')).toBeUndefined();
  const shown = await owner.get('/team/letters');
  const seen = String(shown.$('input[name=seen]').attr('value'));
  await p.portal.db.user.update({ where: { id: ilya }, data: { mutedLetters: ['subscription-stopped', 'hold-placed'] } });
  const { [`${ilya}:customer-request`]: __, ...mine } = kept;
  expect((await owner.post('/team/letters', { ...mine, seen })).status).toBe(303);
  const { mutedLetters } = await p.portal.db.user.findUniqueOrThrow({ where: { id: ilya } });
  expect([...mutedLetters].sort()).toEqual(['customer-request', 'hold-placed', 'subscription-stopped']);
  expect((await owner.post('/team/letters', { ...kept, [`${anna}:password-changed`]: 'on' })).status).toBe(400);
  expect((await owner.post('/team/letters', { ...kept, [`${await idOf('orion')}:hold-placed`]: 'on' })).status).toBe(400);
});

test('staff do the same for any partner', async () => {
  const manager = await p.as('manager');
  const path = `/admin/partners/${vectorId}/users`;
  const list = await manager.get(path);
  expect([list.status, list.text]).toEqual([200, expect.stringContaining('Илья')]);
  expect((await manager.get(`${path}/letters`)).status).toBe(200);
  const answer = await manager.post(path, newcomer({ email: 'bystaff@vector.example', role: 'partner_owner' }));
  expect(answer.location).toMatch(new RegExp(`^${path}/\\d+$`));
  await p.drainJobs();
  expect((await p.letters({ recipientAddress: 'bystaff@vector.example' }))[0]?.template).toBe('start-password-owner');
  expect((await noted('user.created')).at(-1)).toMatchObject({ actorRole: 'manager', partnerId: vectorId });
  for (const absent of [
    '/admin/partners/999999/users',
    '/admin/partners/x/users',
    `${path}/${await idOf('orion')}`,
    `${path}/${await idOf('manager')}`,
  ])
    expect((await manager.get(absent)).status).toBe(404);
});

test('people of others are not there, and only owners come in', async () => {
  const foreign = [
    await idOf('orion'),
    await idOf('manager'),
    (await p.portal.db.user.findFirstOrThrow({ where: { role: 'customer', partnerId: vectorId } })).id,
  ];
  for (const id of [...foreign, 999_999]) {
    const answers: TestPage[] = [await owner.get(`/team/${id}`)];
    for (const word of ['disable', 'enable', 'sessions']) answers.push(await owner.post(`/team/${id}/${word}`));
    answers.push(
      await owner.post(`/team/${id}/role`, { role: 'partner_manager' }),
      await owner.post(`/team/${id}/start-password`, { token: token() }),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(404));
  }
  const ilya = await p.as('vector-sales');
  for (const path of ['/team', '/team/new', '/team/letters', `/admin/partners/${vectorId}/users`]) {
    expect((await ilya.get(path)).status).toBe(403);
    expect((await p.visitor().get(path)).location).toBe('/Account/LogOn');
  }
  expect((await ilya.post('/team', newcomer())).status).toBe(403);
  expect((await (await p.as('manager')).get('/team')).status).toBe(403);
});
