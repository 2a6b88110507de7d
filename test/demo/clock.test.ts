import { afterAll, beforeAll, expect, test } from 'vitest';
import { clockMove, moveClock } from '#src/demo/clock-move.service.ts';
import { Conflict, Invalid } from '#src/platform/errors.ts';
import { frequentTasks } from '#src/schedule.ts';
import type { Browser } from '#test/support/browser.ts';
import { openTestPortal, TEST_NOW, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
let admin: Browser;
beforeAll(async () => {
  p = await openTestPortal();
  await p.portal.db.setting.create({ data: { key: 'clock.offset', value: 0 } });
  admin = await p.as('admin');
});
afterAll(() => p.close());

const at = (text: string) => new Date(`${text}+03:00`);
const runs = async () => new Map((await p.portal.db.taskRun.findMany()).map((run) => [run.task, run]));

test('shows business time and moves on by a button, with everyone still logged on', async () => {
  expect((await admin.get('/admin/clock')).text).toContain('10:00 22 ноября 2026');
  const answer = await admin.post('/admin/clock', { step: 'day' });
  expect([answer.status, answer.location]).toEqual([303, '/admin/clock']);
  await expect.poll(() => clockMove(p.portal)?.isOver, { timeout: 60_000 }).toBe(true);
  expect(p.clock.now()).toEqual(at('2026-11-23T10:00:00'));
  const page = await admin.get('/admin/clock');
  expect(page.status).toBe(200);
  expect(page.text).toContain('Часы переведены: 22.11.2026 10:00 → 23.11.2026 10:00');
  const [note] = await p.portal.db.auditEntry.findMany({ where: { action: 'clock.moved' } });
  expect([note?.actorRole, note?.at]).toEqual(['admin', TEST_NOW]);
});

test('runs every task of the way at its Moscow time and does the jobs it leaves', async () => {
  const letter = await p.portal.db.letter.count();
  await moveClock(p.portal, p.clock, at('2026-11-25T02:00:00'));
  expect((await runs()).get('sweep-accounts')).toMatchObject({
    startedAt: at('2026-11-24T03:30:00'),
    startedBy: 'Часы',
    error: null,
    runs: 2,
  });
  for (const task of frequentTasks()) expect((await runs()).get(task)?.startedAt).toEqual(at('2026-11-25T02:00:00'));
  expect((await p.portal.jobs.counts()).filter(({ state }) => state !== 'failed')).toEqual([]);
  expect(await p.portal.db.letter.count()).toBe(letter);
  expect((await p.portal.db.setting.findUniqueOrThrow({ where: { key: 'clock.offset' } })).value).toBeTypeOf('number');
});

test('closes the month on the way', async () => {
  await moveClock(p.portal, p.clock, at('2026-12-01T09:00:00'));
  expect((await runs()).get('month-close')).toMatchObject({ startedAt: at('2026-11-30T21:00:00'), error: null });
  expect((await admin.get('/admin/clock')).status).toBe(200);
});

test('goes forward only, so far at once, one move at a time', async () => {
  expect(() => moveClock(p.portal, p.clock, at('2026-12-01T08:59:59'))).toThrow(Invalid);
  expect(() => moveClock(p.portal, p.clock, at('2028-01-01T00:00:00'))).toThrow(Invalid);
  let move = Promise.resolve();
  await p.portal.db.$transaction(async (held) => {
    await held.$executeRawUnsafe('lock table throttles in access exclusive mode'); // the nightly sweep waits for it
    move = moveClock(p.portal, p.clock, at('2026-12-02T09:00:00'));
    expect(() => moveClock(p.portal, p.clock, at('2026-12-03T09:00:00'))).toThrow(Conflict);
    const page = await admin.get('/admin/clock');
    expect(page.$('progress').length).toBe(1);
    expect(page.$('#clock-move').attr('data-refresh')).toBe('2');
    expect((await admin.post('/admin/clock', { step: 'day' })).status).toBe(409);
  });
  await move;
  expect(clockMove(p.portal)).toMatchObject({ isOver: true, faults: [], daysDone: 2 });
});

test('a date and time of one’s own; a bad one comes back with the form', async () => {
  const bad = await admin.post('/admin/clock', { day: '31.02.2027', time: '25:00' });
  expect(bad.status).toBe(422);
  expect(bad.$('#day').attr('value')).toBe('31.02.2027');
  expect(bad.$('#day-error').text()).toContain('Укажите дату');
  expect(bad.$('#time-error').text()).toContain('Укажите время');
  const past = await admin.post('/admin/clock', { day: '01.12.2026', time: '9:00' });
  expect([past.status, past.$('#day-error').text()]).toEqual([422, expect.stringContaining('только вперёд')]);
  for (const fields of [{ step: 'year' }, { step: 'day', x: '1' }])
    expect([400, 422]).toContain((await admin.post('/admin/clock', fields as Record<string, string>)).status);
  expect((await admin.post('/admin/clock', { day: '02.12.2026', time: '18:00' })).status).toBe(303);
  await expect.poll(() => clockMove(p.portal)?.isOver, { timeout: 60_000 }).toBe(true);
  expect(p.clock.now()).toEqual(at('2026-12-02T18:00:00'));
});

test('a failing task is told and stops nothing', async () => {
  await p.portal.db.$executeRawUnsafe('alter table throttles rename to throttles_away');
  await moveClock(p.portal, p.clock, at('2026-12-03T18:00:00'));
  await p.portal.db.$executeRawUnsafe('alter table throttles_away rename to throttles');
  expect(p.expectedErrors()).not.toEqual([]);
  expect(clockMove(p.portal)?.faults[0]).toContain('sweep-accounts');
  expect((await admin.get('/admin/clock')).text).toContain('не все задачи удались');
  expect((await runs()).get('sweep-accounts')?.error).toContain('throttles');
});

test('is for administrators of a demo only', async () => {
  const [manager, owner, stranger] = [await p.as('manager'), await p.as('vector'), p.visitor()];
  for (const browser of [manager, owner]) {
    expect((await browser.get('/admin/clock')).status).toBe(403);
    expect((await browser.post('/admin/clock', { step: 'day' })).status).toBe(403);
  }
  expect((await stranger.get('/admin/clock')).location).toBe('/Account/LogOn');
  const real = await openTestPortal({ config: { isDemo: false } });
  expect((await (await real.as('admin')).get('/admin/clock')).status).toBe(404);
  await real.close();
});
