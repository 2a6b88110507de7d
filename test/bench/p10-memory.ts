import { Client, press } from './load.ts';
import { openForm, openOrderDatabase } from './order-data.ts';
import { type Bench, perSecond } from './results.ts';
import { spawnServer } from './spawn.ts';

const LIMIT = 250;
const paths = [
  '/cabinet',
  '/subscriptions',
  '/catalog',
  '/catalog?q=каспер',
  '/customers',
  '/orders',
  '/documents',
  '/subscriptions?q=S-1&sort=-sum',
];

/** P10: memory of one instance after very many requests of many kinds, and how it grew. */
export const bench: Bench = {
  async run({ isShort }) {
    const count = isShort ? 10_000 : 100_000;
    const { database, logins } = await openOrderDatabase();
    const portal = await spawnServer('portal', { DATABASE_URL: database.url, BENCH_JOBS: '1' }, ['--expose-gc']);
    const client = new Client(portal.port, 8);
    try {
      const { cookie } = (await openForm(portal.port, logins[0] ?? '', database)).visitor;
      const sizes: number[] = [];
      let rate = 0;
      for (let quarter = 0; quarter < 4; quarter++) {
        const load = await press(8, { ms: 3_600_000, limit: count / 4 }, async (at) => {
          const { status } = await client.ask(encodeURI(paths[at % paths.length] ?? '/'), { headers: { cookie, 'accept-encoding': 'br' } });
          if (status !== 200) throw new Error(`a page answered ${status}`);
        });
        rate = load.rate;
        sizes.push((await portal.usage()).rss / 2 ** 20);
      }
      const last = sizes.at(-1) ?? 0;
      return [
        { what: `memory after ${count} requests`, value: `${last.toFixed(0)} MB`, aim: `≤ ${LIMIT} MB`, isReached: last <= LIMIT },
        { what: 'after each quarter', value: sizes.map((size) => `${size.toFixed(0)} MB`).join(', ') },
        { what: 'pages, packed', value: perSecond(rate) },
      ];
    } finally {
      client.close();
      await portal.stop();
      await database.close();
    }
  },
};
