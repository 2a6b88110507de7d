import { load } from 'cheerio';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startPasswordCustomer } from '#src/accounts/accounts.letters.ts';
import { REFUSED } from '#src/accounts/log-on/log-on.service.ts';
import { createUser, makeStartPassword } from '#src/accounts/users.service.ts';
import { queueLetter } from '#src/letters/letters.service.ts';
import { type AccountsPortal, accountsPortal, alertOf, NEW_PASSWORD, newSession, PASSWORD, START } from '#test/accounts/accounts-portal.ts';

let on: AccountsPortal;
beforeAll(async () => {
  on = await accountsPortal();
});
beforeEach(async () => {
  on.clock.setTo(START);
  await on.sql('test_reset', 'delete from throttles');
  await on.sql('test_letters_reset', 'delete from letters');
});
afterAll(() => on.close());

let people = 0;

/** A new colleague with a start password. */
async function newcomer() {
  const email = `new-${++people}@vector.example`;
  return on.change(async (tx) => {
    const partner = await tx.db.partner.findFirstOrThrow();
    const user = await createUser(tx, {
      email,
      name: 'Новый Человек',
      phone: null,
      role: 'partner_manager',
      partnerId: partner.id,
      customerId: null,
    });
    return { ...user, email, start: (await makeStartPassword(tx, user.id))?.password ?? '' };
  });
}

/** A new person with a password of their own, logged on. */
async function colleague() {
  const user = await newcomer();
  const browser = on.browser();
  await browser.logOn(user.login, user.start);
  await browser.act('/Account/Password', { password: PASSWORD, repeat: PASSWORD });
  return { ...user, browser };
}

const errorAt = (answer: { text: string }, field: string) => load(answer.text)(`#${field}-error`).text().replace('Ошибка: ', '').trim();

describe('start password', () => {
  it('is readable, opens only the password page, and leads on to where one was going', async () => {
    const { login, start } = await newcomer();
    expect(start).toMatch(/^([abcdefghkmnpqrstuvwxyz2-9]{5}-){2}[abcdefghkmnpqrstuvwxyz2-9]{5}$/);
    const browser = on.browser();
    await browser.get('/cabinet?from=letter');
    expect((await browser.logOn(login, ` ${start} `)).headers.location).toBe('/Account/Password');
    expect((await browser.get('/cabinet')).headers.location).toBe('/Account/Password');
    const page = load((await browser.get('/Account/Password')).text);
    expect([page('h1').text(), page('#current').length]).toEqual(['Придумайте пароль', 0]);
    const set = await browser.act('/Account/Password', { password: NEW_PASSWORD, repeat: NEW_PASSWORD });
    expect([set.status, set.headers.location]).toEqual([303, '/cabinet?from=letter']);
    expect((await browser.get('/cabinet')).status).toBe(200);
    expect((await on.browser().logOn(login, NEW_PASSWORD)).headers.location).toBe('/cabinet');
  });

  it('works once, even for two at the same moment', async () => {
    const { login, start } = await newcomer();
    const both = await Promise.all([on.browser().logOn(login, start), on.browser().logOn(login, start)]);
    expect(both.map((one) => one.status).sort()).toEqual([303, 422]);
    const again = await on.browser().logOn(login, start);
    expect([again.status, alertOf(again)]).toEqual([422, REFUSED]);
  });

  it('works to the last moment of its 14 days', async () => {
    const [late, last] = [await newcomer(), await newcomer()];
    on.pass(14 * 24 * 60 - 1);
    expect((await on.browser().logOn(last.login, last.start)).status).toBe(303);
    on.pass(1);
    const answer = await on.browser().logOn(late.login, late.start);
    expect([answer.status, alertOf(answer)]).toEqual([422, REFUSED]);
  });

  it('is replaced by a new one and ends a session begun with the old one', async () => {
    const { id, login, start } = await newcomer();
    const browser = on.browser();
    await browser.logOn(login, start);
    const next = await on.change((tx) => makeStartPassword(tx, id));
    expect((await browser.get('/Account/Password')).headers.location).toBe('/Account/LogOn');
    expect((await on.browser().logOn(login, next?.password)).status).toBe(303);
  });

  it('is not made for people who have a password or are disabled', async () => {
    const { id } = await colleague();
    expect(await on.change((tx) => makeStartPassword(tx, id))).toBeNull();
    const other = await newcomer();
    await on.sql('test_disable', 'update users set disabled_at = now() where id = $1', [other.id]);
    expect(await on.change((tx) => makeStartPassword(tx, other.id))).toBeNull();
  });

  it('comes by letter, made when the letter is sent, and stands in no other table', async () => {
    const { id, login } = await newcomer();
    await on.change((tx) =>
      queueLetter(tx, {
        template: 'start-password-customer',
        cause: `user:${id}:start`,
        to: { name: 'ООО «Вектор»', address: 'info@vector.example' },
        partnerId: null,
        content: startPasswordCustomer({ id, login, name: 'Вера Луговая' }, 'ООО «Ромашка»', 'ООО «Вектор»'),
      }),
    );
    const [letter] = await on.letters();
    expect(letter?.to).toBe('info@vector.example');
    const password = /[a-z2-9]{5}-[a-z2-9]{5}-[a-z2-9]{5}/.exec(letter?.text ?? '')?.[0] ?? '';
    expect((await on.browser().logOn(login, password)).headers.location).toBe('/Account/Password');
    const elsewhere = JSON.stringify([
      await on.sql('test_users', 'select * from users'),
      await on.sql('test_audit', 'select * from audit_entries'),
      await on.sql('test_content', 'select content from letters'),
      await on.sql('test_jobs', 'select data, output from pgboss.job'),
    ]);
    expect(elsewhere + on.logged.join('')).not.toContain(password);
  });
});

