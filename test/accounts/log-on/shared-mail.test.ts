import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { REFUSED, WHICH_ONE } from '#src/accounts/log-on/log-on.service.ts';
import { createUser, setPassword } from '#src/accounts/users.service.ts';
import { type AccountsPortal, accountsPortal, alertOf, PASSWORD, START } from '#test/accounts/accounts-portal.ts';

const THEIRS = 'совсем-другой-пароль-77';
let on: AccountsPortal;

beforeAll(async () => {
  on = await accountsPortal();
});
beforeEach(async () => {
  on.clock.setTo(START);
  await on.sql('test_reset', 'delete from throttles');
  await on.sql('test_devices_reset', 'delete from known_devices');
  await on.sql('test_letters_reset', 'delete from letters');
});
afterAll(() => on.close());

/** Another partner's new user; `login` is what it wishes. */
async function stranger(email: string, password: string, login?: string): Promise<string> {
  return on.change(async (tx) => {
    const code = `other-${tx.now.getTime()}-${Math.floor(Math.random() * 1e9)}`;
    const { managerId } = await tx.db.partner.findUniqueOrThrow({ where: { code: 'vector' }, select: { managerId: true } });
    const { id: partnerId } = await tx.db.partner.create({
      data: {
        ...{ code, name: code, inn: '7707083893', email, axDebtorCode: code, axPayerCode: code, creditLimit: 1n },
        ...{ paymentTermDays: 10, managerId, createdAt: tx.now },
      },
    });
    const user = await createUser(tx, {
      login,
      email,
      name: 'Чужой Человек',
      phone: null,
      role: 'partner_owner',
      partnerId,
      customerId: null,
    });
    await setPassword(tx, user.id, password);
    return user.login;
  });
}

describe('an e-mail of several users', () => {
  it('logs on everybody by the own password, whoever else has the e-mail', async () => {
    for (const [login, home] of [
      ['anna@vector.example', '/cabinet'],
      ['manager@mont.example', '/admin'],
    ] as const) {
      await stranger(login, THEIRS);
      expect((await on.browser().logOn(login)).headers.location).toBe(home);
      const theirs = on.browser();
      expect((await theirs.logOn(login, THEIRS)).headers.location).toBe('/cabinet');
      expect((await theirs.get('/cabinet')).body.company).toContain('other-');
    }
  });

  it('is refused with the one text when no password fits', async () => {
    await stranger('boris@vector.example', THEIRS);
    const answer = await on.browser().logOn('boris@vector.example', 'ни-тот-ни-другой');
    expect([answer.status, alertOf(answer)]).toEqual([422, REFUSED]);
  });

  it('asks for the login where two have the same password', async () => {
    await stranger('vera@romashka.example', PASSWORD);
    const answer = await on.browser().logOn('vera@romashka.example');
    expect([answer.status, alertOf(answer)]).toEqual([422, WHICH_ONE]);
    expect((await on.browser().logOn('romashka')).headers.location).toBe('/my/subscriptions');
  });

  it('is no way to push others out: twenty new users of one partner take one place', async () => {
    const login = await stranger('pushed@vector.example', THEIRS);
    await on.change(async (tx) => {
      const { partnerId } = await tx.db.user.findUniqueOrThrow({ where: { login }, select: { partnerId: true } });
      for (let n = 0; n < 20; n++) {
        const user = { email: 'pushed@vector.example', name: `Ещё ${n}`, phone: null, role: 'partner_manager' as const, customerId: null };
        await createUser(tx, { ...user, partnerId });
      }
    });
    await stranger('pushed@vector.example', PASSWORD);
    expect((await on.browser().logOn('pushed@vector.example')).status).toBe(303);
  });

  it('keeps counting tries at one account while another logs on', async () => {
    await stranger('anna2@vector.example', THEIRS);
    await stranger('anna2@vector.example', PASSWORD);
    for (let n = 0; n < 9; n++) {
      await on.browser().logOn('anna2@vector.example', `guess-${n}`);
      if (n % 3 === 0) expect((await on.browser().logOn('anna2@vector.example', THEIRS)).status).toBe(303);
    }
    expect((await on.browser().logOn('anna2@vector.example', 'guess-10')).status).toBe(429);
  });

  it('gets one recovery letter with a link for each login', async () => {
    const other = await stranger('boris@vector.example', THEIRS);
    await on.browser().post('/Account/Recovery', { login: 'boris@vector.example' });
    const letters = await on.letters();
    expect(letters.map(({ template, to }) => [template, to])).toEqual([['password-recovery', 'boris@vector.example']]);
    expect(letters[0]?.text.match(/\/Account\/Password\/[\w-]{43}/g)?.length).toBeGreaterThan(1);
    for (const login of ['boris', other]) expect(letters[0]?.text).toContain(`для логина ${login},`);
    expect(letters[0]?.text).not.toContain('Чужой Человек');
  });
});

it('a wished login never becomes somebody’s e-mail', async () => {
  const login = await stranger('mallory@evil.example', THEIRS, 'anna@vector.example');
  expect(login).toMatch(/^[a-z0-9._-]+$/);
  expect((await on.browser().logOn('anna@vector.example')).status).toBe(303);
});
