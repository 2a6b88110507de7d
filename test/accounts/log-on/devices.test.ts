import { load } from 'cheerio';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type AccountsPortal, accountsPortal, alertOf, NEW_PASSWORD, PASSWORD, START } from '#test/accounts/accounts-portal.ts';

let on: AccountsPortal;
beforeAll(async () => {
  on = await accountsPortal();
});
beforeEach(async () => {
  on.clock.setTo(START);
  for (const table of ['throttles', 'known_devices', 'letters', 'sessions']) await on.sql(`test_reset_${table}`, `delete from ${table}`);
});
afterAll(() => on.close());

async function failElsewhere(login: string, times: number) {
  for (let n = 0; n < times; n++) await on.browser().logOn(login, `wrong-${n}`);
}

it('ten wrong tries from anywhere do not lock the owner out of a browser that has logged on before', async () => {
  const anna = on.browser();
  await anna.logOn('vector');
  await anna.act('/Account/LogOff');
  await failElsewhere('vector', 12);
  expect((await on.browser().logOn('vector')).status).toBe(429);
  expect((await anna.logOn('vector')).status).toBe(303);
});

it('such a browser has a counter of its own, says when it opens, and its owner gets a letter', async () => {
  const anna = on.browser();
  await anna.logOn('vector');
  await anna.act('/Account/LogOff');
  for (let n = 0; n < 9; n++) expect((await anna.logOn('vector', `wrong-${n}`)).status).toBe(422);
  const closed = await anna.logOn('vector', 'wrong-9');
  expect([closed.status, alertOf(closed)]).toEqual([429, expect.stringContaining('Вход откроется снова в 10:15')]);
  expect((await anna.logOn('vector')).status).toBe(429);
  expect((await on.browser().logOn('vector')).status).toBe(303);
  expect((await on.letters()).map(({ template }) => template)).toEqual(['account-locked']);
});

it('is no way round the counters of other accounts, and nobody’s cookie but the portal’s counts', async () => {
  const boris = on.browser();
  await boris.logOn('boris');
  await boris.act('/Account/LogOff');
  await failElsewhere('vector', 10);
  expect((await boris.logOn('vector')).status).toBe(429);
  const forger = on.browser();
  const _csrf = load((await forger.get('/Account/LogOn')).text)('input[name=_csrf]').attr('value') ?? '';
  const forged = await forger.send('/Account/LogOn', { _csrf, login: 'vector', password: PASSWORD }).set('Cookie', 'device=9.eA.eA');
  expect([403, 429]).toContain(forged.status);
});

it('«Выйти на всех устройствах» makes every browser a stranger again', async () => {
  const anna = on.browser();
  await anna.logOn('vector');
  await anna.act('/Account/LogOffEverywhere');
  await failElsewhere('vector', 10);
  expect((await anna.logOn('vector')).status).toBe(429);
});

it('a used recovery link opens the lock it promises to open', async () => {
  await failElsewhere('boris', 10);
  const boris = on.browser();
  const closed = await boris.logOn('boris');
  expect([closed.status, alertOf(closed)]).toEqual([429, expect.stringContaining('Забытый пароль можно заменить')]);
  await boris.post('/Account/Recovery', { login: 'boris' });
  const link = /\/Account\/Password\/[\w-]{43}/.exec((await on.letters()).at(-1)?.text ?? '')?.[0] ?? '';
  expect((await boris.post(link, { password: NEW_PASSWORD, repeat: NEW_PASSWORD }, link)).status).toBe(303);
  expect((await boris.logOn('boris', NEW_PASSWORD)).status).toBe(303);
  expect((await on.browser().logOn('boris', NEW_PASSWORD)).status).toBe(303);
});
