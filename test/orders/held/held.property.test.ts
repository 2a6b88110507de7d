import fc from 'fast-check';
import { expect, test } from 'vitest';
import { acts, faultsOf, faultsOfRace } from './held-world.ts';

test('whatever is stopped, changed, paid, held or ordered: nothing waits that fits, nothing younger overtakes', {
  timeout: 180_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(acts(24), async (script) => {
      expect(await faultsOf(script)).toEqual([]);
    }),
    { numRuns: 5, endOnFailure: true },
  );
});

test('the same done by four people at once', { timeout: 180_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(acts(32), async (script) => {
      expect(await faultsOfRace(script, 4)).toEqual([]);
    }),
    { numRuns: 2, endOnFailure: true },
  );
});
