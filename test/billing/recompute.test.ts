import { afterEach, describe, expect, it } from 'vitest';
import { day } from '#src/lib/days.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';
import { simulate } from './simulation.ts';

// A short form of `npm run drill -- months`.
describe('invoices of random months', () => {
  let p: TestPortal;
  afterEach(() => p.close());

  it.each([
    ['over the year’s end, with a new price on the 1st', '2026-11-22', 4, 7],
    ['over the leap February', '2028-01-15', 2, 8],
  ])(
    'agree with the recomputation from the journal %s',
    async (_, start, months, seed) => {
      p = await openTestPortal();
      const outcome = await simulate(p, day(start), { subscriptions: 20, months, activity: 1.2, seed });
      expect(outcome.mismatches).toEqual([]);
      expect(outcome.invoices).toBe(months);
      expect(outcome.lines).toBeGreaterThan(months * 15);
    },
    120_000,
  );
});
