import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApp } from '#src/app.ts';
import { shiftedClock } from '#src/platform/clock.ts';
import { createPulse, type Pulse } from '#src/platform/db/pulse.ts';
import { transactionSql } from '#src/platform/db/sql.ts';
import { loadAssets } from '#src/platform/http/assets.ts';
import { createJobs } from '#src/platform/jobs.ts';
import { createMetrics } from '#src/platform/metrics.ts';
import { taskRuns } from '#src/platform/task-runs.ts';
import { startSchedule, times } from '#src/schedule.ts';
import { Browser } from '#test/support/browser.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

const MONTH = 31 * 24 * 3_600_000;
const assets = loadAssets(resolve(import.meta.dirname, '../../public'));
let p: TestPortal;

beforeAll(async () => {
  p = await openTestPortal();
});
afterAll(() => p.close());

const pulseOf = (aheadMs: number): Pulse => createPulse({ url: p.database.url, log: p.portal.log, machine: shiftedClock(aheadMs) });

it.each([
  ['the same time', 0, true],
  ['45 seconds ahead', 45_000, true],
  ['45 seconds behind', -45_000, true],
  ['75 seconds ahead', 75_000, false],
  ['75 seconds behind', -75_000, false],
  ['a month ahead', MONTH, false],
])('a machine with %s as the database', async (_what, aheadMs, isClockRight) => {
  const pulse = pulseOf(aheadMs);
  expect(await pulse.beat()).toEqual({ doesAnswer: true, isClockRight });
  pulse.close();
  expect(p.expectedErrors().length).toBe(isClockRight ? 0 : 1);
});

it('no task runs on a machine whose clock is wrong; when it was set, all that are due do', async () => {
  const machine = shiftedClock(MONTH);
  const pulse = createPulse({ url: p.database.url, log: p.portal.log, machine });
  await startSchedule(p.portal, pulse)();
  expect(await taskRuns(p.portal.sql)).toEqual([]);
  expect(p.expectedErrors()).toMatchObject([{ msg: expect.stringContaining('the clock of this machine differs') }]);
  machine.setTo(new Date());
  await startSchedule(p.portal, pulse)();
  expect((await taskRuns(p.portal.sql)).map(({ task }) => task).sort()).toEqual(Object.keys(times).sort());
  pulse.close();
});

it('is not ready, and says it is alive', async () => {
  const pulse = pulseOf(MONTH);
  const app = createApp({ portal: p.portal, assets, metrics: createMetrics(), readiness: { isReady: true }, pulse });
  const balancer = new Browser(app);
  expect([(await balancer.get('/health/ready')).status, (await balancer.get('/health/live')).status]).toEqual([503, 200]);
  pulse.close();
  expect(p.expectedErrors().length).toBe(1);
});

it('takes no job of a queue until its clock is right', async () => {
  const asked: boolean[] = [];
  const ran: object[] = [];
  let isRight = false;
  const mayWork = () => {
    asked.push(isRight);
    return isRight;
  };
  const jobs = createJobs<{ note: { letter: number } }>({ databaseUrl: p.database.url, log: p.portal.log, mayWork });
  jobs.define('note', async (data) => void ran.push(data));
  await jobs.prepare();
  await p.portal.db.$transaction((tx) => jobs.enqueue(transactionSql(tx), 'note', { letter: 1 }));
  await jobs.start();
  await expect.poll(() => asked.length, { timeout: 10_000 }).toBeGreaterThan(1);
  expect(ran).toEqual([]);
  isRight = true;
  await expect.poll(() => ran, { timeout: 10_000 }).toEqual([{ letter: 1 }]);
  await jobs.stop();
});
