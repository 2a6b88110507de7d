import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, TestPage } from '#test/support/browser.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
let manager: Browser;
let orion: number;
let path: string;

beforeAll(async () => {
  p = await openTestPortal();
  manager = await p.as('manager');
  ({ id: orion } = await p.portal.db.partner.findUniqueOrThrow({ where: { code: 'orion' } }));
  path = `/admin/partners/${orion}`;
});
afterAll(() => p.close());

async function add(what: 'contracts' | 'users', fields: Record<string, string>): Promise<TestPage> {
  const form = await manager.get(`${path}/${what}`);
  return manager.post(`${path}/${what}`, { token: String(form.$('main input[name=token]').attr('value')), ...fields });
}

test('adds a contract and a supplementary agreement', async () => {
  const contract = { number: 'KL-9/2026', signedOn: '01.11.2026', docMode: 'act_sf', base: '' };
  expect((await add('contracts', contract)).location).toBe(`${path}?tab=people`);
  const made = await p.portal.db.contract.findFirstOrThrow({ where: { partnerId: orion, number: 'KL-9/2026' } });
  expect(made).toMatchObject({ docMode: 'act_sf', baseContractId: null, signedOn: new Date('2026-11-01') });
  await add('contracts', { ...contract, number: 'KL-9/2026 ДС-1', base: String(made.id) });
  expect((await manager.get(`${path}?tab=people`)).text).toContain('доп. соглашение к KL-9/2026');
  const again = await add('contracts', contract);
  expect([again.status, again.$('#number').val()]).toEqual([422, 'KL-9/2026']);
  expect(again.text).toContain('Такой договор у партнёра уже есть');
  expect(await p.portal.db.auditEntry.count({ where: { action: 'contract.added', partnerId: orion } })).toBe(2);
  const vector = await p.portal.db.contract.findFirstOrThrow({ where: { partner: { code: 'vector' } } });
  expect((await add('contracts', { ...contract, number: 'X', base: String(vector.id) })).text).toContain('Выберите договор этого партнёра');
  expect((await add('contracts', { ...contract, number: ' ', signedOn: '31.02.2026' })).text).toContain('Такой даты нет');
});

test('adds a person who logs on with the password of the letter, and closes the way in', async () => {
  const person = {
    name: 'Олег Смирнов',
    email: 'Oleg@Orion.example',
    role: 'partner_manager',
    login: 'oleg-orion',
    phone: '8 921 555-03-09',
  };
  expect((await add('users', person)).status).toBe(303);
  await p.drainJobs();
  const [letter] = await p.letters({ template: 'start-password-colleague', partnerId: orion });
  expect(letter?.to).toBe('oleg@orion.example');
  const password = /дноразовый пароль:?\s*(\S+)/.exec(letter?.text ?? '')?.[1] ?? '';
  const oleg = await p.visitor().logOn('oleg-orion', password);
  expect((await oleg.get('/cabinet')).location).toBe('/Account/Password');

  const user = await p.portal.db.user.findUniqueOrThrow({ where: { login: 'oleg-orion' } });
  expect((await manager.post(`${path}/users/${user.id}/disable`)).location).toBe(`${path}?tab=people`);
  expect((await oleg.get('/Account/Password')).location).toBe('/Account/LogOn');
  const twice = await add('users', { ...person, login: '', email: 'dmitry@orion.example' });
  expect(twice.text).toContain('Этот адрес уже у пользователя orion');
  expect((await add('users', { ...person, role: 'admin' })).text).toContain('Выберите роль');
});

test('the last owner and people of others stay', async () => {
  const owner = await p.portal.db.user.findUniqueOrThrow({ where: { login: 'orion' } });
  expect((await manager.post(`${path}/users/${owner.id}/disable`)).status).toBe(409);
  const anna = await p.portal.db.user.findUniqueOrThrow({ where: { login: 'vector' } });
  expect((await manager.post(`${path}/users/${anna.id}/disable`)).status).toBe(404);
  expect((await p.portal.db.user.findUniqueOrThrow({ where: { login: 'vector' } })).disabledAt).toBeNull();
});
