import { load } from 'cheerio';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { REFUSED } from '#src/accounts/log-on/log-on.service.ts';
import { type AccountsPortal, accountsPortal, alertOf, newSession, PASSWORD, START } from '#test/accounts/accounts-portal.ts';

let on: AccountsPortal;
beforeAll(async () => {
  on = await accountsPortal();
});
beforeEach(async () => {
  on.clock.setTo(START);
  await on.sql('test_reset', 'delete from throttles');
});
afterAll(() => on.close());

describe('log-on', () => {
  it('lets in by login and by e-mail, whatever the letter case, and sends each role home', async () => {
    for (const [login, home] of [
      ['vector', '/cabinet'],
      [' Anna@Vector.EXAMPLE ', '/cabinet'],
      ['romashka', '/my/subscriptions'],
      ['MANAGER', '/admin'],
    ] as const) {
      const answer = await on.browser().logOn(login);
      expect([answer.status, answer.headers.location]).toEqual([303, home]);
    }
  });

  it('brings the account with the partner summary, and nothing of the partner to its customer', async () => {
    const anna = on.browser();
    await anna.logOn('vector');
    expect((await anna.get('/cabinet')).body).toMatchObject({
      login: 'vector',
      role: 'partner_owner',
      company: 'ООО «Вектор»',
      mustChangePassword: false,
      partner: { code: 'vector', creditLimit: '50000000', exposure: '0', heldOrders: 0, hold: null, manager: { name: 'Пётр Орлов' } },
    });
    const vera = on.browser();
    await vera.logOn('romashka');
    expect((await vera.get('/my/subscriptions')).body).toMatchObject({ company: 'ООО «Ромашка»', partner: null });
  });

  it('tells the oldest open hold and how many there are', async () => {
    const boris = on.browser();
    await boris.logOn('boris');
    await on.sql(
      'test_holds',
      `insert into holds (partner_id, reason, text, amount, placed_at) select id, 'overdue'::hold_reason, 'Счёт 42', 1234000, $1::timestamptz from partners
       union all select id, 'manual', 'Позвоните', null, $1::timestamptz + interval '1 hour' from partners`,
      [START],
    );
    const { hold } = (await boris.get('/cabinet')).body.partner;
    expect(hold).toMatchObject({ count: 2, text: 'Счёт 42', reason: 'overdue', placedAt: START.toISOString(), amount: '1234000' });
    await on.sql('test_lift', `update holds set lifted_at = $1::timestamptz, lift_comment = 'ok'`, [START]);
    expect((await boris.get('/cabinet')).body.partner.hold).toBeNull();
  });

  it('answers the same to a wrong password, an unknown login and a disabled person', async () => {
    await on.sql('test_disable', `update users set disabled_at = now() where login = 'boris'`);
    const answers = await Promise.all(
      [
        ['vector', 'wrong-password'],
        ['nobody', 'wrong-password'],
        ['nobody@vector.example', PASSWORD],
        ['boris', PASSWORD],
      ].map(([login = '', password]) => on.browser().logOn(login, password)),
    );
    await on.sql('test_enable', `update users set disabled_at = null where login = 'boris'`);
    for (const answer of answers) {
      expect([answer.status, alertOf(answer)]).toEqual([422, REFUSED]);
      expect(newSession(answer)).toBeUndefined();
      expect(answer.text).not.toContain('wrong-password');
    }
  });

  it('keeps what was typed, except the password, when a field is empty', async () => {
    const answer = await on.browser().logOn('', PASSWORD);
    expect(answer.status).toBe(422);
    expect(load(answer.text)('title').text()).toContain('Ошибка:');
    expect(load(answer.text)('#login-error').text()).toContain('Введите логин или e-mail');
    const second = await on.browser().post('/Account/LogOn', { login: 'vector', password: '' });
    expect(load(second.text)('#login').attr('value')).toBe('vector');
    expect(load(second.text)('#password').attr('value')).toBeUndefined();
  });

  it('refuses unknown fields, repeated fields and a form without its token', async () => {
    const browser = on.browser();
    expect((await browser.post('/Account/LogOn', { login: 'vector', password: PASSWORD, admin: '1' })).status).toBe(400);
    expect((await browser.send('/Account/LogOn', { login: 'vector', password: PASSWORD })).status).toBe(403);
    expect((await browser.send('/Account/LogOn', { login: 'vector', password: PASSWORD, _csrf: 'made-up' })).status).toBe(403);
  });

  it('shows the demo log-ons in demo mode', async () => {
    expect((await on.browser().get('/Account/LogOn')).text).toContain('Demo-portal-2026');
  });

  it('writes the audit journal without passwords', async () => {
    await on.browser('10.9.9.9').logOn('vector', 'secret-that-was-wrong');
    await on.browser('10.9.9.9').logOn('secret-typed-as-login');
    await on.browser('10.9.9.9').logOn('vector');
    const rows = await on.sql<{ action: string; subject: string; actor_name: string }>(
      'test_audit',
      `select action, subject, actor_name from audit_entries where address = '10.9.9.9' order by id`,
    );
    expect(rows.map((row) => [row.action, row.subject, row.actor_name])).toEqual([
      ['log-on.refused', 'пользователь vector', 'Гость'],
      ['log-on.refused', 'неизвестный логин', 'Гость'],
      ['log-on', 'пользователь vector', 'Анна Викторова'],
    ]);
    const all = JSON.stringify(await on.sql('test_audit_all', 'select * from audit_entries')) + on.logged.join('');
    expect(all).not.toMatch(/secret-that-was-wrong|secret-typed-as-login|Demo-portal-2026|argon2/);
  });
});

