import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, TestPage } from '#test/support/browser.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
let marina: Browser;
let manager: Browser;

beforeAll(async () => {
  p = await openTestPortal();
  marina = await p.as('vector-books');
  manager = await p.as('manager');
});
afterAll(() => p.close());

const tokenOf = (page: TestPage) => String(page.$('main input[name=token]').first().attr('value'));

test('a question goes to the web store and waits until it is answered', async () => {
  const form = await marina.get('/support');
  expect(form.text).toContain('Ирина Белова');
  const asked = { token: tokenOf(form), body: 'Где счёт за октябрь?\nНужен до пятницы.' };
  const twice = await Promise.all([marina.post('/support', asked), marina.post('/support', asked)]);
  expect(twice.map(({ status }) => status)).toEqual([303, 303]);
  const [question, ...more] = await p.portal.db.supportRequest.findMany();
  expect([question?.subject, more.length]).toEqual(['Вопрос по ed.MONT – vector', 0]);
  await p.drainJobs();
  const [letter] = await p.letters({ template: 'support-question' });
  expect(letter).toMatchObject({ to: 'webstore@mont.example', subject: 'Вопрос по ed.MONT – vector' });
  expect(letter?.text).toContain('marina@vector.example');
  expect((await marina.get('/support')).text).toContain('Ждёт ответа');

  const list = await manager.get('/admin/support?state=open');
  expect(list.text).toContain('Где счёт за октябрь?');
  expect(list.$('nav a[href="/admin/support"] .count').first().text()).toBe('1');
  const answer = { token: tokenOf(list), answer: 'Счёт в разделе «Документы».' };
  expect((await manager.post(`/admin/support/${question?.id}/answer`, answer)).location).toBe('/admin/support');
  await p.drainJobs();
  expect((await p.letters({ template: 'support-answer' }))[0]).toMatchObject({ to: 'marina@vector.example' });
  expect((await marina.get('/support')).text).toContain('Счёт в разделе «Документы».');
  const late = await manager.post(`/admin/support/${question?.id}/answer`, { token: crypto.randomUUID(), answer: '' });
  expect([late.status, late.text]).toEqual([409, expect.stringContaining('Ирина Белова')]);
  expect(await p.portal.db.auditEntry.count({ where: { action: { startsWith: 'support.' } } })).toBe(2);
});

test('a colleague sees it, another partner does not', async () => {
  expect((await (await p.as('vector')).get('/support')).text).toContain('Где счёт за октябрь?');
  expect((await (await p.as('orion')).get('/support')).text).not.toContain('Где счёт за октябрь?');
});

test('a bad question comes back, a flood is stopped, others may not', async () => {
  const token = tokenOf(await marina.get('/support'));
  const empty = await marina.post('/support', { token, body: ' ' });
  expect([empty.status, empty.$('#body-error').text()]).toEqual([422, expect.stringContaining('Напишите вопрос')]);
  const long = await marina.post('/support', { token, body: 'а'.repeat(4_001) });
  expect([long.status, String(long.$('#body').val()).length]).toEqual([422, 4_001]);
  expect((await marina.post('/support', { token, body: 'x', subject: 'y' })).status).toBe(400);
  const statuses: number[] = [];
  for (let i = 0; i < 20; i++) statuses.push((await marina.post('/support', { token: crypto.randomUUID(), body: 'ещё' })).status);
  expect(statuses.at(-1)).toBe(429);
  expect((await (await p.as('romashka')).get('/support')).status).toBe(403);
  expect((await manager.get('/support')).status).toBe(403);
  expect((await marina.get('/admin/support')).status).toBe(403);
  expect((await manager.post('/admin/support/999999/answer', { token, answer: '' })).status).toBe(404);
});
