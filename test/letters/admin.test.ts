import { afterAll, beforeAll, expect, test } from 'vitest';
import { attention } from '#src/admin/home/home.queries.ts';
import { overview } from '#src/cabinet/cabinet.queries.ts';
import { queueLetter } from '#src/letters/letters.service.ts';
import type { LetterRequest } from '#src/letters/letters.types.ts';
import { day } from '#src/lib/days.ts';
import { command } from '#src/platform/command.ts';
import { systemScope } from '#src/platform/scope.ts';
import type { Browser } from '#test/support/browser.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';
import { request } from './letter-portal.ts';

let world: TestPortal;
let admin: Browser;
let vector: number;
let romashka: number;
let customerLogin: string;

beforeAll(async () => {
  world = await openTestPortal();
  admin = await world.as('admin');
  ({ id: vector } = await world.portal.db.partner.findUniqueOrThrow({ where: { code: 'vector' } }));
  ({ id: romashka } = await world.portal.db.user.findUniqueOrThrow({ where: { login: 'romashka' } }));
  ({ login: customerLogin } = await world.portal.db.user.findFirstOrThrow({ where: { role: 'customer', id: { not: romashka } } }));
});
afterAll(() => world.close());

let causes = 0;

async function letter(change: Partial<LetterRequest> = {}): Promise<number> {
  const id = await command(systemScope(world.portal, 'test'), { action: 'test' }, (tx) =>
    queueLetter(tx, { ...request, cause: `test:${++causes}`, partnerId: vector, ...change }),
  );
  if (id === null) throw new Error('the letter was not queued');
  return id;
}

const rowsOf = (page: Awaited<ReturnType<Browser['get']>>) =>
  page
    .$('tbody tr a')
    .map((_i, a) => page.$(a).text())
    .get();

test('lists letters newest first, and narrows them by words, state, template and partner', async () => {
  await letter({ content: { subject: 'Первое письмо списка', blocks: [] } });
  await letter({ content: { subject: 'Второе письмо списка', blocks: [] }, to: { name: 'Пётр Орлов', address: 'petr@orlov.example' } });
  await world.drainJobs();
  await letter({ content: { subject: 'Третье письмо списка', blocks: [] }, template: 'hold-placed', partnerId: null });
  const found = async (query: string) => rowsOf(await admin.get(`/admin/letters?${query}`));
  expect(await found('q=письмо+списка')).toEqual(['Третье письмо списка', 'Второе письмо списка', 'Первое письмо списка']);
  expect(await found('q=ОРЛОВ+списка')).toEqual(['Второе письмо списка']);
  expect(await found('q=списка&status=queued')).toEqual(['Третье письмо списка']);
  expect(await found('q=списка&template=hold-placed')).toEqual(['Третье письмо списка']);
  expect(await found(`q=списка&partner=${vector}`)).toEqual(['Второе письмо списка', 'Первое письмо списка']);
  expect(await found('q=100%25_')).toEqual([]);
  expect((await admin.get('/admin/letters?q=нетакого')).text).toContain('Писем не нашлось');
  const page = await admin.get('/admin/letters?q=списка&status=kept');
  expect(page.text).toContain('2 письма');
  expect(page.text).toContain('ООО «Вектор»');
  expect(page.text).toContain('Подтверждение заказа');
});

test.each(['status=lost', 'template=spam', 'partner=x', 'sort=id', 'q=a&q=b'])('refuses the query %s', async (query) => {
  expect((await admin.get(`/admin/letters?${query}`)).status).toBe(400);
});

test('pages of fifty', async () => {
  for (let n = 0; n < 51; n++) await letter({ content: { subject: 'Письмо многих страниц', blocks: [] } });
  const first = await admin.get('/admin/letters?q=многих');
  const second = await admin.get('/admin/letters?q=многих&page=2');
  expect([rowsOf(first).length, rowsOf(second).length]).toEqual([50, 1]);
  expect(first.$('.pager').text()).toContain('1–50 из 51');
});

