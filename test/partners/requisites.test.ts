import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, TestPage } from '#test/support/browser.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
let manager: Browser;
let id: number;
let path: string;

beforeAll(async () => {
  p = await openTestPortal();
  manager = await p.as('manager');
  ({ id } = await p.portal.db.partner.findUniqueOrThrow({ where: { code: 'orion' } }));
  path = `/admin/partners/${id}/requisites`;
});
afterAll(() => p.close());

const row = () => p.portal.db.partner.findUniqueOrThrow({ where: { id }, include: { manager: true } });

/** What the form says, with some of it typed anew. */
async function filled(change: Record<string, string> = {}): Promise<Record<string, string>> {
  const { $ } = await manager.get(path);
  const shown = $(`form[action="${path}"]`).serializeArray();
  return { ...Object.fromEntries(shown.map(({ name, value }) => [name, value])), ...change };
}

const send = async (change: Record<string, string>): Promise<TestPage> => manager.post(path, await filled(change));

test('staff change address, term, codes and manager; the journal tells what, and the card shows it', async () => {
  const gromov = await p.portal.db.user.findUniqueOrThrow({ where: { login: 'gromov' } });
  const before = await row();
  const change = {
    address: '190000, Санкт-Петербург, Невский пр., д. 1',
    phone: '8 (812) 555-01-02 доб. 7',
    paymentTermDays: '21',
    axPayerCode: 'П-7001',
    managerId: String(gromov.id),
  };
  expect((await send(change)).location).toBe(`/admin/partners/${id}?tab=people`);
  expect(await row()).toMatchObject({
    ...{ address: change.address, phone: '+78125550102;ext=7', paymentTermDays: 21, axPayerCode: 'П-7001' },
    ...{
      manager: { login: 'gromov' },
      name: before.name,
      inn: before.inn,
      creditLimit: before.creditLimit,
      axDebtorCode: before.axDebtorCode,
    },
  });
  const card = await manager.get(`/admin/partners/${id}?tab=people`);
  for (const shown of ['Невский пр.', '+7 812 555-01-02, доб. 7', '21 день', 'менеджер Павел Громов']) expect(card.text).toContain(shown);
  expect(card.$(`a[href="${path}"]`).length).toBe(1);
  const journal = await manager.get('/admin/journal?q=партнёр&group=Партнёры');
  for (const shown of ['Изменены данные партнёра', 'Ирина Белова', 'Павел Громов', 'Срок оплаты, дней'])
    expect(journal.text).toContain(shown);
  const orion = await p.as('orion');
  expect((await orion.get('/support')).text).toContain('Павел Громов');
});

test('sent twice it works once; the second of two editors is told', async () => {
  const form = await filled({ mpnId: '123456' });
  const stale = await filled({ mpnId: '654321' });
  const notes = () => p.portal.db.auditEntry.count({ where: { action: 'partner.updated' } });
  const before = await notes();
  const answers = await Promise.all([manager.post(path, form), manager.post(path, form)]);
  expect(answers.map(({ status }) => status)).toEqual([303, 303]);
  expect([await notes(), (await row()).mpnId]).toEqual([before + 1, '123456']);
  const late = await manager.post(path, stale);
  expect([late.status, late.$('input[name=mpnId]').val()]).toEqual([409, '654321']);
  expect(late.text).toContain('Сейчас сохранено «123456», у вас другое.');
  expect((await manager.post(path, { ...stale, version: String(late.$('input[name=version]').val()) })).status).toBe(303);
});

test.each([
  ['name', ' ', 'Укажите название'],
  ['address', '', 'Укажите адрес'],
  ['kpp', '', 'Укажите КПП'],
  ['kpp', '12', 'КПП'],
  ['ogrn', '123', 'ОГРН'],
  ['email', 'x', 'Адрес почты'],
  ['phone', '12', 'Проверьте номер'],
  ['mpnId', '1', 'MPN ID'],
  ['axDebtorCode', '', 'Укажите код дебитора'],
  ['paymentTermDays', '999', 'Не больше 180 дней'],
  ['managerId', '999999', 'Выберите менеджера'],
])('a bad %s «%s» is told at the field, the rest stays', async (name, value, message) => {
  const page = await send({ [name]: value, axPayerCode: 'Осталось' });
  expect([page.status, page.$(`#${name}-error`).text()]).toEqual([422, expect.stringContaining(message)]);
  expect(page.$('#axPayerCode').val()).toBe('Осталось');
});

test('a debtor code of another partner is named; the ИНН can’t be sent', async () => {
  const vector = await p.portal.db.partner.findUniqueOrThrow({ where: { code: 'vector' } });
  expect((await send({ axDebtorCode: vector.axDebtorCode })).$('#axDebtorCode-error').text()).toContain('ООО «Вектор»');
  expect((await send({ inn: vector.inn })).status).toBe(400);
});

test('is for staff only', async () => {
  for (const login of ['orion', 'vector', 'romashka']) {
    const browser = await p.as(login);
    expect((await browser.get(path)).status).toBe(403);
    expect((await browser.post(path, { token: randomUUID() })).status).toBe(403);
  }
  for (const absent of ['999999', 'x']) expect((await manager.get(`/admin/partners/${absent}/requisites`)).status).toBe(404);
});
