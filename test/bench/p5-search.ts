// P5: catalog search over 10,000 products, in the database. `node --import tsx test/bench/p5-search.ts`
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { findProducts } from '#src/catalog/search/search.queries.ts';
import { ANONYMOUS } from '#src/platform/actor.ts';
import { systemClock } from '#src/platform/clock.ts';
import { createPool } from '#src/platform/db/pool.ts';
import { prepareDatabase } from '#src/platform/db/prepare.ts';
import { poolSql, type Sql } from '#src/platform/db/sql.ts';
import type { Scope } from '#src/platform/scope.ts';
import { asAdmin, openTestServer } from '#test/support/test-server.ts';
import { fillCatalog } from './p5-data.ts';

const products = 10_000;
const rounds = 20;

/** What partners type, by kind. */
const queries = {
  word: [
    'касперский',
    'microsoft',
    'документооборот',
    'битрикс',
    'astra linux',
    'security cloud',
    'защита почты',
    'виртуализация сервер',
    'SKU000123RU',
    'архив стандарт',
  ],
  prefix: ['каспер', 'micros', 'битр', 'докум', 'вирту', 'SKU0001', 'nano', 'яндек', 'мойо', 'резерв'],
  typo: [
    'kaspresky',
    'microsft',
    'битркис',
    'документаоборот',
    'виртуалзация',
    'securty gatway',
    'яндкес',
    'astr linyx',
    'консаль',
    'резервнае',
  ],
  layout: ['rfcgthcrbq', 'ьшскщыщае', ',bnhbrc', 'ljrevtynjj,jhjn', 'фыекф дштгч', 'ntktvjcn'],
} as const;

export interface SearchTiming {
  readonly kind: keyof typeof queries;
  /** Milliseconds in the database per search, all its statements together. */
  readonly median: number;
  readonly p99: number;
  /** Searches of this kind that found something, of all. */
  readonly found: string;
}

/** Builds the catalog in a database of its own and times every kind of search; the aim is median ≤ 5 ms, p99 ≤ 30 ms. */
export async function run(): Promise<SearchTiming[]> {
  const server = await openTestServer();
  const name = `test_${process.pid}_bench_p5`;
  await asAdmin(server.adminUrl, (client) => client.query(`create database ${pg.escapeIdentifier(name)} owner portal`));
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  try {
    await prepareDatabase(url.href);
    return await timeAll(url.href);
  } finally {
    await asAdmin(server.adminUrl, (client) => client.query(`drop database ${pg.escapeIdentifier(name)} with (force)`));
    await server.stop();
  }
}

async function timeAll(url: string): Promise<SearchTiming[]> {
  const pool = createPool({ url, max: 1, name: 'bench', onLost: () => undefined });
  try {
    const sql = poolSql(pool);
    await fillCatalog(sql, products);
    await pool.query('vacuum analyze');
    const timings: SearchTiming[] = [];
    for (const kind of Object.keys(queries) as (keyof typeof queries)[]) timings.push(await timeKind(sql, kind));
    return timings;
  } finally {
    await pool.end();
  }
}

async function timeKind(sql: Sql, kind: keyof typeof queries): Promise<SearchTiming> {
  let spent = 0;
  const timed: Sql = async (...statement) => {
    const start = performance.now();
    const rows = await sql(...statement);
    spent += performance.now() - start;
    return rows as never;
  };
  const scope = { portal: { sql: timed, clock: systemClock() }, actor: ANONYMOUS, requestId: 'bench', address: null } as unknown as Scope;
  const search = (q: string) => findProducts(scope, { q, vendor: null, category: null }, { limit: 20, offset: 0 });
  let found = 0;
  for (const q of queries[kind]) found += (await search(q)).total > 0 ? 1 : 0;
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const q of queries[kind]) {
      spent = 0;
      await search(q);
      times.push(spent);
    }
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { kind, median: at(0.5), p99: at(0.99), found: `${found} of ${queries[kind].length}` };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { kind, median, p99, found } of await run()) {
    console.log(`${kind.padEnd(7)} median ${median.toFixed(1)} ms   p99 ${p99.toFixed(1)} ms   found ${found}`);
  }
}
