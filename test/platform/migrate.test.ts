import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { migrate } from '#src/platform/db/migrate.ts';
import { freshDatabase, type Template, type TestDatabase } from '#test/support/database.ts';
import { asAdmin } from '#test/support/test-server.ts';

const empty: Template = { name: 'empty', sources: [], fill: async () => {} };

let database: TestDatabase;
let folder: string;

beforeEach(async () => {
  database = await freshDatabase(empty);
  folder = await mkdtemp(join(tmpdir(), 'migrations-'));
  await add('20260101000000_first', 'create table first (id int);');
});

afterEach(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

async function add(name: string, sql: string): Promise<void> {
  await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, name, 'migration.sql'), sql);
}

const run = (sql: string) => asAdmin(database.url, async (client) => (await client.query(sql)).rows);

it('applies what is new, in order, and nothing twice', async () => {
  await add('20260102000000_second', 'alter table first add column name text;');
  expect(await migrate(database.url, folder)).toEqual(['20260101000000_first', '20260102000000_second']);
  expect(await migrate(database.url, folder)).toEqual([]);
  await add('20260103000000_third', 'alter table first drop column name;');
  expect(await migrate(database.url, folder)).toEqual(['20260103000000_third']);
});

it('is done by one of several instances that start at once', async () => {
  const results = await Promise.all([1, 2, 3].map(() => migrate(database.url, folder)));
  expect(results.flat()).toEqual(['20260101000000_first']);
});

it('applies functions with semicolons inside', async () => {
  await add(
    '20260102000000_function',
    'create function two() returns int language plpgsql as $$ declare x int; begin x := 1; return x + 1; end; $$; select two();',
  );
  await migrate(database.url, folder);
  expect(await run('select two()')).toEqual([{ two: 2 }]);
});

it('keeps nothing of a migration that fails, says which line, and tries it again after it was mended', async () => {
  await add('20260102000000_bad', 'create table half (id int);\ncreate table wrong (id nonsense);');
  await expect(migrate(database.url, folder)).rejects.toThrow(
    'Migration 20260102000000_bad was refused by the database: type "nonsense" does not exist (line 2)',
  );
  expect(await run("select to_regclass('half') as half")).toEqual([{ half: null }]);
  await add('20260102000000_bad', 'create table half (id int);');
  expect(await migrate(database.url, folder)).toEqual(['20260102000000_bad']);
});

it('refuses a migration that was changed after it had been applied', async () => {
  await migrate(database.url, folder);
  await add('20260101000000_first', 'create table other (id int);');
  await expect(migrate(database.url, folder)).rejects.toThrow('20260101000000_first was changed after it had been applied');
});

it('refuses a database that is newer than the program', async () => {
  await add('20260102000000_second', 'create table second (id int);');
  await migrate(database.url, folder);
  await rm(join(folder, '20260102000000_second'), { recursive: true });
  await expect(migrate(database.url, folder)).rejects.toThrow('Start the newer version');
});

it('refuses to go on where a migration was cut off', async () => {
  await migrate(database.url, folder);
  await run('update _prisma_migrations set finished_at = null');
  await expect(migrate(database.url, folder)).rejects.toThrow('20260101000000_first began on this database but did not finish');
});
