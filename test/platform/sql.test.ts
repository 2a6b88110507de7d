import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPool } from '#src/platform/db/pool.ts';
import { createPrisma } from '#src/platform/db/prisma.ts';
import { poolSql, type Sql, transactionSql } from '#src/platform/db/sql.ts';
import { freshDatabase, type TestDatabase } from '#test/support/database.ts';

let database: TestDatabase;
let pool: ReturnType<typeof createPool>;
let prisma: ReturnType<typeof createPrisma>;

beforeAll(async () => {
  database = await freshDatabase();
  pool = createPool({ url: database.url, max: 2, name: 'pages' });
  prisma = createPrisma({ url: database.url, max: 2, name: 'commands' });
});

afterAll(async () => {
  await prisma.close();
  await pool.end();
  await database.drop();
});

/** The rows of the same statement outside and inside of a transaction, each run twice (prepared the second time). */
async function bothWays(name: string, text: string, values?: unknown[]): Promise<unknown[]> {
  const twice = async (sql: Sql) => [await sql(name, text, values), await sql(name, text, values)];
  const outside = await twice(poolSql(pool));
  const inside = await prisma.db.$transaction((tx) => twice(transactionSql(tx)));
  expect(inside).toEqual(outside);
  expect(outside[0]).toEqual(outside[1]);
  return inside[0] ?? [];
}

describe('a statement gives the same row on the pool and in a transaction', () => {
  it('for every type of column that the portal reads', async () => {
    const rows = await bothWays(
      'columns',
      `select 1::int4 as int4, 9007199254740993::int8 as int8, 'ё'::text as text, true as bool, null::int as nothing,
         timestamptz '2026-11-22 20:59:59.999+00' as instant, date '2026-11-30' as day, 1.50::numeric as numeric, 1.5::float8 as float8,
         '{"a": [1]}'::jsonb as jsonb, array['a', null] as texts, array[1, 2] as ints, array[1::int8] as bigints,
         daterange('2026-11-01', '2026-12-01') as range, pg_advisory_xact_lock(1) as void, count(*) over () as counted`,
    );
    expect(rows).toEqual([
      {
        int4: 1,
        int8: 9007199254740993n,
        text: 'ё',
        bool: true,
        nothing: null,
        instant: new Date('2026-11-22T20:59:59.999Z'),
        day: '2026-11-30',
        numeric: '1.50',
        float8: 1.5,
        jsonb: { a: [1] },
        texts: ['a', null],
        ints: [1, 2],
        bigints: [1n],
        range: '[2026-11-01,2026-12-01)',
        void: '',
        counted: 1n,
      },
    ]);
  });

  it('for every type of value that the portal passes', async () => {
    const instant = new Date('2026-11-22T20:59:59.999Z');
    const rows = await bothWays(
      'values',
      `select $1::int8 as sum, $2::timestamptz as instant, $3::date as day, 5 = any($4::int[]) as found, 'b' = any($5::text[]) as found_text,
         $6::jsonb as object, $7::jsonb as list, $8::text as nothing, $9::bool as flag, $10::int as number, array[]::int[] = $11::int[] as empty`,
      [12_345_678_901_234_567n, instant, '2026-11-30', [4, 5], ['a', 'b"'], { a: 1 }, JSON.stringify([1]), undefined, false, 7, []],
    );
    expect(rows).toEqual([
      {
        sum: 12_345_678_901_234_567n,
        instant,
        day: '2026-11-30',
        found: true,
        found_text: false,
        object: { a: 1 },
        list: [1],
        nothing: null,
        flag: false,
        number: 7,
        empty: true,
      },
    ]);
  });

  it('whatever the time zone of the process', async () => {
    const before = process.env.TZ;
    try {
      for (const zone of ['Asia/Vladivostok', 'America/Los_Angeles']) {
        process.env.TZ = zone;
        const instant = new Date('2026-11-22T20:59:59.999Z');
        expect(await bothWays('zone', 'select $1::timestamptz as instant, ($1::timestamptz)::text as text', [instant])).toEqual([
          { instant, text: '2026-11-22 20:59:59.999+00' },
        ]);
      }
    } finally {
      process.env.TZ = before;
    }
  });
});

it('prepares a named statement once per connection', async () => {
  const sql = poolSql(pool);
  await sql('prepared_once', 'select $1::int as one', [1]);
  const names = await sql<{ name: string }>('prepared_list', "select name from pg_prepared_statements where name = 'prepared_once'");
  expect(names).toEqual([{ name: 'prepared_once' }]);
});

it('ends a statement that takes longer than it may', async () => {
  const hasty = createPool({ url: database.url, max: 1, name: 'hasty', timeouts: { statement: 30 } });
  await expect(poolSql(hasty)('slow', 'select pg_sleep(5)')).rejects.toMatchObject({ code: '57014' });
  await hasty.end();
});

it('survives the loss of an idle connection', async () => {
  const lost: Error[] = [];
  const fragile = createPool({ url: database.url, max: 1, name: 'fragile', onLost: (error) => lost.push(error) });
  const sql = poolSql(fragile);
  const [row] = await sql<{ pid: number }>('pid', 'select pg_backend_pid() as pid');
  await poolSql(pool)('terminate', 'select pg_terminate_backend($1::int, 1000)', [row?.pid]);
  await expect.poll(() => lost.length).toBe(1);
  expect(await sql('alive', 'select 1 as one')).toEqual([{ one: 1 }]);
  await fragile.end();
});

/** `sql('name', 'text'…)` anywhere in the sources: pg refuses a second text under a name its connection has prepared. */
it('no two statements of the portal share a name, nor has one more than PostgreSQL keeps', () => {
  const root = resolve(import.meta.dirname, '../..');
  const seen = new Map<string, string[]>();
  for (const file of ['src', 'prisma/seeds'].flatMap((folder) => sourcesIn(root, folder))) {
    const named = readFileSync(join(root, file), 'utf8').matchAll(/(?:\bsql|\btx\.write)(?:<[^()]*?>)?\(\s*(['`])([^'`]+)\1\s*,/g);
    for (const [, , name = ''] of named) seen.set(name, [...(seen.get(name) ?? []), file]);
  }
  expect(seen.size).toBeGreaterThan(250);
  expect([...seen].filter(([name, files]) => files.length > 1 || name.length > 63)).toEqual([]);
});

const sourcesIn = (root: string, folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('generated'))
    .map((file) => join(folder, file));