test('gives the list out as CSV and XLSX, without formulas', async () => {
  await letter({
    content: { subject: '=HYPERLINK("http://evil.example")', blocks: [] },
    to: { name: '+7', address: 'csv@vector.example' },
  });
  const csv = await admin.get('/admin/letters.csv?q=csv@vector.example');
  expect(csv.headers['content-disposition']).toBe('attachment; filename=letters-2026-11-22.csv');
  expect(csv.response.text).toContain(`"'=HYPERLINK(""http://evil.example"")"`);
  expect(csv.response.text.trim().split('\r\n')).toHaveLength(2);
  const xlsx = await admin.get('/admin/letters.xlsx?q=csv@vector.example');
  expect([xlsx.status, xlsx.headers['content-type']]).toEqual([200, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet']);
});

test('shows one letter: facts, frame, text', async () => {
  const id = await letter({ content: { subject: 'Заказ <выполнен>', blocks: [{ p: '<script>alert(1)</script>' }] } });
  await world.drainJobs();
  const page = await admin.get(`/admin/letters/${id}`);
  expect(page.$('h1').text()).toBe('Заказ <выполнен>');
  expect(page.$('.badge').first().text()).toBe('На портале');
  expect(page.text).toContain('anna@vector.example');
  expect(page.$('iframe').attr()).toMatchObject({ src: `/admin/letters/${id}/html`, sandbox: '' });
  expect(page.$('pre').text()).toContain('<script>alert(1)</script>');
  expect(page.headers['content-security-policy']).toContain("frame-src 'self'");
  expect((await admin.get('/admin/letters')).headers['content-security-policy']).not.toContain('frame-src');
});

test('the frame is a page that can do nothing', async () => {
  const id = await letter({ content: { subject: 'x', blocks: [{ p: '<img src=x onerror=alert(1)>' }] } });
  const waiting = await admin.get(`/admin/letters/${id}/html`);
  expect(waiting.$('h1').text()).toBe('x');
  await world.drainJobs();
  const frame = await admin.get(`/admin/letters/${id}/html`);
  const policy = frame.headers['content-security-policy'];
  for (const rule of ["default-src 'none'", 'sandbox', "frame-ancestors 'self'"]) expect(policy).toContain(rule);
  expect(policy).not.toContain('script-src');
  expect(frame.$('img').length).toBe(0);
});

test('sends again: a new letter, once per form, noted in the journal', async () => {
  const id = await letter();
  const queued = await admin.get(`/admin/letters/${id}`);
  expect(queued.text).toContain('портал отправит его сам');
  const token = '5e0f8c1e-4a55-4d0e-8d38-0d7a1d2f9b11';
  expect((await admin.post(`/admin/letters/${id}/resend`, { token })).status).toBe(409);
  await world.drainJobs();
  const answer = await admin.post(`/admin/letters/${id}/resend`, { token });
  expect(answer.status).toBe(303);
  expect((await admin.post(`/admin/letters/${id}/resend`, { token })).location).toBe(answer.location);
  const again = await admin.follow(answer);
  expect(again.text).toContain('поставлено в очередь ещё раз');
  expect(again.$(`dd a[href="/admin/letters/${id}"]`).text()).toBe(`№ ${id}`);
  expect((await admin.get(`/admin/letters/${id}`)).$(`dd a[href="${answer.location}"]`).length).toBe(1);
  const [note] = await world.portal.db.auditEntry.findMany({ where: { action: 'letter.resent' } });
  expect(note).toMatchObject({ actorName: expect.any(String), subject: expect.stringContaining(`письмо № ${id}`) });
});

test('a letter that did not arrive is counted until it is settled, one or many, and again when the mark is taken off', async () => {
  const ids = [await letter(), await letter(), await letter()];
  await world.drainJobs();
  const before = await counted();
  await world.portal.db.letter.updateMany({ where: { id: { in: ids } }, data: { status: 'failed' } });
  expect(await counted()).toEqual(before.map((count) => count + 3));
  const list = await admin.get('/admin/letters?status=failed');
  const form = list.$('form[action="/admin/letters/settling"]');
  expect(form.text()).toContain('Разобраны все на странице: 3');
  const sentAs = (name: string) => String(form.find(`input[name=${name}]`).attr('value'));
  const settled = await admin.post('/admin/letters/settling', { ids: sentAs('ids'), token: sentAs('token') });
  expect(settled.location).toBe('/admin/letters?status=settled');
  expect(await counted()).toEqual(before);
  expect(rowsOf(await admin.follow(settled))).toHaveLength(3);
  const twice = { ids: String(ids[0]), token: crypto.randomUUID() };
  expect((await admin.post('/admin/letters/settling', twice)).status).toBe(409);
  expect((await admin.get(`/admin/letters/${ids[0]}`)).$('.badge').first().text()).toBe('Разобрано');
  await admin.post('/admin/letters/unsettling', { ids: String(ids[0]), token: crypto.randomUUID() });
  expect(await counted()).toEqual(before.map((count) => count + 1));
  await admin.post(`/admin/letters/${ids[0]}/resend`, { token: crypto.randomUUID() });
  expect(await counted()).toEqual(before);
  expect((await admin.post('/admin/letters/settling', { ids: '1;2', token: crypto.randomUUID() })).status).toBe(400);
});

/** Letters that did not arrive, as MONT and the partner see their number. */
async function counted(): Promise<number[]> {
  const home = (await attention(await world.scope('admin'), false)).failedLetters;
  return [home, (await overview(await world.scope('vector'), day('2026-11-01'))).letterCount];
}

test('«выслать заново» makes a new start password, and the demo shows it', async () => {
  await world.portal.db.user.update({ where: { id: romashka }, data: { mustChangePassword: true, passwordHash: null } });
  const id = await letter({
    template: 'start-password-customer',
    content: { subject: 'Доступ', blocks: [{ startPasswordFor: romashka }] },
  });
  await world.drainJobs();
  const answer = await admin.post(`/admin/letters/${id}/resend`, { token: '5e0f8c1e-4a55-4d0e-8d38-0d7a1d2f9b12' });
  await world.drainJobs();
  const passwordOn = async (path: string) => /Одноразовый пароль: (\S+)/.exec((await admin.get(path)).$('pre').text())?.[1];
  const [first, second] = [await passwordOn(`/admin/letters/${id}`), await passwordOn(answer.location ?? '')];
  expect(first).toMatch(/^[\w-]{10,}$/);
  expect(second).toMatch(/^[\w-]{10,}$/);
  expect(second).not.toBe(first);
  await expect(world.as('romashka', first)).rejects.toThrow('could not log on');
  await expect(world.as('romashka', second)).resolves.toBeTruthy();
});

test('resending takes exactly its form', async () => {
  const id = await letter();
  await world.drainJobs();
  const wrongs = [{}, { token: 'x' }, { token: '5e0f8c1e-4a55-4d0e-8d38-0d7a1d2f9b13', to: 'x@evil.example' }];
  for (const fields of wrongs) expect((await admin.post(`/admin/letters/${id}/resend`, fields as Record<string, string>)).status).toBe(400);
  expect((await admin.post(`/admin/letters/${id}/resend`, { _csrf: 'x' })).status).toBe(403);
});

test('an absent letter is 404', async () => {
  for (const id of ['999999', '0', '-1', 'x', '1e3', '99999999999']) {
    for (const path of [`/admin/letters/${id}`, `/admin/letters/${id}/html`]) expect((await admin.get(path)).status).toBe(404);
    const token = '5e0f8c1e-4a55-4d0e-8d38-0d7a1d2f9b14';
    expect((await admin.post(`/admin/letters/${id}/resend`, { token })).status).toBe(404);
  }
});

test('a manager sees letters, partners and customers do not, strangers log on first', async () => {
  const id = await letter();
  const paths = ['/admin/letters', '/admin/letters.csv', '/admin/letters.xlsx', `/admin/letters/${id}`, `/admin/letters/${id}/html`];
  const [manager, stranger] = [await world.as('manager'), world.visitor()];
  const [owner, customer] = [await world.as('vector'), await world.as(customerLogin)];
  for (const path of paths) {
    expect((await manager.get(path)).status).toBe(200);
    expect((await owner.get(path)).status).toBe(403);
    expect((await customer.get(path)).status).toBe(403);
    expect((await stranger.get(path)).location).toBe('/Account/LogOn');
  }
  expect((await owner.post(`/admin/letters/${id}/resend`, { token: '5e0f8c1e-4a55-4d0e-8d38-0d7a1d2f9b15' })).status).toBe(403);
});
