import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEMO_PASSWORD } from '#prisma/seeds/data/cast.ts';
import type { Browser, TestPage } from '#test/support/browser.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
let anna: Browser;
beforeAll(async () => {
  p = await openTestPortal();
  anna = await p.as('vector');
});
afterAll(() => p.close());

const user = (login: string) => p.portal.db.user.findUniqueOrThrow({ where: { login } });
const noted = (action: string) => p.portal.db.auditEntry.count({ where: { action } });
const seenOn = (page: TestPage) => String(page.$('input[name=seen]').attr('value'));

async function save(browser: Browser, path: string, fields: Record<string, string>): Promise<TestPage> {
  const seen = seenOn(await browser.get(path));
  return browser.post(path, { seen, ...fields });
}

test('everybody changes the own name and phone; a new e-mail asks the password and counts by the link sent there', async () => {
  const own = { name: 'Анна Новая', phone: '+7 495 555-01-02', email: 'anna.new@vector.example' };
  const refused = await save(anna, '/Account/Profile', { ...own, current: 'не тот' });
  expect([refused.status, refused.$('#email').val()]).toEqual([422, own.email]);
  const before = (await user('vector')).email;
  expect((await save(anna, '/Account/Profile', { ...own, current: DEMO_PASSWORD })).status).toBe(303);
  expect(await user('vector')).toMatchObject({ name: own.name, email: before });
  await p.drainJobs();
  const [asked] = await p.letters({ template: 'email-changed', recipientAddress: own.email });
  const link = /\/Account\/Email\/[\w-]+/.exec(asked?.text ?? '')?.[0] ?? '';
  expect((await (await p.as('orion')).get(link)).status).toBe(404);
  expect((await p.visitor().get(link)).location).toBe('/Account/LogOn');
  expect((await anna.get(link)).text).toContain(own.email);
  expect((await anna.post(link)).status).toBe(303);
  expect((await user('vector')).email).toBe(own.email);
  expect((await anna.get(link)).status).toBe(404);
  await p.drainJobs();
  const [told] = await p.letters({ template: 'email-changed', recipientAddress: before });
  expect(told?.text).toContain(`теперь приходят на ${own.email}`);
  expect(await noted('user.updated')).toBe(2);
});

test('a link that was not followed within a day, or is made up, changes nothing', async () => {
  await save(anna, '/Account/Profile', { name: 'Анна Новая', phone: '', email: 'late@vector.example', current: DEMO_PASSWORD });
  await p.drainJobs();
  const [asked] = await p.letters({ template: 'email-changed', recipientAddress: 'late@vector.example' });
  const link = /\/Account\/Email\/[\w-]+/.exec(asked?.text ?? '')?.[0] ?? '';
  expect((await anna.get('/Account/Email/made-up')).status).toBe(404);
  await p.portal.db.emailChange.updateMany({ data: { askedAt: new Date(p.clock.now().getTime() - 25 * 3_600_000) } });
  expect((await anna.get(link)).status).toBe(404);
});

test('the head changes a colleague and a customer’s user, staff change both; the old and the new mailbox hear of it', async () => {
  const sales = await user('vector-sales');
  const vera = await user('romashka');
  const manager = await p.as('manager');
  const paths: [Browser, string, number][] = [
    [anna, `/team/${sales.id}/edit`, sales.id],
    [anna, `/customers/${vera.customerId}/users/${vera.id}/edit`, vera.id],
    [manager, `/admin/partners/${sales.partnerId}/users/${sales.id}/edit`, sales.id],
    [manager, `/admin/partners/${vera.partnerId}/customers/${vera.customerId}/users/${vera.id}/edit`, vera.id],
  ];
  for (const [at, [browser, path, id]] of paths.entries()) {
    const before = await p.portal.db.user.findUniqueOrThrow({ where: { id } });
    const email = `moved-${at}@vector.example`;
    const done = await save(browser, path, { name: 'Олег Смирнов', phone: '', email });
    expect([path, done.status]).toEqual([path, 303]);
    expect((await browser.follow(done)).status).toBe(200);
    expect((await p.portal.db.user.findUniqueOrThrow({ where: { id } })).email).toBe(email);
    const to = (await p.portal.db.letter.findMany({ where: { template: 'email-changed' } })).map(
      ({ recipientAddress }) => recipientAddress,
    );
    expect(to).toEqual(expect.arrayContaining([before.email, email]));
  }
});

