import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Conflict, Invalid } from '#src/platform/errors.ts';
import { Managing } from '#test/support/managing.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

const ROUNDS = 50;
const LIMIT = 500_000_000_00n;
let p: TestPortal;
let anna: Managing;
let ilya: Managing;

beforeAll(async () => {
  p = await openTestPortal();
  anna = new Managing(await p.scope('vector'));
  ilya = new Managing(await p.scope('vector-sales'));
  await anna.setLimit(LIMIT);
});
afterAll(() => p.close());

describe(`two at once on one subscription, ${ROUNDS} times`, () => {
  test('stop against seats: one wins, the other is told', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const number = await placeNew(p, 'vector', { seats: 10 });
      const [stop, raise] = [await anna.readyToStop(number), await ilya.readyForSeats(number, 15)];
      const outcomes = await atOnce(stop(), raise());
      expect(outcomes.filter((one) => one === 'done')).toHaveLength(1);
      const stopped = outcomes[0] === 'done';
      const { status, seats } = await anna.find(number);
      expect({ status, seats }).toEqual(stopped ? { status: 'stopped', seats: 10 } : { status: 'active', seats: 15 });
      expect(await anna.charges(number)).toEqual([stopped ? '2026-11-22..2026-11-23 × 10 = 7133' : '2026-11-22..2026-12-01 × 15 = 96300']);
    }
  });

  test('two editors: one change is kept, the other is told, none is lost unseen', async () => {
    const number = await placeNew(p, 'vector', { seats: 10 });
    for (let round = 0; round < ROUNDS; round += 1) {
      const { seats } = await anna.find(number);
      const [one, two] = [await anna.readyForSeats(number, seats + 1), await ilya.readyForSeats(number, seats + 2)];
      const outcomes = await atOnce(one(), two());
      expect(outcomes.filter((one) => one === 'done')).toHaveLength(1);
      expect((await anna.find(number)).seats).toBe(outcomes[0] === 'done' ? seats + 1 : seats + 2);
    }
    const journal = await anna.history(number);
    expect(journal.filter(({ action }) => action === 'seats')).toHaveLength(ROUNDS);
    expect(journal.map(({ seq }) => seq)).toEqual(journal.map((_, at) => at + 1));
  });

  test('restart against a limit that falls: it runs within the limit it was decided by, or waits', async () => {
    const number = await placeNew(p, 'vector', { seats: 10 });
    for (let round = 0; round < ROUNDS; round += 1) {
      await anna.stop(number);
      const [outcome] = await atOnce(anna.start(number), anna.setLimit(1n));
      const { status } = await anna.find(number);
      const [last] = await p.portal.db.order.findMany({ where: { subscription: { number } }, orderBy: { id: 'desc' }, take: 1 });
      if (outcome !== 'done') expect({ status, outcome }).toEqual({ status: 'stopped', outcome: 'refused' });
      else expect(`${last?.status} ${status}`).toMatch(/^(done active|held stopped)$/);
      await anna.setLimit(LIMIT);
      await anna.ease();
      if ((await anna.find(number)).status === 'stopped') await anna.start(number);
    }
    expect(await anna.charges(number)).toEqual(['2026-11-22..2026-12-01 × 10 = 64200']);
  });

  test('starts that together don’t fit: exactly as many run as fit, the others wait', async () => {
    const numbers: string[] = [];
    for (let each = 0; each < 10; each += 1) numbers.push(await placeNew(p, 'vector', { seats: 10 }));
    for (const number of numbers) await anna.stop(number);
    const { credit } = await anna.facts(numbers[0] ?? '');
    await anna.setLimit(credit.exposure + 3n * 57067n + 100n);
    const results = await Promise.all(numbers.map((number) => anna.start(number)));
    expect(results.filter(({ status }) => status === 'done')).toHaveLength(3);
    await anna.setLimit(LIMIT);
    await anna.ease();
    for (const number of numbers) expect((await anna.find(number)).status).toBe('active');
  });
});

/** Runs both and tells what became of each; anything but success and a told refusal fails the test. */
async function atOnce(...work: Promise<unknown>[]): Promise<('done' | 'refused')[]> {
  const results = await Promise.allSettled(work);
  return results.map((one) => {
    if (one.status === 'fulfilled') return 'done';
    if (one.reason instanceof Conflict || one.reason instanceof Invalid) return 'refused';
    throw one.reason;
  });
}
