import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser } from '#test/support/browser.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
let admin: Browser;
let person: string;
beforeAll(async () => {
  p = await openTestPortal();
  admin = await p.as('admin');
  const { id } = await p.portal.db.user.findFirstOrThrow({ where: { login: 'admin' }, select: { id: true } });
  person = `user ${id}`;
});
afterAll(() => p.close());

/** Takes both places of a person, as two heavy requests under way do. */
function takeBoth(of: string): () => void {
  const held = [p.portal.places.take(of), p.portal.places.take(of)];
  expect(held.every((giveBack) => giveBack !== null)).toBe(true);
  return () => {
    for (const giveBack of held) giveBack?.();
  };
}

test('a person has two places, each given back once', () => {
  const one = p.portal.places.take('user 0');
  const two = p.portal.places.take('user 0');
  expect(p.portal.places.take('user 0')).toBeNull();
  expect(p.portal.places.take('user 1')).not.toBeNull();
  one?.();
  one?.();
  expect(p.portal.places.take('user 0')).not.toBeNull();
  expect(p.portal.places.take('user 0')).toBeNull();
  two?.();
});

test('the third heavy request at once is told to come again, light ones and other people go on', async () => {
  const giveBack = takeBoth(person);
  const refused = await admin.get('/admin/partners.csv');
  expect([refused.status, refused.headers['retry-after']]).toEqual([429, '5']);
  expect(refused.text).toContain('Слишком много сразу');
  expect(refused.text).toContain('не больше двух сразу');
  const upload = await admin.agent.post('/admin/catalog/import').attach('file', Buffer.from('Артикул;Цена'), 'prices.csv');
  expect(upload.status).toBe(429);
  expect((await admin.post('/Account/Password', { current: 'x', password: 'y' })).status).toBe(429);
  expect((await admin.get('/admin/partners')).status).toBe(200);
  expect((await (await p.as('manager')).get('/admin/partners.csv')).status).toBe(200);
  giveBack();
  expect((await admin.get('/admin/partners.csv')).status).toBe(200);
});

test('a place is given back whatever becomes of the request', async () => {
  const taken = () => p.portal.places.take(person);
  await admin.get('/admin/partners.csv?nonsense=1');
  await admin.agent.post('/admin/catalog/import').field('_csrf', 'forged').attach('file', Buffer.from('x'), 'x.csv');
  await admin.post('/Account/Password', { current: 'wrong', password: 'short' });
  await admin.get('/admin/partners.xlsx');
  const areBothFree = () => {
    const got = [taken(), taken()];
    for (const giveBack of got) giveBack?.();
    return got.every((giveBack) => giveBack !== null);
  };
  await expect.poll(areBothFree).toBe(true); // the last answer was out a moment before its work had ended
});
