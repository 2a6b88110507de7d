import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from 'vitest';
import { DEMO_PASSWORD } from '#prisma/seeds/data/cast.ts';
import { DANGEROUS_ACTS } from '#src/accounts/second-factor/fresh-factor.ts';
import { acceptedStep, base32, codeAt, stepOf } from '#src/accounts/second-factor/totp.ts';
import { systemClock } from '#src/platform/clock.ts';
import { routers } from '#src/routers.ts';
import type { Browser, TestPage } from '#test/support/browser.ts';
import { openTestPortal, TEST_NOW, type TestPortal } from '#test/support/portal.ts';

describe('one-time passwords by time', () => {
  const secret = Buffer.from('12345678901234567890');

  it.each([
    [59, '94287082'],
    [1111111109, '07081804'],
    [1111111111, '14050471'],
    [1234567890, '89005924'],
    [2000000000, '69279037'],
    [20000000000, '65353130'],
  ])('at %i s is %s, as RFC 6238 says', (seconds, code) => {
    expect(codeAt(secret, stepOf(new Date(seconds * 1000)), 8)).toBe(code);
  });

  it('are taken half a minute early or late, once', () => {
    const now = new Date('2026-11-22T07:00:10Z');
    const step = stepOf(now);
    for (const near of [-1, 0, 1]) expect(acceptedStep(secret, codeAt(secret, step + near), now, 0)).toBe(step + near);
    for (const far of [-2, 2]) expect(acceptedStep(secret, codeAt(secret, step + far), now, 0)).toBeNull();
    expect(acceptedStep(secret, codeAt(secret, step), now, step)).toBeNull();
  });

  it('are typed in as base32', () => {
    expect(base32(Buffer.from('foobar'))).toBe('MZXW6YTBOI');
    expect(base32(secret)).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
  });
});

let p: TestPortal;
beforeAll(async () => {
  p = await openTestPortal();
});
beforeEach(async () => {
  p.clock.setTo(TEST_NOW);
  for (const table of ['second_factors', 'recovery_codes', 'throttles', 'sessions'])
    await p.portal.db.$executeRawUnsafe(`delete from ${table}`);
});
afterAll(() => p.close());

const idOf = async (login: string) => (await p.portal.db.user.findUniqueOrThrow({ where: { login } })).id;
const noted = (action: string) => p.portal.db.auditEntry.count({ where: { action } });

/** The code of an authenticator; `ahead` steps later. */
function codeOf(page: TestPage, ahead = 0): string {
  const text = page.$('p:contains("Или введите ключ") .mono').text().replace(/\s/g, '');
  return codeAt(fromBase32(text), stepOf(systemClock().now()) + ahead);
}

