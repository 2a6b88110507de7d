// npm run migration -- NAME: writes prisma/migrations/<time>_<name>/migration.sql, the step from the migrations so far
// to the schema. SQL that Prisma can't say (exclusion constraints, triggers, partial and GIN indexes, generated
// columns, row security) is appended to that file by hand. The step is compared with a scratch database that has all
// earlier migrations. Prisma would drop indexes that the schema does not have: those that were written by hand are
// known by their names without quotes (Prisma always quotes) and kept. Read the file before use all the same.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { newPool } from '#src/platform/db/client.ts';
import { startEmbedded } from '#src/platform/db/embedded.ts';
import { migrationsFolder, readMigrations } from '#src/platform/db/migrate.ts';
import { loadSchemaEngine, type Migration, migrationList, noFilters } from '#src/platform/db/schema-engine.ts';

const schemaFolder = fileURLToPath(new URL('../prisma/schema', import.meta.url));

const name = process.argv[2];
if (!name || !/^[a-z][a-z0-9_]*$/.test(name)) {
  console.error('Usage: npm run migration -- name_of_the_change');
  process.exit(2);
}
const sql = await stepToSchema();
if (sql.trim() === '' || sql.trim() === '-- This is an empty migration.') {
  console.log('The migrations so far give exactly this schema: nothing to write.');
} else {
  const folder = join(migrationsFolder, `${timestamp()}_${name}`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'migration.sql'), sql);
  console.log(relative(process.cwd(), join(folder, 'migration.sql')));
}

async function stepToSchema(): Promise<string> {
  const dataDir = join(tmpdir(), `portal-migration-${process.pid}`);
  const server = await startEmbedded({ dataDir, settings: { fsync: 'off' } });
  const pool = newPool({ connectionString: server.adminUrl });
  try {
    const files = await schemaFiles();
    const engine = await loadSchemaEngine(
      pool,
      files.map(({ path, content }) => [path, content]),
    );
    const from = { tag: 'migrations' as const, ...migrationList(migrationsFolder, await readMigrations()) };
    const to = { tag: 'schemaDatamodel' as const, files };
    const { stdout } = await engine.diff({ from, to, script: true, exitCode: null, filters: noFilters });
    return keepOwnIndexes(stdout ?? '', await readMigrations());
  } finally {
    await pool.end();
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

function keepOwnIndexes(step: string, migrations: readonly Migration[]): string {
  const own = migrations.flatMap(({ sql }) => [...sql.matchAll(/^\s*create\s+(?:unique\s+)?index\s+(?:if\s+not\s+exists\s+)?(\w+)/gim)]);
  const names = new Set(own.map((match) => match[1]));
  return step.replace(/-- DropIndex\nDROP INDEX "(\w+)";\n*/g, (drop, name) => (names.has(name) ? '' : drop));
}

async function schemaFiles(): Promise<{ path: string; content: string }[]> {
  const names = (await readdir(schemaFolder)).filter((file) => file.endsWith('.prisma'));
  return Promise.all(names.sort().map(async (file) => ({ path: file, content: await readFile(join(schemaFolder, file), 'utf8') })));
}

function timestamp(): string {
  return new Date().toISOString().replace(/\D/g, '').slice(0, 14);
}
