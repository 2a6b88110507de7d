import { parseOptions } from '@node-rs/argon2';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { homeOf, localPath, openingTime, refererPath, returnPath, sessionEnd } from '#src/accounts/accounts.rules.ts';
import { hashPassword, readablePassword, verifyPassword } from '#src/accounts/passwords/password-hash.service.ts';
import { passwordFault } from '#src/accounts/passwords/password-strength.ts';
import { deviceName } from '#src/accounts/sessions/devices.rules.ts';
import { LOGIN_PATTERN, loginBase, numberedLogin } from '#src/accounts/users.rules.ts';

const anna = { login: 'vector', email: 'anna@vector.example', name: 'Анна Викторова' };

describe('passwordFault', () => {
  it.each([
    ['корова7', 'Пароль короче 10 знаков'],
    ['x'.repeat(201), 'Пароль длиннее 200 знаков'],
    ['2026-Vector!', 'Пароль не должен повторять логин, почту или имя'],
    ['anna@vector.example', 'Пароль не должен повторять логин, почту или имя'],
    ['Анна Викторова', 'Пароль не должен повторять логин, почту или имя'],
    ['annaviktorova1', 'Пароль не должен повторять логин, почту или имя'],
    ['password2026', 'Этот пароль похож на один из самых частых: придумайте другой'],
    ['abcabcabcabc', 'Повторы одного куска легко подобрать: возьмите разные слова'],
    ['1234567890', 'Этот пароль есть в списках самых частых: придумайте другой'],
  ])('refuses %s', async (plain, sentence) => {
    expect(await passwordFault(plain, anna)).toBe(sentence);
  });

  it.each(['йцукенгшщз', 'парольпароль', 'ghbdtn2026', 'спартак2026', 'gfhjkmgfhjkm', '2611197026'])('finds %s too easy', async (plain) => {
    expect(await passwordFault(plain, anna)).not.toBeNull();
  });

  it.each(['Demo-portal-2026', 'лиловый-трамвай-42-гвоздь', 'correct horse battery', readablePassword()])('lets %s pass', async (plain) => {
    expect(await passwordFault(plain, anna)).toBeNull();
  });

  it('answers in reasonable time to the nastiest long text', async () => {
    expect(await passwordFault('Pa$$w0rd'.repeat(25), anna)).not.toBeNull();
  });
});

describe('passwords', () => {
  it('are argon2id of the same cost as the stand-in for people who have none', async () => {
    const made = await hashPassword('Demo-portal-2026');
    expect(parseOptions(made)).toMatchObject({ algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 });
    expect(await verifyPassword(made, 'Demo-portal-2026')).toBe(true);
    expect(await verifyPassword(made, 'Demo-portal-2027')).toBe(false);
    expect(await verifyPassword(null, '')).toBe(false);
  });
});

describe('places to go', () => {
  it.each(['/cabinet', '/subscriptions?q=a%20b&page=2', '/'])('%s is on the portal', (path) => {
    expect(localPath(path)).toBe(path);
  });

  it.each([
    '',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'https://evil.example/',
    'javascript:alert(1)',
    '/a\nb',
    '/\t/evil.example',
    '/.//evil.example',
    'x',
    undefined,
    null,
  ])('%j is not', (path) => {
    expect(localPath(path)).toBeNull();
  });

  it('never yields an address of another origin', () => {
    const piece = fc.constantFrom('/', '\\', '.', '..', '@', ':', 'evil.example', '\t', '\n', '%2f', '?', '#', 'http');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const path = localPath(`/${pieces.join('')}`);
        return path === null || new URL(path, 'http://portal.example').origin === 'http://portal.example';
      }),
      { numRuns: 2000 },
    );
  });

  it('after log-on are not pages of the account itself', () => {
    expect(returnPath('/Account/Password')).toBeNull();
    expect(returnPath('/account/logon?x')).toBeNull();
    expect(returnPath('/')).toBeNull();
    expect(returnPath('/accounting')).toBe('/accounting');
  });

  it('by referer are of this host only', () => {
    expect(refererPath('http://portal.example/a?b', 'portal.example')).toBe('/a?b');
    expect(refererPath('http://evil.example/a', 'portal.example')).toBeNull();
    expect(refererPath('http://portal.example//evil.example', 'portal.example')).toBeNull();
    expect(refererPath('nonsense', 'portal.example')).toBeNull();
  });

  it('are home for each role', () => {
    expect(['partner_owner', 'partner_accountant', 'customer', 'manager', 'admin'].map((role) => homeOf(role as 'admin'))).toEqual([
      '/cabinet',
      '/cabinet',
      '/my/subscriptions',
      '/admin',
      '/admin',
    ]);
  });
});

describe('times', () => {
  const at = (time: string) => new Date(`2026-11-22T${time}Z`);

  it('end a session by idleness or after 12 hours, whichever comes first', () => {
    expect(sessionEnd('manager', at('07:00:00'), at('07:10:00'))).toEqual(at('07:40:00'));
    expect(sessionEnd('partner_owner', at('07:00:00'), at('07:10:00'))).toEqual(at('15:10:00'));
    expect(sessionEnd('partner_owner', at('07:00:00'), at('14:00:00'))).toEqual(at('19:00:00'));
    expect(sessionEnd(null, at('07:00:00'), at('07:00:00'))).toEqual(at('08:00:00'));
  });

  it('of opening are rounded up to the minute and dated when it is another day', () => {
    expect(openingTime(at('07:15:00'), at('07:00:00'))).toBe('10:15');
    expect(openingTime(at('07:15:01'), at('07:00:00'))).toBe('10:16');
    expect(openingTime(at('21:05:00'), at('20:55:00'))).toBe('23.11.2026 00:05');
  });
});

describe('logins', () => {
  it.each([
    [{ login: 'Vector', email: 'a@b.ru', name: 'x' }, 'vector'],
    [{ login: 'ООО Вектор', email: 'a@b.ru', name: 'x' }, 'ooo-vektor'],
    [{ email: 'Anna.V+1@vector.ru', name: 'Анна' }, 'anna.v-1'],
    [{ email: 'ъ@vector.ru', name: 'Анна Викторова' }, 'anna-viktorova'],
    [{ email: '1', name: '!' }, 'user'],
  ])('of %j are %s', (from, login) => {
    expect(loginBase(from)).toBe(login);
  });

  it('always fit the pattern, whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (name, email) =>
        LOGIN_PATTERN.test(numberedLogin(loginBase({ email, name }), 9)),
      ),
    );
  });
});

describe('deviceName', () => {
  it.each([
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36', 'Chrome, Windows'],
    ['Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 YaBrowser/26.1 Safari/537.36', 'Яндекс Браузер, Windows'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1', 'Safari, iOS'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox, Linux'],
    ['curl/8', 'Неизвестное устройство'],
    [null, 'Неизвестное устройство'],
  ])('%s is %s', (userAgent, name) => {
    expect(deviceName(userAgent)).toBe(name);
  });
});
