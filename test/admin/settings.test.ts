import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, TestPage } from '#test/support/browser.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
let admin: Browser;
beforeAll(async () => {
  p = await openTestPortal();
  admin = await p.as('admin');
});
afterAll(() => p.close());

function fieldsOf({ $ }: TestPage): Record<string, string> {
  const form = $('form[action="/admin/settings"]');
  return Object.fromEntries(form.serializeArray().map(({ name, value }) => [name, value]));
}

test('shows the requisites and saves a change, noted before → after', async () => {
  const fields = fieldsOf(await admin.get('/admin/settings'));
  expect(fields).toMatchObject({ inn: '7700000016', bic: '044525225', invoiceSeries: 'МС', regionCode: '77' });
  const answer = await admin.post('/admin/settings', { ...fields, director: ' Новый   Директор ', inn: '7700 000 016' });
  expect(answer.status).toBe(303);
  expect((await admin.follow(answer)).text).toContain('Реквизиты сохранены.');
  const { value } = await p.portal.db.setting.findUniqueOrThrow({ where: { key: 'seller' } });
  expect(value).toMatchObject({
    director: 'Новый Директор',
    inn: '7700000016',
    phone: '+74955550100',
    bank: { account: '40702810138250123017' },
  });
  const [note] = await p.portal.db.auditEntry.findMany({ where: { action: 'seller.changed' } });
  expect(note).toMatchObject({ before: { director: 'Воронцов Сергей Андреевич' }, after: { director: 'Новый Директор' } });
});

test.each([
  ['inn', '7700000017', 'Контрольная цифра ИНН'],
  ['kpp', '77', 'КПП состоит'],
  ['ogrn', '1027700000018', 'Контрольная цифра ОГРН'],
  ['account', '40702810138250123018', 'не подходит к БИК'],
  ['correspondentAccount', '30101810400000000226', 'не подходит к БИК'],
  ['email', 'docs', 'Адрес почты'],
  ['phone', '12', 'Проверьте номер'],
  ['name', ' ', 'Укажите краткое название'],
  ['invoiceSeries', 'мс1', 'заглавных букв'],
  ['regionCode', 'zz', 'Выберите регион'],
])('a wrong %s is told at its field and nothing is lost', async (name, value, told) => {
  const fields = fieldsOf(await admin.get('/admin/settings'));
  const page = await admin.post('/admin/settings', { ...fields, [name]: value, director: 'Не потеряй меня' });
  expect(page.status).toBe(422);
  expect(page.$(`#${name}-error`).text()).toContain(told);
  expect(page.$('#director').attr('value')).toBe('Не потеряй меня');
  expect(page.$('title').text()).toContain('Ошибка:');
});

test('the second of two editors is told', async () => {
  const fields = fieldsOf(await admin.get('/admin/settings'));
  expect((await admin.post('/admin/settings', { ...fields, accountant: 'Первая' })).status).toBe(303);
  const late = await admin.post('/admin/settings', { ...fields, accountant: 'Вторая', director: 'Новый Директор' });
  expect([late.status, late.$('#accountant').attr('value')]).toEqual([409, 'Вторая']);
  expect(late.$('#accountant-error').text()).toContain('Сейчас сохранено «Первая», у вас другое.');
  const both = { ...fieldsOf(late), accountant: 'Вторая' };
  expect((await admin.post('/admin/settings', both)).status).toBe(303);
});

test('takes exactly its form, from administrators only', async () => {
  const fields = fieldsOf(await admin.get('/admin/settings'));
  expect((await admin.post('/admin/settings', { ...fields, extra: '1' })).status).toBe(400);
  for (const login of ['manager', 'vector']) {
    const browser = await p.as(login);
    expect((await browser.get('/admin/settings')).status).toBe(403);
    expect((await browser.post('/admin/settings', fields)).status).toBe(403);
  }
});
