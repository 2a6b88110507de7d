import { FULL, TENTH } from './fill.ts';
import { type Measured, measureList, openListPage } from './list-page.ts';
import { median } from './load.ts';
import { type Bench, type Figure, ms, perSecond, ratio } from './results.ts';
import { spawnServer } from './spawn.ts';

const ROUNDS = 9;
/** Rounds in which everything only gets warm. */
const WARM_UP = 2;

/** P1: «Управление подписками» of a partner with 200 subscriptions, logged on, everything in the way of a real request. */
export const bench: Bench = {
  async run({ isShort }) {
    const page = await openListPage(isShort ? TENTH : FULL);
    const floor = await spawnServer('floor-list', {
      DATABASE_URL: page.database.url,
      BENCH_PARTNER: String(page.partnerId),
      BENCH_HTML: page.html,
    });
    try {
      const rounds: Round[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        rounds.push({
          portal: await measureList(page.portal, { cookie: page.cookie }),
          floor: await measureList(floor, {}),
          packed: await measureList(page.portal, { cookie: page.cookie, 'accept-encoding': 'br, gzip' }),
        });
      }
      return figures(rounds.slice(WARM_UP));
    } finally {
      await floor.stop();
      await page.close();
    }
  },
};

type Round = Record<'portal' | 'floor' | 'packed', Measured>;

/** Medians over the rounds; each ratio is of two measurements next to each other in time. */
function figures(rounds: readonly Round[]): Figure[] {
  const of = (pick: (round: Round) => number) => median(rounds.map(pick));
  const rate = of(({ portal, floor }) => portal.rate / floor.rate);
  const slow = of(({ portal, floor }) => portal.p99 / floor.p99);
  return [
    { what: 'portal', value: `${perSecond(of(({ portal }) => portal.rate))}, p99 ${ms(of(({ portal }) => portal.p99))}` },
    { what: 'floor', value: `${perSecond(of(({ floor }) => floor.rate))}, p99 ${ms(of(({ floor }) => floor.p99))}` },
    { what: 'requests/s, portal to floor', value: ratio(rate), aim: '≥ 0.60', isReached: rate >= 0.6 },
    { what: 'p99, portal to floor', value: ratio(slow), aim: '≤ 2.5', isReached: slow <= 2.5 },
    { what: 'CPU of Node per page', value: `${ms(of(({ portal }) => portal.cpu))}, floor ${ms(of(({ floor }) => floor.cpu))}` },
    {
      what: 'with brotli',
      value: `${perSecond(of(({ packed }) => packed.rate))}, ratio ${ratio(of(({ packed, floor }) => packed.rate / floor.rate))}`,
    },
  ];
}