test('strangers’ users are not found, and what somebody changed meanwhile is not overwritten', async () => {
  const sales = await user('vector-sales');
  const orion = await p.as('orion');
  const fields = { name: 'Чужой', phone: '', email: 'x@orion.example' };
  expect((await orion.get(`/team/${sales.id}/edit`)).status).toBe(404);
  expect((await orion.post(`/team/${sales.id}/edit`, { ...fields, seen: 'x' })).status).toBe(404);
  const page = await anna.get(`/team/${sales.id}/edit`);
  await p.portal.db.user.update({ where: { id: sales.id }, data: { name: 'Другое Имя' } });
  const late = await anna.post(`/team/${sales.id}/edit`, { name: 'Моё Имя', phone: '', email: sales.email, seen: seenOn(page) });
  expect([late.status, late.text]).toEqual([409, expect.stringContaining('это изменили')]);
  expect([late.$('#name').val(), late.$('#name-error').text()]).toEqual([
    'Моё Имя',
    expect.stringContaining('Сейчас сохранено «Другое Имя», у вас другое.'),
  ]);
  expect(late.$('#email-error').length).toBe(0);
  expect((await user('vector-sales')).name).toBe('Другое Имя');
  const agreed = await anna.post(`/team/${sales.id}/edit`, { name: 'Моё Имя', phone: '', email: sales.email, seen: seenOn(late) });
  expect([agreed.status, (await user('vector-sales')).name]).toEqual([303, 'Моё Имя']);
});

test('«Отключить» tells what it will do first, and is never offered for the last head', async () => {
  const sales = await user('vector-sales');
  const card = await anna.get(`/team/${sales.id}`);
  expect(card.$(`a[href="/team/${sales.id}/disable"]`).length).toBe(1);
  expect(card.$('form[action$="/disable"]').length).toBe(0);
  await p.as('vector-sales');
  const page = await anna.get(`/team/${sales.id}/disable`);
  expect(page.text).toContain('Завершится сразу: 1 сеанс.');
  const admin = await p.as('admin');
  const own = await user('vector');
  const last = await admin.get(`/admin/partners/${own.partnerId}/users/${own.id}`);
  expect(last.text).toContain('Отключить нельзя. Это последний руководитель');
  expect(last.$('a[href$="/disable"], form[action$="/disable"]').length).toBe(0);
  expect((await admin.post(`/admin/partners/${own.partnerId}/users/${own.id}/disable`)).status).toBe(409);
  expect((await admin.post(`/admin/staff/${(await user('admin')).id}/disable`)).status).toBe(409);
});

test('whoever has a password of their own keeps it: a link is sent instead, and the letter says who asked', async () => {
  const sales = await user('vector-sales');
  const { passwordHash } = sales;
  const card = await anna.get(`/team/${sales.id}`);
  const token = String(card.$('form[action$="/start-password"] input[name=token]').attr('value'));
  expect(card.text).toContain('Выслать ссылку для пароля');
  expect((await anna.post(`/team/${sales.id}/start-password`, { token })).status).toBe(303);
  const vera = await user('romashka');
  const shop = await anna.get(`/customers/${vera.customerId}`);
  const asked = String(shop.$('form[action$="/credentials"] input[name=token]').attr('value'));
  expect(shop.text).toContain('У заказчика свой пароль, и он действует');
  await anna.post(`/customers/${vera.customerId}/credentials`, { token: asked });
  await p.drainJobs();
  for (const { email, login } of [await user('vector-sales'), await user('romashka')]) {
    const [letter] = await p.letters({ template: 'password-recovery', recipientAddress: email });
    expect(letter?.text).toContain('Ссылку попросила выслать компания ООО «Вектор»');
    expect(letter?.text).toContain(`для логина ${login}`);
  }
  expect(await user('vector-sales')).toMatchObject({ passwordHash, mustChangePassword: false });
  expect((await (await p.as('romashka')).get('/my/subscriptions')).status).toBe(200);
});

test('a refused right and a form without its token are security events, up to twenty in a quarter of an hour', async () => {
  const before = await noted('access.refused');
  const books = await p.as('vector-books');
  expect((await books.get('/team')).status).toBe(403);
  expect((await books.post('/support', { _csrf: 'forged' })).status).toBe(403);
  const rows = await p.portal.db.auditEntry.findMany({ where: { action: 'access.refused' }, orderBy: { id: 'asc' }, skip: before });
  expect(rows.map(({ subject, actorName }) => [subject, actorName])).toEqual([
    ['GET /team', expect.any(String)],
    ['POST /support', expect.any(String)],
  ]);
  for (let n = 0; n < 30; n++) await books.get('/team');
  expect((await noted('access.refused')) - before).toBeLessThanOrEqual(20);
});

test('a letter that failed for its address leads to where the address is mended', async () => {
  const sales = await user('vector-sales');
  const letter = await p.portal.db.letter.findFirstOrThrow({ where: { recipientAddress: sales.email } });
  await p.portal.db.letter.update({ where: { id: letter.id }, data: { status: 'failed', lastError: '550 no such user' } });
  const manager = await p.as('manager');
  const href = (await manager.get(`/admin/letters/${letter.id}`)).$('a[href$="/edit"]').attr('href');
  expect(href).toBe(`/admin/partners/${sales.partnerId}/users/${sales.id}/edit`);
  expect((await manager.get(String(href))).status).toBe(200);
});
