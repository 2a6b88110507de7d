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

async function add(what: 'contracts', fields: Record<string, string>): Promise<TestPage> {
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
