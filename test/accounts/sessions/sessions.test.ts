import { load } from 'cheerio';
import type { SessionData } from 'express-session';
import supertest from 'supertest';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SessionStore, sessionKey } from '#src/accounts/sessions/session.store.ts';
import { sweepAccounts } from '#src/accounts/sessions/sessions.service.ts';
import { setPassword } from '#src/accounts/users.service.ts';
import { systemScope } from '#src/platform/scope.ts';
import { type AccountsPortal, accountsPortal, newSession, PASSWORD, START } from '#test/accounts/accounts-portal.ts';

let on: AccountsPortal;
beforeAll(async () => {
  on = await accountsPortal();
});
beforeEach(async () => {
  on.clock.setTo(START);
  await on.sql('test_reset', 'delete from sessions');
});
afterAll(() => on.close());

async function loggedOnAs(login: string) {
  const browser = on.browser();
  await browser.logOn(login);
  return browser;
}

const idOf = (login: string) =>
  on.sql<{ id: number }>('test_id', 'select id from users where login = $1', [login]).then(([row]) => row?.id ?? 0);

/** The id that a session's cookie bears, without its signature. */
const sessionIdIn = (cookie: string | undefined): string =>
  decodeURIComponent(cookie ?? '')
    .slice('sid=s:'.length)
    .split('.')[0] ?? '';