function fromBase32(text: string): Buffer {
  const bits = [...text].map((sign) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

/** Turns it on for one of the staff; answers with the browser, the page with the secret and the recovery codes. */
async function enrolled(login: string) {
  const browser = await p.as(login);
  expect((await browser.post('/Account/SecondFactor/secret', { current: DEMO_PASSWORD })).location).toBe('/Account/SecondFactor');
  const page = await browser.get('/Account/SecondFactor');
  const done = await browser.post('/Account/SecondFactor', { code: codeOf(page) });
  await p.portal.db.secondFactor.updateMany({ data: { lastStep: 0 } }); // the code of this half minute serves the test again
  const codes = done
    .$('#codes')
    .closest('section')
    .find('li')
    .toArray()
    .map((one) => done.$(one).text());
  return { browser, page, done, codes };
}

/** A log-on up to the second step. */
async function firstStep(login: string): Promise<Browser> {
  const browser = p.visitor();
  await browser.get('/Account/LogOn');
  expect((await browser.post('/Account/LogOn', { login, password: DEMO_PASSWORD })).location).toBe('/Account/LogOn/Code');
  await browser.get('/Account/LogOn/Code');
  return browser;
}

const enter = (browser: Browser, code: string) => browser.post('/Account/LogOn/Code', { code });

test('is turned on with a picture, a key and a first code; ten recovery codes are shown once', async () => {
  const { browser, page, done, codes } = await enrolled('manager');
  expect(page.$('svg[role=img] path').attr('d')).toMatch(/^M\d+ \d+h1v1h-1z/);
  expect([done.status, codes.length, new Set(codes).size]).toEqual([200, 10, 10]);
  expect(codes[0]).toMatch(/^[a-z2-9]{5}-[a-z2-9]{5}$/);
  const again = await browser.get('/Account/SecondFactor');
  expect(again.text).toContain('Осталось 10 кодов восстановления');
  for (const code of codes) expect(again.text).not.toContain(code);
  const stored = JSON.stringify([await p.portal.db.secondFactor.findMany(), await p.portal.db.recoveryCode.findMany()]);
  for (const secret of [...codes, codes[0]?.replace('-', '') ?? '']) expect(stored).not.toContain(secret);
  expect(await noted('second-factor.enrolled')).toBe(1);
});

test('from then on a log-on asks the code, and no session begins before', async () => {
  const { page } = await enrolled('manager');
  const browser = await firstStep('manager');
  expect((await browser.get('/admin')).location).toBe('/Account/LogOn');
  expect(await p.portal.db.session.count({ where: { userId: { not: null } } })).toBe(1);
  const wrong = await enter(browser, '000000');
  expect([wrong.status, wrong.$('title').text(), wrong.text]).toEqual([
    422,
    expect.stringContaining('Ошибка:'),
    expect.stringContaining('Код не подошёл'),
  ]);
  expect((await enter(browser, codeOf(page))).location).toBe('/admin');
  expect((await browser.get('/admin')).status).toBe(200);
  expect(await noted('log-on.code-refused')).toBe(1);
});

test('a code works once, also of two at once', async () => {
  const { page } = await enrolled('manager');
  const [first, second] = [await firstStep('manager'), await firstStep('manager')];
  const code = codeOf(page);
  const answers = await Promise.all([enter(first, code), enter(second, code)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 422]);
  expect((await enter(await firstStep('manager'), codeOf(page, -1))).status).toBe(422);
});

test('a recovery code does for a lost telephone, once, however it is typed', async () => {
  const { codes } = await enrolled('manager');
  const [code = '', other = ''] = codes;
  expect((await enter(await firstStep('manager'), ` ${code.toUpperCase().replace('-', ' ')} `)).location).toBe('/admin');
  expect((await enter(await firstStep('manager'), code)).status).toBe(422);
  expect((await enter(await firstStep('manager'), other)).location).toBe('/admin');
  expect(await noted('second-factor.code-used')).toBe(2);
});

test('five wrong codes close the door for 15 minutes, a right one too', async () => {
  const { page } = await enrolled('manager');
  const browser = await firstStep('manager');
  for (let n = 1; n < 5; n++) expect((await enter(browser, `00000${n}`)).status).toBe(422);
  const closed = await enter(browser, '000005');
  expect([closed.status, closed.headers['retry-after']]).toEqual([429, '900']);
  expect((await enter(browser, codeOf(page))).status).toBe(429);
  p.clock.setTo(new Date(TEST_NOW.getTime() + 16 * 60_000));
  expect((await enter(await firstStep('manager'), codeOf(page))).location).toBe('/admin');
});

test('the second step is over after ten minutes, when the password changed, and for whoever forged it', async () => {
  const { page } = await enrolled('manager');
  const slow = await firstStep('manager');
  p.clock.setTo(new Date(TEST_NOW.getTime() + 11 * 60_000));
  expect((await enter(slow, codeOf(page))).location).toBe('/Account/LogOn');
  const changed = await firstStep('manager');
  const { passwordHash } = await p.portal.db.user.findUniqueOrThrow({ where: { login: 'manager' } });
  await p.portal.db.user.update({ where: { login: 'manager' }, data: { passwordHash: `${passwordHash}x` } });
  expect((await enter(changed, codeOf(page))).location).toBe('/Account/LogOn');
  await p.portal.db.user.update({ where: { login: 'manager' }, data: { passwordHash } });
  const forger = p.visitor();
  await forger.get('/Account/LogOn');
  expect((await enter(forger, codeOf(page))).location).toBe('/Account/LogOn');
  const until = p.clock.now().getTime() + 60_000;
  expect((await forger.get('/Account/LogOn/Code', { Cookie: `step=${await idOf('manager')}.${until}.x.y` })).location).toBe(
    '/Account/LogOn',
  );
});

test('without it a log-on is as it was; a wrong password never gets to the code', async () => {
  await enrolled('manager');
  expect((await (await p.as('admin')).get('/admin')).status).toBe(200);
  const browser = p.visitor();
  await browser.get('/Account/LogOn');
  const wrong = await browser.post('/Account/LogOn', { login: 'manager', password: 'неверный пароль' });
  expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining('Неверный логин или пароль')]);
});