describe('where log-on leads', () => {
  it('sends back to the page that was asked for', async () => {
    const anna = on.browser();
    const asked = await anna.get('/cabinet?month=2026-11');
    expect([asked.status, asked.headers.location]).toEqual([303, '/Account/LogOn']);
    expect((await anna.logOn('vector')).headers.location).toBe('/cabinet?month=2026-11');
  });

  it('never leaves the portal, whatever was asked for or put into the cookie', async () => {
    for (const evil of ['//evil.example/cabinet', '/cabinet/../..//evil.example', '/Account/LogOff']) {
      const anna = on.browser();
      await anna.get(evil);
      expect((await anna.logOn('vector')).headers.location).toMatch(/^\/[^/\\]*$/);
    }
    const until = START.getTime() + 60_000;
    const forged = `back=${until}.${Buffer.from('//evil.example').toString('base64url')}.${'x'.repeat(43)}`;
    const anna = on.browser();
    const page = await anna.get('/Account/LogOn');
    const _csrf = load(page.text)('input[name=_csrf]').attr('value') ?? '';
    const answer = await anna.send('/Account/LogOn', { _csrf, login: 'vector', password: PASSWORD }).set('Cookie', forged);
    expect(answer.headers.location ?? '/cabinet').toBe('/cabinet');
  });

  it('sends people who are logged on away from the log-on page, and everybody home from /', async () => {
    const anna = on.browser();
    expect((await anna.get('/')).headers.location).toBe('/Account/LogOn');
    await anna.logOn('vector');
    expect((await anna.get('/Account/LogOn')).headers.location).toBe('/');
    expect((await anna.get('/')).headers.location).toBe('/cabinet');
  });
});

describe('theme', () => {
  it('is kept in a cookie and leads back to the page, never off the portal', async () => {
    const browser = on.browser();
    const page = await browser.get('/Account/LogOn');
    const _csrf = load(page.text)('input[name=_csrf]').attr('value') ?? '';
    const set = await browser.send('/theme', { _csrf, theme: 'dark', back: '/catalog?q=x' });
    expect([set.status, set.headers.location]).toEqual([303, '/catalog?q=x']);
    expect(String(set.headers['set-cookie'])).toMatch(/theme=dark;.*HttpOnly/);
    expect(load((await browser.get('/Account/LogOn')).text)('html').attr('data-theme')).toBe('dark');
    expect((await browser.send('/theme', { _csrf, theme: 'light', back: '//evil.example' })).headers.location).toBe('/');
    const fromReferer = await browser.send('/theme', { _csrf, theme: 'light' }).set('Referer', 'http://portal.example/Account/Recovery');
    expect(fromReferer.headers.location).toBe('/Account/Recovery');
    const foreign = await browser.send('/theme', { _csrf, theme: 'system' }).set('Referer', 'http://evil.example/x');
    expect(foreign.headers.location).toBe('/');
  });
});
