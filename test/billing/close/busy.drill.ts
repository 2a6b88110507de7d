import { expect, it } from 'vitest';
import { liveBusily } from './busy-close.ts';

const WORLDS = 20;

it(`${WORLDS} worlds whose months are closed while people work are what the rules say`, async () => {
  let acts = 0;
  for (let seed = 101; seed < 101 + WORLDS; seed++) {
    const { done, faults } = await liveBusily(seed, { people: 12, acts: 40, closes: 6 });
    expect(faults, `seed ${seed}`).toEqual([]);
    acts += done;
  }
  console.log(`${acts} acts beside ${WORLDS * 12} closes`);
});
