import { run, type SearchTiming } from './p5-search.ts';
import { type Bench, ms } from './results.ts';

/** P5: catalog search over 10,000 products, milliseconds in the database. */
export const bench: Bench = {
  run: async () => (await run()).map(figure),
};

function figure({ kind, median, p99, found }: SearchTiming) {
  const isReached = median <= 5 && p99 <= 30;
  return { what: kind, value: `median ${ms(median)}, p99 ${ms(p99)}, found ${found}`, aim: 'median ≤ 5 ms, p99 ≤ 30 ms', isReached };
}