test('new recovery codes and taking it off need a code', async () => {
  const { browser, page, codes } = await enrolled('manager');
  expect((await browser.post('/Account/SecondFactor/codes', { code: '000000' })).status).toBe(422);
  const fresh = await browser.post('/Account/SecondFactor/codes', { code: codeOf(page) });
  expect(fresh.$('#codes').length).toBe(1);
  expect((await enter(await firstStep('manager'), codes[0] ?? '')).status).toBe(422);
  expect((await browser.post('/Account/SecondFactor/removal', { code: '000000' })).status).toBe(422);
  expect((await browser.post('/Account/SecondFactor/secret', { current: DEMO_PASSWORD })).status).toBe(409);
  expect((await browser.post('/Account/SecondFactor/removal', { code: codeOf(page, 1) })).status).toBe(303);
  expect((await (await p.as('manager')).get('/admin')).status).toBe(200);
  expect(await p.portal.db.recoveryCode.count()).toBe(0);
});

test('an administrator takes off a colleague’s who lost everything, not the own one', async () => {
  await enrolled('manager');
  const admin = await p.as('admin');
  const id = await idOf('manager');
  expect((await admin.get(`/admin/staff/${id}`)).text).toContain('Снять второй фактор');
  expect((await admin.post(`/admin/staff/${id}/second-factor`)).status).toBe(303);
  expect((await (await p.as('manager')).get('/admin')).status).toBe(200);
  expect((await admin.post(`/admin/staff/${id}/second-factor`)).status).toBe(404);
  expect((await admin.post(`/admin/staff/${await idOf('admin')}/second-factor`)).status).toBe(409);
});

test('turning it on asks the password, so that a session left open gets no lock of a stranger’s', async () => {
  const browser = await p.as('manager');
  const refused = await browser.post('/Account/SecondFactor/secret', { current: 'не тот пароль' });
  expect([refused.status, refused.text]).toEqual([422, expect.stringContaining('Текущий пароль введён неверно')]);
  expect((await browser.post('/Account/SecondFactor/secret', { current: '' })).status).toBe(422);
  expect(await p.portal.db.secondFactor.count()).toBe(0);
});

test('its owner hears of turning on, new codes, a used recovery code, taking off, and a right password with a wrong code', async () => {
  const told = async () => {
    await p.drainJobs();
    return (await p.letters({ template: 'second-factor' })).map(({ subject }) => subject);
  };
  await p.portal.db.letter.deleteMany();
  const { page, codes } = await enrolled('manager');
  const browser = await firstStep('manager');
  await enter(browser, '000001');
  await enter(browser, '000002');
  await enter(browser, codes[0] ?? '');
  await browser.get('/Account/SecondFactor');
  await browser.post('/Account/SecondFactor/codes', { code: codeOf(page) });
  await browser.post('/Account/SecondFactor/removal', { code: codeOf(page, 1) });
  expect(await told()).toEqual([
    'Второй фактор на портале MONT включён',
    'Верный пароль и неверный код на портале MONT',
    'Вход на портал MONT по коду восстановления',
    'Выданы новые коды восстановления',
    'Второй фактор на портале MONT снят',
  ]);
});

test('«Выйти на всех устройствах» and a new password end a log-on that waits for its code', async () => {
  const { browser, page } = await enrolled('manager');
  const waiting = await firstStep('manager');
  await browser.post('/Account/LogOffEverywhere');
  expect((await enter(waiting, codeOf(page))).location).toBe('/Account/LogOn');
  expect((await enter(await firstStep('manager'), codeOf(page, 1))).location).toBe('/admin');
});

