import { afterAll, beforeAll, expect, it } from 'vitest';
import { day } from '#src/lib/days.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';
import { simulate } from './simulation.ts';

let p: TestPortal;
beforeAll(async () => {
  p = await openTestPortal();
});
afterAll(() => p.close());

it('120 month ends of 1,000 subscriptions agree with the recomputation from the journal', async () => {
  const outcome = await simulate(p, day('2026-11-22'), { subscriptions: 1_000, months: 120, activity: 0.05, seed: 1 });
  console.log(`${outcome.invoices} invoices, ${outcome.lines} lines, ${outcome.mismatches.length} mismatches`);
  expect(outcome.mismatches).toEqual([]);
  expect(outcome.invoices).toBe(120);
});
