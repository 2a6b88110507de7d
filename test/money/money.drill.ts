import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';
import { disagreements } from './agreement.ts';
import { Life } from './life.ts';

let p: TestPortal;
beforeAll(async () => {
  p = await openTestPortal();
});
afterAll(() => p.close());

it('after 10,000 random operations ledger, acts, exposure, holds and invoices are those of the books, on any day', async () => {
  const life = new Life(p, { operations: 10_000, perDay: 42, seed: 1, subscriptions: 25 });
  await life.live();
  const found = life.faults.length > 0 ? [] : await disagreements(p, life);
  const acts = [...life.counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([act, count]) => `${act} ${count}`);
  console.log(`${life.days.length} days, ${acts.join(', ')}; ${life.faults.length + found.length} differences`);
  expect([...life.faults, ...found]).toEqual([]);
});
