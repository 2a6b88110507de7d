import { monthOf } from '#src/lib/days.ts';
import { systemClock } from '#src/platform/clock.ts';
import { openBenchDatabase } from './database.ts';
import { FULL, fill, TENTH } from './fill.ts';
import { type Closed, JOB_FLAGS } from './p3-close.ts';
import type { Bench } from './results.ts';
import { runProcess } from './spawn.ts';

const MOST_MEMORY = 200;

/** The close of a month of a million subscriptions as they are: with stops due, renewals that don't fit and partners on hold. */
export const bench: Bench = {
  async run({ isShort }) {
    const database = await openBenchDatabase();
    try {
      await fill(database, isShort ? TENTH : FULL);
      const environment = { DATABASE_URL: database.url, BENCH_MONTH: monthOf(systemClock().today()) };
      const { ms, memory, state, closed, parked } = await runProcess<Closed>('close', environment, JOB_FLAGS);
      const [rows] = await database.sql<{ lines: number; renewed: number; held: number; stopped: number }>(
        'bench_closed',
        `select (select count(*)::int from invoice_lines) as lines, sum(renewed)::int as renewed, sum(held)::int as held, sum(stopped)::int as stopped
         from partner_closes`,
      );
      const megabytes = memory / 2 ** 20;
      return [
        { what: 'close', value: `${(ms / 1000).toFixed(0)} s, ${state}, ${closed} partners closed, ${parked} parked` },
        { what: 'of it', value: `${rows?.lines} invoice lines, ${rows?.renewed} renewals, ${rows?.held} held, ${rows?.stopped} stops` },
        { what: 'memory of Node', value: `${megabytes.toFixed(0)} MB`, aim: `≤ ${MOST_MEMORY} MB`, isReached: megabytes <= MOST_MEMORY },
      ];
    } finally {
      await database.close();
    }
  },
};
