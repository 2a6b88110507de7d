import { afterAll, beforeAll, expect, test } from 'vitest';
import { taskTitle, taskWhat } from '#src/admin/jobs/jobs.words.ts';
import { tasks } from '#src/jobs.ts';
import { parseCron } from '#src/lib/cron.ts';
import { command } from '#src/platform/command.ts';
import { dueRuns, times } from '#src/schedule.ts';
import type { Browser } from '#test/support/browser.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
let admin: Browser;
beforeAll(async () => {
  p = await openTestPortal();
  p.portal.jobs.define('close-outlook', () => Promise.reject(new Error('нет бумаги')));
  admin = await p.as('admin');
});
afterAll(() => p.close());

test('every task has its time and its Russian words, and every time its task', () => {
  expect(Object.keys(times).sort(), '`times` of src/schedule.ts has the tasks of src/jobs.ts').toEqual(Object.keys(tasks).sort());
  for (const [name, time] of Object.entries(times)) {
    expect(parseCron(time)).toBeTruthy();
    expect([name, taskTitle(name), taskWhat(name)]).not.toContain('');
    expect(taskTitle(name), 'its words are in jobs.words.ts').not.toBe(name);
  }
});

test('what is due on the way comes in order of time', () => {
  const runs = dueRuns(new Date('2026-11-29T12:00:00+03:00'), new Date('2026-12-01T12:00:00+03:00'));
  expect(runs.filter(({ task }) => task === 'month-close').map(({ at }) => at.toISOString())).toEqual([
    '2026-11-29T18:00:00.000Z',
    '2026-11-30T18:00:00.000Z',
  ]);
  expect(runs.map(({ at }) => at.getTime())).toEqual(runs.map(({ at }) => at.getTime()).sort((a, b) => a - b));
  expect(runs.map(({ task }) => task)).not.toContain('tend-letters');
});

test('shows the schedule and runs a task by hand, once noted in the journal', async () => {
  const before = await admin.get('/admin/jobs');
  expect(before.text).toContain('Закрытие месяца');
  expect(before.text).toContain('30.11.2026 21:00');
  const answer = await admin.post('/admin/jobs/tasks/sweep-accounts');
  expect([answer.status, answer.location]).toEqual([303, '/admin/jobs']);
  const after = await admin.follow(answer);
  expect(after.text).toContain('Задача «Уборка сеансов» выполнена.');
  const row = after.$('tr:contains("Уборка сеансов")').text().replace(/\s+/g, ' ');
  expect(row).toContain('22.11.2026 10:00');
  expect(row).toContain('Выполнена');
  expect(await p.portal.db.auditEntry.count({ where: { action: 'task.started' } })).toBe(1);
});

test('a task that fails says why', async () => {
  await p.portal.db.$executeRawUnsafe('alter table throttles rename to throttles_away');
  const answer = await admin.post('/admin/jobs/tasks/sweep-accounts');
  await p.portal.db.$executeRawUnsafe('alter table throttles_away rename to throttles');
  const page = await admin.follow(answer);
  expect(page.$('.flash').text()).toContain('не удалась');
  expect(page.$('tr:contains("Уборка сеансов") .badge').text()).toContain('Ошибка');
  expect(p.expectedErrors()).not.toEqual([]);
});

test('a failed job is shown with its reason and can run again', async () => {
  await command(await p.scope('admin'), { action: 'test' }, (tx) => tx.enqueue('close-outlook', { month: '2026-07' }, { retryLimit: 0 }));
  await p.portal.jobs.drain();
  expect(p.expectedErrors()).not.toEqual([]);
  const page = await admin.get('/admin/jobs');
  expect(page.text).toContain('нет бумаги');
  expect(page.text).toContain('{"month":"2026-07"}');
  const action = page.$('form[action^="/admin/jobs/failed/"]').attr('action') ?? '';
  expect((await admin.post(action)).status).toBe(303);
  expect(await p.portal.jobs.failed()).toEqual([]);
  expect((await p.portal.jobs.counts()).find(({ queue }) => queue === 'close-outlook')?.count).toBe(1);
  expect((await admin.post(action)).status).toBe(404);
  await p.portal.jobs.drain({ early: true });
  expect(p.expectedErrors()).not.toEqual([]);
});

test('a failed job that nobody needs is dropped, and the journal keeps what it was', async () => {
  await command(await p.scope('admin'), { action: 'test' }, (tx) => tx.enqueue('close-outlook', { month: '2026-08' }, { retryLimit: 0 }));
  await p.portal.jobs.drain();
  expect(p.expectedErrors()).not.toEqual([]);
  const page = await admin.get('/admin/jobs');
  const action = page.$('form[action$="/dismissal"]').first().attr('action') ?? '';
  const before = (await p.portal.jobs.failed()).length;
  expect((await admin.post(action)).location).toBe('/admin/jobs');
  expect((await p.portal.jobs.failed()).length).toBe(before - 1);
  expect((await admin.post(action)).status).toBe(404);
  expect(await p.portal.db.auditEntry.count({ where: { action: 'job.dismissed' } })).toBe(1);
});

test('what there is not is 404, what no page sends is 400', async () => {
  for (const path of [
    '/admin/jobs/tasks/no-such',
    '/admin/jobs/tasks/toString',
    '/admin/jobs/failed/send-letter/1',
    '/admin/jobs/failed/x/5e0f8c1e-4a55-4d0e-8d38-0d7a1d2f9b11',
  ])
    expect((await admin.post(path)).status).toBe(404);
  expect((await admin.post('/admin/jobs/tasks/sweep-accounts', { at: 'now' })).status).toBe(400);
  expect((await admin.get('/admin/jobs?x=1')).status).toBe(400);
});

test('is for administrators only', async () => {
  for (const login of ['manager', 'vector']) {
    const browser = await p.as(login);
    expect((await browser.get('/admin/jobs')).status).toBe(403);
    expect((await browser.post('/admin/jobs/tasks/sweep-accounts')).status).toBe(403);
  }
  expect((await p.visitor().get('/admin/jobs')).location).toBe('/Account/LogOn');
});
