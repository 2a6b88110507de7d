import { FULL, TENTH } from './fill.ts';
import { measureList, openListPage } from './list-page.ts';
import { median } from './load.ts';
import { type Bench, ms, ratio } from './results.ts';

const ROUNDS = { warm: 2, counted: 7 };

/** P2: the list page in tables of 1,000,000 subscriptions against the same page in tables of 100,000. */
export const bench: Bench = {
  async run() {
    const small = await openListPage(TENTH);
    const large = await openListPage(FULL);
    try {
      const rounds: { small: number; large: number }[] = [];
      for (let round = 0; round < ROUNDS.warm + ROUNDS.counted; round++) {
        rounds.push({
          small: (await measureList(small.portal, { cookie: small.cookie })).median,
          large: (await measureList(large.portal, { cookie: large.cookie })).median,
        });
      }
      const counted = rounds.slice(ROUNDS.warm);
      const growth = median(counted.map((round) => round.large / round.small));
      return [
        { what: 'page time, 1M to 100k', value: ratio(growth), aim: '≤ 1.3', isReached: growth <= 1.3 },
        {
          what: 'median',
          value: `${ms(median(counted.map((round) => round.large)))}, in 100k ${ms(median(counted.map((round) => round.small)))}`,
        },
      ];
    } finally {
      await large.close();
      await small.close();
    }
  },
};
