import { expect, it } from 'vitest';
import { liveBusily } from './busy-close.ts';

// A short form of `npm run drill -- busy`.
it.each([1, 2])(
  'closes beside people who order, change, pay, correct, hold and lift leave what the rules say (seed %i)',
  async (seed) => {
    const { done, faults } = await liveBusily(seed, { people: 6, acts: 12, closes: 3 });
    expect(faults).toEqual([]);
    expect(done).toBeGreaterThan(60);
  },
  60_000,
);
