import { afterAll, beforeAll, expect, it } from 'vitest';
import { createUserVerb, UsageError } from '#src/accounts/accounts.cli.ts';
import { createUser } from '#src/accounts/users.service.ts';
import { type AccountsPortal, accountsPortal } from '#test/accounts/accounts-portal.ts';

let on: AccountsPortal;
beforeAll(async () => {
  on = await accountsPortal();
});
afterAll(() => on.close());

const staff = { name: 'Иван Петров', phone: null, role: 'manager', partnerId: null, customerId: null } as const;

it('gives everybody a login of their own, numbered when it is taken', async () => {
  const make = (login?: string) => on.change((tx) => createUser(tx, { ...staff, login, email: 'ivan@mont.example' }));
  const logins = [];
  for (let n = 0; n < 3; n++) logins.push((await make()).login);
  expect(logins).toEqual(['ivan', 'ivan2', 'ivan3']);
  expect((await make('vector')).login).toBe('vector2');
  const atOnce = await Promise.all(Array.from({ length: 5 }, () => make('petrov')));
  expect(new Set(atOnce.map((one) => one.login)).size).toBe(5);
});

it('writes who was made into the audit journal', async () => {
  const { login } = await on.change((tx) => createUser(tx, { ...staff, email: 'Audit@Mont.Example' }));
  const [row] = await on.sql<{ subject: string; after: object }>(
    'test_audit',
    `select subject, after from audit_entries where action = 'user.created' order by id desc limit 1`,
  );
  expect(row).toEqual({
    subject: `пользователь ${login}`,
    after: { name: 'Иван Петров', email: 'audit@mont.example', role: 'manager', customerId: null },
  });
});

it('makes a person on the command line, whose printed password opens the door once', async () => {
  const args = ['--login', 'olga', '--email', 'olga@mont.example', '--name', 'Ольга Минина', '--role', 'admin'];
  const printed = await createUserVerb(on.portal, args);
  const [, login = '', password = ''] = /login: +(\S+)\npassword: (\S+)/.exec(printed) ?? [];
  expect(login).toBe('olga');
  expect((await on.browser().logOn(login, password)).headers.location).toBe('/Account/Password');
  expect((await on.browser().logOn(login, password)).status).toBe(422);
});

it.each([
  [['--login', 'x'], /create-user --login/],
  [['--nonsense'], /create-user --login/],
  [['--email', 'x', '--name', 'x', '--role', 'admin'], /not a mail address/],
  [['--email', 'x@mont.example', '--name', 'x', '--role', 'tsar'], /--role: one of/],
  [['--email', 'x@mont.example', '--name', 'x', '--role', 'partner_owner'], /--partner CODE/],
  [['--email', 'x@mont.example', '--name', 'x', '--role', 'partner_owner', '--partner', 'nobody'], /no such partner/],
])('refuses %j with a sentence', async (args, sentence) => {
  const refused = createUserVerb(on.portal, args);
  await expect(refused).rejects.toThrow(UsageError);
  await expect(refused).rejects.toThrow(sentence);
});