describe('change of password', () => {
  it('asks the current one, ends other sessions, keeps this one under a new id, and sends a letter', async () => {
    const { login, email, browser } = await colleague();
    const elsewhere = on.browser();
    await elsewhere.logOn(login, PASSWORD);
    const answer = await browser.act('/Account/Password', { current: PASSWORD, password: NEW_PASSWORD, repeat: NEW_PASSWORD });
    expect([answer.status, answer.headers.location]).toEqual([303, '/Account/Password']);
    expect(newSession(answer)).toBeDefined();
    expect((await browser.get('/cabinet')).status).toBe(200);
    expect((await elsewhere.get('/cabinet')).status).toBe(303);
    expect((await on.browser().logOn(login, PASSWORD)).status).toBe(422);
    expect((await on.browser().logOn(login, NEW_PASSWORD)).status).toBe(303);
    expect((await on.letters()).filter((one) => one.to === email).map((one) => one.template)).toEqual([
      'password-changed',
      'password-changed',
    ]);
  });

  it('says at the field what is wrong and keeps the password', async () => {
    const { login, browser } = await colleague();
    const change = (fields: Record<string, string>) =>
      browser.act('/Account/Password', { current: PASSWORD, password: NEW_PASSWORD, repeat: NEW_PASSWORD, ...fields });
    const cases: [Record<string, string>, string, string][] = [
      [{ current: 'wrong-password' }, 'current', 'Текущий пароль введён неверно'],
      [{ current: '' }, 'current', 'Введите текущий пароль'],
      [{ repeat: 'another' }, 'repeat', 'Пароли не совпадают: введите новый пароль ещё раз'],
      [{ password: 'short', repeat: 'short' }, 'password', 'Пароль короче 10 знаков'],
      [{ password: PASSWORD, repeat: PASSWORD }, 'password', 'Новый пароль совпадает с прежним'],
      [{ password: 'qwertyuiop', repeat: 'qwertyuiop' }, 'password', 'Этот пароль есть в списках самых частых: придумайте другой'],
    ];
    for (const [fields, field, sentence] of cases) {
      const answer = await change(fields);
      expect([answer.status, errorAt(answer, field)]).toEqual([422, sentence]);
    }
    expect((await on.browser().logOn(login, PASSWORD)).status).toBe(303);
  });

  it('is throttled: an open session is no way to guess the password', async () => {
    const { browser } = await colleague();
    const guess = () => browser.act('/Account/Password', { current: 'wrong-one', password: NEW_PASSWORD, repeat: NEW_PASSWORD });
    for (let n = 0; n < 10; n++) expect((await guess()).status).toBe(422);
    const closed = await guess();
    expect([closed.status, closed.headers['retry-after']]).toEqual([429, '900']);
  });

  it('is for people who are logged on', async () => {
    expect((await on.browser().get('/Account/Password')).headers.location).toBe('/Account/LogOn');
    expect((await on.browser().post('/Account/Password', { password: NEW_PASSWORD, repeat: NEW_PASSWORD })).headers.location).toBe(
      '/Account/LogOn',
    );
  });
});