describe('a session', () => {
  it('gets a new id at log-on, so one planted before opens nothing', async () => {
    const anna = on.browser();
    const planted = newSession(await anna.logOn('vector'));
    await anna.act('/Account/LogOff');
    const own = newSession(await anna.logOn('vector'));
    expect(planted).toMatch(/^sid=.*; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(own).toBeDefined();
    expect(own).not.toBe(planted);
    const thief = await on
      .browser()
      .get('/cabinet')
      .set('Cookie', planted?.split(';')[0] ?? '');
    expect(thief.status).toBe(303);
  });

  it('is stored under a digest, with nothing but who, version and the way back', async () => {
    const anna = on.browser();
    const cookie = newSession(await anna.logOn('vector'));
    const id = sessionIdIn(cookie);
    const rows = await on.sql<{ id: string; return_to: string | null }>('test_sessions', 'select * from sessions');
    expect(rows.map((row) => row.id)).toEqual([sessionKey(id)]);
    expect(Object.keys(rows[0] ?? {}).sort()).toEqual(
      [
        'address',
        'created_at',
        'expires_at',
        'factor_at',
        'id',
        'last_seen_at',
        'return_to',
        'user_agent',
        'user_id',
        'version',
        'viewing_partner_id',
      ].sort(),
    );
  });

  it('costs one statement a page, and a write only after five minutes', async () => {
    const anna = await loggedOnAs('vector');
    on.statements();
    await anna.get('/cabinet');
    expect(on.statements()).toEqual(['session_load']);
    on.pass(5);
    await anna.get('/cabinet');
    expect(on.statements()).toEqual(['session_load', 'session_update']);
    await anna.get('/cabinet');
    expect(on.statements()).toEqual(['session_load']);
  });

  it('asks the database nothing for a stranger', async () => {
    on.statements();
    const answer = await on.browser().get('/Account/LogOn');
    expect([on.statements(), newSession(answer)]).toEqual([[], undefined]);
  });

  it('ends after 30 idle minutes for staff and 8 idle hours for a partner and its customer', async () => {
    for (const [login, page, minutes] of [
      ['manager', '/admin', 30],
      ['vector', '/cabinet', 480],
      ['romashka', '/my/subscriptions', 480],
    ] as const) {
      on.clock.setTo(START);
      const browser = await loggedOnAs(login);
      on.pass(minutes - 1);
      expect((await browser.get(page)).status).toBe(200);
      on.pass(minutes);
      expect((await browser.get(page)).status).toBe(303);
    }
  });

  it('ends 12 hours after log-on however busy it is', async () => {
    const pyotr = await loggedOnAs('manager');
    for (let passed = 0; passed < 700; passed += 20) {
      on.pass(20);
      expect((await pyotr.get('/admin')).status).toBe(200);
    }
    on.pass(20);
    expect((await pyotr.get('/admin')).status).toBe(303);
  });

  it('does nothing more once its user is disabled or has got another password', async () => {
    const boris = await loggedOnAs('boris');
    await on.sql('test_disable', `update users set disabled_at = now() where login = 'boris'`);
    expect((await boris.get('/cabinet')).status).toBe(303);
    await on.sql('test_enable', `update users set disabled_at = null where login = 'boris'`);
    await boris.logOn('boris');
    expect((await boris.get('/cabinet')).status).toBe(200);
    await on.change(async (tx) => setPassword(tx, await idOf('boris'), PASSWORD));
    expect((await boris.get('/cabinet')).status).toBe(303);
  });

  it('is not brought back by a request that was under way when it ended', async () => {
    const cookie = newSession(await on.browser().logOn('vector'));
    const id = sessionIdIn(cookie);
    const store = new SessionStore(on.portal);
    const underWay = await new Promise<SessionData>((resolve, reject) => {
      store.get(id, (error, data) => (data ? resolve(data) : reject(error)));
    });
    await new Promise<void>((resolve) => store.destroy(id, () => resolve()));
    underWay.returnTo = '/catalog';
    await new Promise<void>((resolve) => store.set(id, underWay, () => resolve()));
    expect(await on.sql('test_none', 'select 1 from sessions')).toEqual([]);
  });

  it('moved along with the clock is not put back by a request that was under way', async () => {
    const anna = on.browser();
    const cookie = newSession(await anna.logOn('vector'));
    const id = sessionIdIn(cookie);
    const store = new SessionStore(on.portal);
    const underWay = await new Promise<SessionData>((resolve, reject) => {
      store.get(id, (error, data) => (data ? resolve(data) : reject(error)));
    });
    await on.sql(
      'test_move',
      `update sessions set created_at = created_at + interval '8 days', expires_at = expires_at + interval '8 days'`,
    );
    on.clock.setTo(new Date(START.getTime() + 8 * 24 * 3_600_000));
    await new Promise<void>((resolve) => store.touch(id, underWay, () => resolve()));
    expect((await anna.get('/cabinet')).status).toBe(200);
  });
});

describe('log-off', () => {
  it('ends the session on the server', async () => {
    const anna = on.browser();
    const cookie = newSession(await anna.logOn('vector'))?.split(';')[0] ?? '';
    const answer = await anna.act('/Account/LogOff');
    expect([answer.status, answer.headers.location]).toEqual([303, '/Account/LogOn']);
    expect(await on.sql('test_none', 'select 1 from sessions')).toEqual([]);
    expect((await on.browser().get('/cabinet').set('Cookie', cookie)).status).toBe(303);
  });

  it('everywhere ends all sessions of the person and nobody else’s', async () => {
    const [here, there, boris] = [await loggedOnAs('vector'), await loggedOnAs('vector'), await loggedOnAs('boris')];
    expect((await here.act('/Account/LogOffEverywhere')).status).toBe(303);
    for (const gone of [here, there]) expect((await gone.get('/cabinet')).status).toBe(303);
    expect((await boris.get('/cabinet')).status).toBe(200);
  });

  it('needs the form’s token', async () => {
    const anna = await loggedOnAs('vector');
    expect((await anna.send('/Account/LogOff', {})).status).toBe(403);
    expect((await anna.send('/Account/LogOffEverywhere', {})).status).toBe(403);
    expect((await anna.get('/cabinet')).status).toBe(200);
  });
});

describe('«Пароль и входы»', () => {
  it('lists own sessions and ends one of them', async () => {
    const [here, there] = [await loggedOnAs('vector'), await loggedOnAs('vector')];
    await loggedOnAs('boris');
    const page = load((await here.get('/Account/Password')).text);
    const ends = page('form[action^="/Account/Sessions/"]');
    expect([page('.rows li').length, ends.length]).toEqual([2, 1]);
    expect(page('.rows').text()).toContain('Этот сеанс');
    expect((await here.act(ends.attr('action') ?? '')).status).toBe(303);
    expect((await there.get('/cabinet')).status).toBe(303);
    expect((await here.get('/cabinet')).status).toBe(200);
  });

  it('knows nothing of a colleague’s sessions', async () => {
    const [anna, boris] = [await loggedOnAs('vector'), await loggedOnAs('boris')];
    const [his] = await on.sql<{ id: string }>(
      'test_his',
      `select s.id from sessions s join users u on u.id = s.user_id where login = 'boris'`,
    );
    expect((await anna.act(`/Account/Sessions/${his?.id}`)).status).toBe(404);
    expect((await anna.act('/Account/Sessions/nonsense')).status).toBe(404);
    expect((await boris.get('/cabinet')).status).toBe(200);
  });
});

it.each<[string, Record<string, string>]>([
  ['that says so', { 'X-Forwarded-Proto': 'https' }],
  ['that says nothing', {}],
  ['that tells of its own hop', { 'X-Forwarded-Proto': 'http' }],
])('uses a Secure __Host- cookie in production, behind a TLS proxy %s', async (_, headers) => {
  const real = supertest(on.production());
  const page = await real.get('/Account/LogOn').set({ Host: 'portal.example', ...headers });
  const cookies = ([page.headers['set-cookie']].flat() as string[]).map((line) => line.split(';')[0]).join('; ');
  const _csrf = load(page.text)('input[name=_csrf]').attr('value') ?? '';
  const answer = await real
    .post('/Account/LogOn')
    .type('form')
    .set({ Host: 'portal.example', ...headers, Cookie: cookies })
    .send({ _csrf, login: 'vector', password: PASSWORD });
  expect(newSession(answer, '__Host-sid')).toMatch(/; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
});

it('sweeps what is over and keeps what lives', async () => {
  await loggedOnAs('vector');
  on.pass(11 * 60);
  await loggedOnAs('boris');
  on.pass(2 * 60);
  await sweepAccounts(systemScope(on.portal, 'test'));
  expect(await on.sql('test_left', 'select login from sessions s join users u on u.id = s.user_id')).toEqual([{ login: 'boris' }]);
});
