import fc from 'fast-check';
import { expect, test } from 'vitest';
import { acts, faultsOf, faultsOfRace } from './held-world.ts';

test('held orders of a hundred worlds: nothing waits that fits, nothing younger overtakes', { timeout: 3_600_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(acts(60), async (script) => {
      expect(await faultsOf(script)).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

test('and of twenty where eight people act at once', { timeout: 3_600_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(acts(80), async (script) => {
      expect(await faultsOfRace(script, 8)).toEqual([]);
    }),
    { numRuns: 20 },
  );
});
