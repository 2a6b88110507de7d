import { randomUUID } from 'node:crypto';
import type { BenchDatabase } from './database.ts';
import { Client, type Load, median, press } from './load.ts';
import { type Buyer, openForm, openOrderDatabase } from './order-data.ts';
import { openOrderFloor } from './order-floor.ts';
import { type Bench, type Figure, ms, perSecond, ratio } from './results.ts';
import { spawnServer } from './spawn.ts';

const LANES = 8;
/** Rounds that count, and those before in which everything gets warm. */
const ROUNDS = { warm: 2, counted: 6 };

/** P4: an order through HTTP against the rows it leaves, written by `pg` alone; both wait for the disk. */
export const bench: Bench = {
  async run({ isShort }) {
    const { database, logins } = await openOrderDatabase();
    try {
      const apart = await compare(database, logins, { hasJobs: false, ms: isShort ? 1_500 : 3_000 });
      const inside = await compare(database, logins, { hasJobs: true, ms: isShort ? 1_500 : 3_000 });
      return [...figures(apart), { what: 'orders, portal to floor, while it also sends the letters', value: ratio(inside.rate) }];
    } finally {
      await database.close();
    }
  },
};

interface Compared {
  readonly portal: Load;
  readonly floor: Load;
  readonly crowd: Load;
  readonly rate: number;
}

async function compare(database: BenchDatabase, logins: readonly string[], options: { hasJobs: boolean; ms: number }): Promise<Compared> {
  const portal = await spawnServer('portal', { DATABASE_URL: database.url, BENCH_JOBS: options.hasJobs ? '1' : '0' });
  const client = new Client(portal.port, logins.length);
  const buyers: Buyer[] = [];
  for (const login of logins) buyers.push(await openForm(portal.port, login, database));
  const order = async (at: number) => placeOrder(client, buyers[at % buyers.length]);
  const floor = await openOrderFloor(database.url, await order(0));
  const pairs: { portal: Load; floor: Load }[] = [];
  let written = 0;
  const bounds = { ms: options.ms };
  for (let round = 0; round < ROUNDS.warm + ROUNDS.counted; round++) {
    pairs.push({
      portal: await press(LANES, bounds, async (at) => void (await order(at))),
      floor: await press(LANES, bounds, () => floor.place(++written + (options.hasJobs ? 10_000_000 : 0))),
    });
  }
  const crowd = await press(buyers.length, { ms: 4 * options.ms }, async (at) => void (await order(at)));
  for (const { visitor } of buyers) visitor.client.close();
  client.close();
  await floor.close();
  await portal.stop();
  const counted = pairs.slice(ROUNDS.warm);
  const middle = (of: 'portal' | 'floor') =>
    [...counted.map((pair) => pair[of])].sort((a, b) => a.rate - b.rate)[ROUNDS.counted >> 1] as Load;
  return {
    portal: middle('portal'),
    floor: middle('floor'),
    crowd,
    rate: median(counted.map((pair) => pair.portal.rate / pair.floor.rate)),
  };
}

/** @returns the number of the order. @throws Error when it was not placed. */
async function placeOrder(client: Client, buyer: Buyer | undefined): Promise<string> {
  if (!buyer) throw new Error('nobody orders');
  const { status, headers } = await client.ask('/orders', buyer.visitor.form({ ...buyer.fields, token: randomUUID() }));
  const number = /^\/orders\/(O-\d+)\?placed=1$/.exec(headers.location ?? '')?.[1];
  if (status !== 303 || !number) throw new Error(`the order was answered ${status}`);
  return number;
}

const figures = ({ portal, floor, crowd, rate }: Compared): Figure[] => [
  { what: 'portal', value: `${perSecond(portal.rate)}, median ${ms(portal.median)}` },
  { what: 'floor', value: `${perSecond(floor.rate)}, median ${ms(floor.median)}` },
  { what: 'orders, portal to floor', value: ratio(rate), aim: '≥ 0.45', isReached: rate >= 0.45 },
  {
    what: '50 partners at once',
    value: `${perSecond(crowd.rate)}, p99 ${ms(crowd.p99)}`,
    aim: 'p99 ≤ 250 ms',
    isReached: crowd.p99 <= 250,
  },
];
