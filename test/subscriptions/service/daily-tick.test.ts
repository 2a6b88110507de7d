import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { tasks } from '#src/jobs.ts';
import { day } from '#src/lib/days.ts';
import { times } from '#src/schedule.ts';
import { runDailyTick } from '#src/subscriptions/service/daily-tick.service.ts';
import { Managing } from '#test/support/managing.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, TEST_NOW, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
let anna: Managing;

beforeAll(async () => {
  p = await openTestPortal();
  anna = new Managing(await p.scope('vector'));
});
beforeEach(() => p.clock.setTo(TEST_NOW));
afterAll(() => p.close());

const at = (instant: string) => p.clock.setTo(new Date(instant));

/** A subscription of 10 seats since 22 November with a stop date. */
async function stopping(stopOn: string): Promise<string> {
  const number = await placeNew(p, 'vector', { seats: 10 });
  await anna.autoRenewal(number, { autoRenew: true, stopOn: day(stopOn) });
  return number;
}

const lettersOf = async (number: string, template: string) => {
  await p.drainJobs();
  return p.letters({ template, subscriptionId: (await anna.find(number)).id });
};

describe('the daily tick', () => {
  test('stops a subscription the day after its stop date, charged through that day', async () => {
    const number = await stopping('2026-11-26');
    at('2026-11-26T20:59:59Z');
    await runDailyTick(p.portal);
    expect((await anna.find(number)).status).toBe('active');
    at('2026-11-26T21:00:00Z');
    expect(await runDailyTick(p.portal)).toMatchObject({ stopped: 1 });
    expect(await anna.charges(number)).toEqual(['2026-11-22..2026-11-27 × 10 = 35667']); // 5 of 30 days
    const row = await p.portal.db.subscription.findUniqueOrThrow({ where: { number } });
    expect(row).toMatchObject({ status: 'stopped', stopCause: 'stop_date' });
    expect((await anna.history(number)).at(-1)).toMatchObject({
      action: 'stopped',
      after: { status: 'stopped', cause: 'stop_date' },
      monthDelta: -28533n,
      fullMonthDelta: -214000n,
      actorName: 'Система',
    });
    const [letter] = await lettersOf(number, 'subscription-stopped');
    expect(letter?.text).toMatch(/Последний день:? 26 ноября 2026/);
  });

  test('run again, late, or by many at once does the same', async () => {
    const numbers = [await stopping('2026-11-23'), await stopping('2026-11-24'), await stopping('2026-11-25')];
    at('2026-11-29T09:00:00Z');
    const reports = await Promise.all(Array.from({ length: 5 }, () => runDailyTick(p.portal)));
    expect(reports.reduce((all, { stopped }) => all + stopped, 0)).toBe(3);
    expect(await runDailyTick(p.portal)).toEqual({ stopped: 0, reminded: 0 });
    for (const [index, number] of numbers.entries()) {
      expect(await anna.charges(number)).toEqual([`2026-11-22..2026-11-${24 + index} × 10 = ${[14267, 21400, 28533][index]}`]);
      expect((await anna.history(number)).filter(({ action }) => action === 'stopped')).toHaveLength(1);
      expect(await lettersOf(number, 'subscription-stopped')).toHaveLength(1);
    }
  });

  test('gives up the order that waits for a subscription it stops', async () => {
    const number = await stopping('2026-11-23');
    const { limit } = (await anna.facts(number)).credit;
    await anna.setLimit(1n);
    await anna.seats(number, 12);
    at('2026-11-24T09:00:00Z');
    await runDailyTick(p.portal);
    await anna.setLimit(limit);
    await anna.ease();
    const orders = await p.portal.db.order.findMany({ where: { subscription: { number } }, orderBy: { id: 'asc' } });
    expect(orders.map(({ kind, status }) => `${kind} ${status}`)).toEqual(['new done', 'increase cancelled']);
    expect((await anna.find(number)).seats).toBe(10);
  });

  test('reminds three days before, once per date, also when that day was missed', async () => {
    const number = await stopping('2026-11-27');
    await runDailyTick(p.portal);
    at('2026-11-23T20:59:59Z');
    await runDailyTick(p.portal);
    expect(await lettersOf(number, 'stop-date-near')).toHaveLength(0);
    at('2026-11-23T21:05:00Z');
    await Promise.all([runDailyTick(p.portal), runDailyTick(p.portal), runDailyTick(p.portal)]);
    const [letter, ...more] = await lettersOf(number, 'stop-date-near');
    expect(more).toEqual([]);
    expect(letter?.subject).toBe(`Подписка ${number} остановится 27 ноября 2026`);
    await anna.autoRenewal(number, { autoRenew: true, stopOn: day('2026-11-29') });
    at('2026-11-28T09:00:00Z');
    await runDailyTick(p.portal);
    expect(await lettersOf(number, 'stop-date-near')).toHaveLength(2);
  });

  test('is no business of a hold: what was decided before goes on', async () => {
    const number = await stopping('2026-11-23');
    const hold = await anna.hold();
    at('2026-11-24T09:00:00Z');
    await runDailyTick(p.portal);
    expect((await anna.find(number)).status).toBe('stopped');
    await anna.lift(hold);
  });

  test('is a task of the schedule, five minutes past midnight', () => {
    expect(tasks['daily-tick']).toBe(runDailyTick);
    expect(times['daily-tick']).toBe('5 0 * * *');
  });
});