describe('recovery', () => {
  const ask = (name: string, address?: string) => on.browser(address).post('/Account/Recovery', { login: name }, '/Account/Recovery');
  const linkIn = (text: string | undefined) => /http:\/\/portal\.example(\/Account\/Password\/[\w-]{43})/.exec(text ?? '')?.[1] ?? '';

  it('sets a new password by a one-time link and ends all sessions', async () => {
    const { login, email, browser } = await colleague();
    const asked = await ask(email);
    expect([asked.status, asked.headers.location]).toEqual([303, '/Account/Recovery?sent=1']);
    const link = linkIn((await on.letters()).at(-1)?.text);
    const fresh = on.browser();
    await fresh.get(link);
    expect((await fresh.get(link)).text).toContain(login);
    const weak = await fresh.post(link, { password: login.repeat(4), repeat: login.repeat(4) }, link);
    expect(weak.status).toBe(422);
    const set = await fresh.post(link, { password: NEW_PASSWORD, repeat: NEW_PASSWORD }, link);
    expect([set.status, set.headers.location]).toEqual([303, '/Account/LogOn']);
    expect((await browser.get('/cabinet')).status).toBe(303);
    expect((await on.browser().logOn(login, NEW_PASSWORD)).status).toBe(303);
    expect((await fresh.get(link)).status).toBe(404);
    expect((await fresh.post(link, { password: PASSWORD, repeat: PASSWORD })).status).toBe(404);
  });

  it('gives a link of 60 minutes, stored as a hash', async () => {
    const { email } = await colleague();
    await ask(email);
    const link = linkIn((await on.letters()).at(-1)?.text);
    const token = link.split('/').at(-1) ?? '';
    expect(JSON.stringify(await on.sql('test_tokens', 'select * from password_tokens'))).not.toContain(token);
    on.pass(59.9);
    expect((await on.browser().get(link)).status).toBe(200);
    on.pass(0.1);
    const over = await on.browser().get(link);
    expect([over.status, load(over.text)('h1').text()]).toEqual([404, 'Ссылка больше не действует']);
    expect(on.logged.join('')).not.toContain(token);
  });

  it('lets only one of two simultaneous users of a link through', async () => {
    const { email } = await colleague();
    await ask(email);
    const link = linkIn((await on.letters()).at(-1)?.text);
    const both = await Promise.all(
      [NEW_PASSWORD, `${NEW_PASSWORD}-2`].map((password) => on.browser().post(link, { password, repeat: password }, link)),
    );
    expect(both.map((one) => one.status).sort()).toEqual([303, 404]);
  });

  it('closes the other links of the person once one was used', async () => {
    const { email } = await colleague();
    await ask(email);
    await ask(email);
    const [one, two] = (await on.letters()).slice(-2).map((letter) => linkIn(letter.text));
    await on.browser().post(one ?? '', { password: NEW_PASSWORD, repeat: NEW_PASSWORD }, one);
    expect((await on.browser().get(two ?? '')).status).toBe(404);
  });

  it('answers and works alike for known and unknown names, and writes to nobody unknown', async () => {
    const { login } = await colleague();
    await on.letters();
    await on.sql('test_letters_reset', 'delete from letters');
    const traces = [];
    for (const name of [login, 'nobody', 'nobody@vector.example']) {
      on.statements();
      const answer = await ask(name);
      traces.push([answer.status, answer.headers.location, on.statements()]);
    }
    expect(traces[1]).toEqual(traces[0]);
    expect(traces[2]).toEqual(traces[0]);
    expect((await on.letters()).map((one) => one.template)).toEqual(['password-recovery']);
  });

  it('sends four letters per name in 15 minutes and refuses an address that asks for everybody', async () => {
    const { email } = await colleague();
    await on.sql('test_letters_reset', 'delete from letters');
    for (let n = 0; n < 6; n++) expect((await ask(email)).status).toBe(303);
    expect(await on.letters()).toHaveLength(4);
    for (let n = 0; n < 20; n++) await ask(`someone-${n}`, '10.7.7.7');
    expect((await ask('one-more', '10.7.7.7')).status).toBe(429);
  });

  it('says at the field that nothing was typed', async () => {
    const answer = await ask('  ');
    expect([answer.status, errorAt(answer, 'login')]).toEqual([422, 'Введите логин или e-mail']);
  });

  it('takes a made-up link for one that is over', async () => {
    for (const token of ['x', 'a'.repeat(43), '%00', "' or 1=1"]) {
      expect((await on.browser().get(`/Account/Password/${encodeURIComponent(token)}`)).status).toBe(404);
    }
  });
});
