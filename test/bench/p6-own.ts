import { listCustomers } from '#src/customers/customers.queries.ts';
import { ANONYMOUS } from '#src/platform/actor.ts';
import { systemClock } from '#src/platform/clock.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import type { Scope } from '#src/platform/scope.ts';
import { listSubscriptions } from '#src/subscriptions/list/subscriptions.queries.ts';
import { subscriptionList } from '#src/subscriptions/subscriptions.forms.ts';
import { type BenchDatabase, openBenchDatabase } from './database.ts';
import { FULL, fill, ownersOf, TENTH } from './fill.ts';
import { median, quantile } from './load.ts';
import { type Bench, type Figure, ms } from './results.ts';

const PARTNERS = 200;
const AIM = 20;

/** P6: a partner searches its own subscriptions and customers in tables of 1,000,000; milliseconds in the database. */
export const bench: Bench = {
  async run({ isShort }) {
    const database = await openBenchDatabase();
    try {
      await fill(database, isShort ? TENTH : FULL);
      const largest = await database.sql<{ id: number }>(
        'bench_largest',
        'select partner_id as id from subscriptions group by 1 order by count(*) desc limit 20',
      );
      const usual = (await ownersOf(database, 200, PARTNERS)).map(({ partnerId }) => partnerId);
      return [
        await timed(database, 'partners with about 200 subscriptions', usual),
        await timed(
          database,
          'the largest partners',
          largest.map(({ id }) => id),
        ),
      ];
    } finally {
      await database.close();
    }
  },
};

/** Words a partner would type: parts of a customer's name, a ИНН, a product, a number, and something it does not have. */
function wordsOf({ sql }: BenchDatabase, partnerId: number): Promise<{ word: string }[]> {
  return sql<{ word: string }>(
    'bench_words',
    `select unnest(array[substr(customer_name, 6, 5), customer_inn, left(customer_inn, 6), product_name, left(vendor_name, 4), number, 'нет такого']) as word
     from (select * from subscriptions where partner_id = $1 order by id offset 7 limit 2) s`,
    [partnerId],
  );
}

async function timed(database: BenchDatabase, who: string, partnerIds: readonly number[]): Promise<Figure> {
  const times: number[] = [];
  for (const isWarm of [false, true]) {
    for (const partnerId of partnerIds) {
      for (const { word } of await wordsOf(database, partnerId)) {
        const spent = await search(database.sql, partnerId, word);
        if (isWarm) times.push(...spent);
      }
    }
  }
  const p99 = quantile(times, 0.99);
  return { what: who, value: `median ${ms(median(times))}, p99 ${ms(p99)}`, aim: `p99 ≤ ${AIM} ms`, isReached: p99 <= AIM };
}

/** Milliseconds of each of the two searches. */
async function search(sql: Sql, partnerId: number, word: string): Promise<number[]> {
  let spent = 0;
  const watched: Sql = async (...statement) => {
    const begin = performance.now();
    const rows = await sql(...statement);
    spent += performance.now() - begin;
    return rows as never;
  };
  const actor = { ...ANONYMOUS, role: 'partner_owner', partnerId } as const;
  const scope = { portal: { sql: watched, clock: systemClock() }, actor, requestId: 'bench', address: null } as unknown as Scope;
  const taken = (): number => {
    const result = spent;
    spent = 0;
    return result;
  };
  await listSubscriptions(scope, subscriptionList.exportQuery.parse({ q: word }), { limit: 50, offset: 0 }, systemClock().today());
  const subscriptions = taken();
  await listCustomers(scope, { q: word, sort: 'name' }, { limit: 50, offset: 0 });
  return [subscriptions, taken()];
}
