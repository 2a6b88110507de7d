import { afterAll, beforeAll, expect, test } from 'vitest';
import { keysOf } from '#src/platform/keys.ts';
import { openTestPortal, TEST_NOW, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
beforeAll(async () => {
  p = await openTestPortal();
});
afterAll(() => p.close());

const WORDS = 'Позвоните по номеру 900';

/** The cookie of a notice, signed with the keys. */
function noticeBy(keys: { sign(purpose: 'note', text: string): string }, minutes = 30): string {
  const body = `${TEST_NOW.getTime() + minutes * 60_000}.${Buffer.from(`ok|${WORDS}`).toString('base64url')}`;
  return `flash=${body}.${keys.sign('note', `flash|${body}`)}`;
}

const shows = async (cookie: string) => (await p.visitor().get('/Account/LogOn', { Cookie: cookie })).text.includes(WORDS);

test('a notice of the next page is shown when the portal wrote it, not when it is forged or over', async () => {
  const own = noticeBy(p.portal.config.keys);
  expect(await shows(own)).toBe(true);
  expect(await shows(noticeBy(keysOf(['a secret somebody else thought of, long enough too'])))).toBe(false);
  expect(await shows(`flash=${encodeURIComponent(`ok|${WORDS}`)}`)).toBe(false);
  expect(await shows(own.slice(0, -4))).toBe(false);
  expect(await shows(own.replace('flash=1', 'flash=2'))).toBe(false);
  expect(await shows(noticeBy(p.portal.config.keys, -1))).toBe(false);
});
