import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser, TestPage } from '#test/support/browser.ts';
import { invited } from '#test/support/invited.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
let vera: Browser;
let anna: Browser;
let romashka: number;
let users: string;
beforeAll(async () => {
  p = await openTestPortal();
  [vera, anna] = [await p.as('romashka'), await p.as('vector')];
  romashka = (await p.scope('romashka')).actor.customerId ?? 0;
  users = `/customers/${romashka}/users`;
});
afterAll(() => p.close());

const person = { name: 'Олег Луговой', email: 'oleg@romashka.example', phone: '', login: '', role: 'customer_colleague' };
const tokenOf = (page: TestPage) => String(page.$('input[name=token]').first().val());
const idOf = (page: TestPage) => Number(page.location?.split('/').at(-1));

async function invite(by: Browser, list: string, fields: Record<string, string> = {}): Promise<TestPage> {
  return by.post(list, { ...person, token: tokenOf(await by.get(`${list}/new`)), ...fields });
}

/** The one-time password of the last letter to the address. */
async function passwordFor(address: string): Promise<string> {
  await p.drainJobs();
  const letter = (await p.letters({ template: 'start-password-colleague', recipientAddress: address })).at(-1);
  return /дноразовый пароль:?\s*(\S+)/.exec(letter?.text ?? '')?.[1] ?? '';
}

describe('the administrator of a customer', () => {
  test('invites a colleague, who logs on once with the letter, sees the subscriptions and invites nobody', async () => {
    const made = await invite(vera, '/my/team');
    expect(made.location).toMatch(/^\/my\/team\/\d+$/);
    const row = await p.portal.db.user.findUniqueOrThrow({ where: { id: idOf(made) } });
    expect(row).toMatchObject({ role: 'customer_colleague', customerId: romashka, login: 'oleg', mustChangePassword: true });
    const password = await passwordFor(person.email);
    const [letter] = await p.letters({ template: 'start-password-colleague' });
    expect(letter?.text).toContain('подписки компании ООО «Ромашка»');
    expect(letter?.text).toContain('Мария Лугова');
    expect(await p.portal.db.auditEntry.count({ where: { action: 'user.created', subject: 'пользователь oleg' } })).toBe(1);

    const oleg = await p.visitor().logOn('oleg', password);
    const fresh = { password: 'Утро-над-лесом-42', repeat: 'Утро-над-лесом-42' };
    expect((await oleg.post('/Account/Password', fresh)).status).toBe(303);
    const home = await oleg.get('/my/subscriptions');
    expect([home.status, home.$('nav a[href="/my/team"]').length]).toEqual([200, 0]);
    for (const path of ['/my/team', '/my/team/new', '/cabinet', users]) expect((await oleg.get(path)).status, path).toBe(403);
    expect((await oleg.post('/my/team', { ...person, token: crypto.randomUUID() })).status).toBe(403);
    expect((await vera.get('/my/team')).text).toContain('Олег Луговой');
  });

  test.each([
    ['email', 'oleg@', 'Адрес почты'],
    ['email', person.email, 'уже есть вход'],
    ['name', '', 'Укажите имя'],
    ['login', 'олег', 'латинских'],
  ])('is told of a bad %s «%s» at the field, and loses nothing', async (name, value, told) => {
    const again = await invite(vera, '/my/team', { email: 'another@romashka.example', [name]: value });
    expect([again.status, again.$(`#${name}-error`).text()]).toEqual([422, expect.stringContaining(told)]);
    expect(again.$(name === 'name' ? '#email' : '#name').val()).toBe(name === 'name' ? 'another@romashka.example' : 'Олег Луговой');
  });

  test('is of this customer: no other role, nobody else’s person', async () => {
    expect((await invite(vera, '/my/team', { email: 'x@romashka.example', role: 'partner_owner' })).status).toBe(422);
    const stranger = await invited(p, 'severveter-oleg', { customerOf: 'severveter' });
    const anna_ = (await p.scope('vector')).actor.userId;
    for (const id of [stranger, anna_]) {
      expect((await vera.get(`/my/team/${id}`)).status).toBe(404);
      expect((await vera.post(`/my/team/${id}/disable`)).status).toBe(404);
      expect((await anna.get(`${users}/${id}`)).status).toBe(404);
    }
  });

  test('ends access at once: the sessions, the letters; the last administrator stays', async () => {
    const id = await invited(p, 'romashka-nina');
    const nina = await p.as('romashka-nina');
    expect((await vera.get(`/my/team/${id}/disable`)).text).toContain('ответах на запросы');
    expect((await vera.post(`/my/team/${id}/disable`)).status).toBe(303);
    expect((await nina.get('/my/subscriptions')).location).toBe('/Account/LogOn');
    expect((await vera.post(`/my/team/${id}/start-password`, { token: crypto.randomUUID() })).status).toBe(409);
    const own = (await p.scope('romashka')).actor.userId;
    expect((await vera.post(`/my/team/${own}/disable`)).status).toBe(409);
    const last = await anna.post(`${users}/${own}/disable`);
    expect([last.status, last.text]).toEqual([409, expect.stringContaining('последний администратор заказчика')]);
    expect((await vera.post(`/my/team/${id}/enable`)).status).toBe(303);
  });

  test('makes another one, who may then invite', async () => {
    const id = await invited(p, 'romashka-zoya');
    const zoya = await p.as('romashka-zoya');
    expect((await zoya.get('/my/team')).status).toBe(403);
    const { status } = await vera.post(`/my/team/${id}/role`, { role: 'customer', seen: 'customer_colleague' });
    expect([status, (await zoya.get('/my/team')).status]).toEqual([303, 200]);
  });
});

describe('the partner', () => {
  test('invites for its customer in its own name; a manager too, an accountant not, another partner finds nothing', async () => {
    const email = 'pavel@romashka.example';
    const made = await invite(await p.as('vector-sales'), users, { email, name: 'Павел Луговой' });
    expect(made.location).toBe(`${users}/${idOf(made)}`);
    await p.drainJobs();
    const [letter] = await p.letters({ template: 'start-password-colleague', recipientAddress: email });
    expect(letter?.text).toContain('(ООО «Вектор»)');
    const books = await p.as('vector-books');
    expect([(await books.get(users)).status, (await books.post(users, {})).status]).toEqual([403, 403]);
    const orion = await p.as('orion');
    for (const path of [users, `${users}/new`, `${users}/${idOf(made)}`]) expect((await orion.get(path)).status, path).toBe(404);
    expect((await orion.post(users, { ...person, email: 'x@x.example', token: crypto.randomUUID() })).status).toBe(404);
  });

  test('finds the way from the card; who does not head the partner changes no data', async () => {
    const card = await anna.get(`/customers/${romashka}`);
    expect(card.$(`aside a[href="${users}"]`).length).toBe(1);
    const list = await anna.get(users);
    expect(list.$('.breadcrumbs, nav[aria-label]').text()).toContain('Ромашка');
    const id = await invited(p, 'romashka-ilya');
    const edit = `a[href="${users}/${id}/edit"]`;
    expect((await anna.get(`${users}/${id}`)).$(edit).length).toBe(1);
    expect((await (await p.as('vector-sales')).get(`${users}/${id}`)).$(edit).length).toBe(0);
  });
});