test('a dangerous act asks a code of a quarter of an hour ago anew, and goes on with the form as it was filled', async () => {
  const { page } = await enrolled('manager');
  const browser = await firstStep('manager');
  await enter(browser, codeOf(page));
  const { id, creditLimit } = await p.portal.db.partner.findUniqueOrThrow({ where: { code: 'orion' } });
  const card = `/admin/partners/${id}/limit`;
  p.clock.setTo(new Date(TEST_NOW.getTime() + 16 * 60_000));
  const form = await browser.get(card);
  const fields = Object.fromEntries(
    form
      .$('form[method=post] input[name]')
      .toArray()
      .map((one) => [one.attribs['name'] ?? '', one.attribs['value'] ?? '']),
  );
  const asked = await browser.post(card, { ...fields, limit: '9000000.00', comment: 'по просьбе партнёра' });
  expect([asked.status, asked.$('h1').text()]).toEqual([422, 'Подтвердите кодом']);
  const kept = Object.fromEntries(
    asked
      .$('main form input[type=hidden]')
      .toArray()
      .map((one) => [one.attribs['name'] ?? '', one.attribs['value'] ?? '']),
  );
  expect(kept).toMatchObject({ limit: '9000000.00', comment: 'по просьбе партнёра' });
  expect((await browser.post(card, { ...kept, _factor: '000000' })).status).toBe(422);
  expect((await p.portal.db.partner.findUniqueOrThrow({ where: { id } })).creditLimit).toBe(creditLimit);
  await p.portal.db.throttle.deleteMany();
  expect((await browser.post(card, { ...kept, _factor: codeOf(page, 1) })).status).toBe(303);
  expect((await p.portal.db.partner.findUniqueOrThrow({ where: { id } })).creditLimit).toBe(900_000_000n);
  expect((await browser.post(card, { ...fields, limit: 'x' })).text).not.toContain('Подтвердите кодом');
});

test('every dangerous act is a route of staff', () => {
  const posts = routers(p.portal).flatMap(({ declared }) => declared.filter(({ method }) => method === 'POST').map(({ path }) => path));
  expect(DANGEROUS_ACTS.filter((path) => !posts.includes(path))).toEqual([]);
});

test('is for MONT’s people only', async () => {
  const vector = await p.as('vector');
  expect((await vector.get('/Account/SecondFactor')).status).toBe(403);
  for (const path of ['', '/secret', '/codes', '/removal'])
    expect((await vector.post(`/Account/SecondFactor${path}`, path === '/secret' ? {} : { code: '1' })).status).toBe(403);
  expect((await p.visitor().get('/Account/SecondFactor')).location).toBe('/Account/LogOn');
});

test('in production an administrator does nothing before it is on, a manager may', async () => {
  const real = await openTestPortal({ config: { isProduction: true, isDemo: false, portalUrl: 'https://portal.example', trustProxy: 1 } });
  const proxied = { Host: 'portal.example', 'X-Forwarded-Proto': 'https' };
  const logOn = async (login: string) => {
    const jar = new Map<string, string>();
    const send = async (path: string, body?: Record<string, string>) => {
      const agent = real.visitor().agent;
      const sent = body ? agent.post(path).type('form').send(body) : agent.get(path);
      const answer = await sent.set({ ...proxied, Cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') });
      for (const line of [answer.headers['set-cookie'] ?? []].flat())
        jar.set(String(line).split('=')[0] ?? '', String(line).split('=')[1]?.split(';')[0] ?? '');
      return answer;
    };
    const csrf = /name="_csrf" value="([^"]+)"/.exec((await send('/Account/LogOn')).text)?.[1] ?? '';
    await send('/Account/LogOn', { _csrf: csrf, login, password: DEMO_PASSWORD });
    return send;
  };
  const admin = await logOn('admin');
  for (const path of ['/admin', '/admin/staff', '/admin/journal'])
    expect((await admin(path)).headers['location']).toBe('/Account/SecondFactor');
  expect((await admin('/Account/SecondFactor')).text).toContain('Администратору второй фактор обязателен');
  expect((await (await logOn('manager'))('/admin/journal')).status).toBe(200);
  await real.close();
});
