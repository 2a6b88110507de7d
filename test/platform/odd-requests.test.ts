import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser } from '#test/support/browser.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
let admin: Browser;

beforeAll(async () => {
  p = await openTestPortal();
  admin = await p.as('admin');
});
afterAll(() => p.close());

describe('requests no page of ours sends are refused, never a fault of the portal', () => {
  test('an Origin that is no address', async () => {
    const answer = await p.visitor().post('/Account/LogOn', { login: 'vector', password: 'x' }, { Origin: 'nowhere' });
    expect(answer.status).toBe(403);
  });

  test.each([
    ['a charset nobody knows', { 'Content-Type': 'application/x-www-form-urlencoded; charset=klingon' }],
    ['an encoding nobody knows', { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Encoding': 'smoke' }],
    ['a body that is not what it says', { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Encoding': 'gzip' }],
  ])('%s', async (_what, headers) => {
    expect((await p.visitor().agent.post('/Account/LogOn').set(headers).send('login=vector')).status).toBe(400);
  });

  test.each(['/admin/orders/%00', '/admin/orders/O-1%00', '/admin/closing/0000-01', '/admin/closing/9999-12', '/admin/closing/1999-12'])(
    '%s names nothing',
    async (path) => {
      expect((await admin.get(path)).status).toBe(404);
    },
  );

  test('days of years nobody works in', async () => {
    expect((await admin.get('/admin/journal?from=0001-01-01&to=9999-12-31')).status).toBe(200);
    expect((await (await p.as('vector')).get('/history?from=0000-01-01')).status).toBe(200);
  });
});

test.each(['br', 'gzip'])('a page is the same to whoever unpacks it from %s, also one that refuses', async (encoding) => {
  for (const [path, status] of [['/admin/partners', 200] as const, ['/admin/orders/O-999999', 404] as const]) {
    const plain = await admin.get(path);
    const packed = await admin.get(path, { 'Accept-Encoding': encoding });
    expect([plain.headers['content-encoding'], packed.headers['content-encoding'], packed.headers['vary']]).toEqual([
      undefined,
      encoding,
      expect.stringContaining('Accept-Encoding'),
    ]);
    expect([plain.status, packed.status]).toEqual([status, status]);
    expect(packed.$('main').text().trim()).not.toBe('');
    expect(withoutId(packed.text)).toBe(withoutId(plain.text));
  }
});

/** Pages of errors tell the id of their request. */
const withoutId = (text: string): string => text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '…');
