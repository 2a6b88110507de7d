import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordTaskEnd, recordTaskStart } from '#src/platform/task-runs.ts';
import { tasksToStart, times } from '#src/schedule.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
beforeAll(async () => {
  p = await openTestPortal();
});
afterAll(() => p.close());

const at = (time: string) => p.clock.setTo(new Date(`2026-11-30T${time}:00+03:00`));
const isDue = async (isStart = false) => (await tasksToStart(p.portal, isStart)).includes('month-close');

/** The close of the last evening begins at 21:00 and ends so, or not at all. */
async function closing(end: 'well' | 'failed' | 'killed'): Promise<void> {
  at('21:00');
  await recordTaskStart(p.portal, 'month-close', 'Расписание');
  if (end !== 'killed') await recordTaskEnd(p.portal, 'month-close', end === 'failed' ? 'the database is gone' : null);
}

describe('a task of the schedule', () => {
  test('is due when its time has passed without a run, however late anybody looks', async () => {
    at('23:50');
    expect((await tasksToStart(p.portal, true)).sort()).toEqual(Object.keys(times).sort());
  });

  test('is done once its run has ended well', async () => {
    await closing('well');
    expect(await isDue()).toBe(false);
    at('23:50');
    expect(await isDue(true)).toBe(false);
  });

  test('is done again an hour after it failed', async () => {
    await closing('failed');
    at('21:59');
    expect(await isDue(true)).toBe(false);
    at('22:00');
    expect(await isDue()).toBe(true);
  });

  test('is taken up at the start of a process that was killed in it, by others after an hour', async () => {
    await closing('killed');
    at('21:01');
    expect([await isDue(), await isDue(true)]).toEqual([false, true]);
    at('22:00');
    expect(await isDue()).toBe(true);
  });
});
