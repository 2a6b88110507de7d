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
  const late = await manager.post(`/admin/support/${question?.id}/answer`, { token: crypto.randomUUID(), answer: 'Ещё раз' });
  expect([late.status, late.text]).toEqual([409, expect.stringContaining('Ирина Белова')]);
  expect(await p.portal.db.auditEntry.count({ where: { action: { startsWith: 'support.' } } })).toBe(2);
});

test('a colleague sees it, another partner does not', async () => {
  expect((await (await p.as('vector')).get('/support')).text).toContain('Где счёт за октябрь?');
  expect((await (await p.as('orion')).get('/support')).text).not.toContain('Где счёт за октябрь?');
});

test('an answer without words, or with too many, comes back at its question with what was typed', async () => {
  const { id } = await asked('Как сменить тариф?');
  const path = `/admin/support/${id}/answer`;
  const token = crypto.randomUUID();
  for (const [answer, error] of [
    ['  ', 'Напишите ответ'],
    ['а'.repeat(4_001), 'Не больше 4000 знаков'],
  ] as const) {
    const page = await manager.post(path, { token, answer });
    expect([page.status, page.$(`#answer-${id}-error`).text()]).toEqual([422, expect.stringContaining(error)]);
    expect([page.$(`#answer-${id}`).val(), page.$('.error-summary a').attr('href')]).toEqual([answer, `#answer-${id}`]);
  }
  expect(await p.portal.db.supportRequest.findUniqueOrThrow({ where: { id } })).toMatchObject({ answeredAt: null, answer: null });
});

test('a question is closed without an answer by a button that says what the partner reads, and opened again', async () => {
  const { id } = await asked('Спасибо, уже разобрались');
  const token = tokenOf(await manager.get(`/admin/support/${id}`));
  const said = 'MONT закрыл вопрос без ответа на портале';
  expect((await manager.get(`/admin/support/${id}`)).$('form[action$="/closing"]').text()).toContain(said);
  const closed = await manager.follow(await manager.post(`/admin/support/${id}/closing`, { token }));
  expect(closed.text).toContain('Закрыт без ответа');
  expect((await marina.get('/support')).text).toContain(said);
  await p.drainJobs();
  expect((await p.letters({ template: 'support-answer' })).filter(({ text }) => text.includes('уже разобрались'))).toEqual([]);
  expect((await manager.post(`/admin/support/${id}/answer`, { token: crypto.randomUUID(), answer: 'Да' })).status).toBe(409);
  const reopened = await manager.post(`/admin/support/${id}/reopening`, { token: tokenOf(closed) });
  expect((await manager.follow(reopened)).text).toContain('Ждёт ответа');
  expect((await marina.get('/support')).text).not.toContain(said);
  expect((await manager.post(`/admin/support/${id}/reopening`, { token: crypto.randomUUID() })).status).toBe(409);
  expect((await manager.get('/admin/support/999999')).status).toBe(404);
});

async function asked(body: string): Promise<{ id: number }> {
  await marina.post('/support', { token: crypto.randomUUID(), body });
  return p.portal.db.supportRequest.findFirstOrThrow({ where: { body } });
}

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
  expect((await manager.post('/admin/support/999999/answer', { token, answer: 'Да' })).status).toBe(404);
});
