import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { alone } from '#src/platform/db/alone.ts';
import { newClient, newPool } from '#src/platform/db/client.ts';
import { loadSchemaEngine, type Migration, migrationList, noFilters } from '#src/platform/db/schema-engine.ts';

/** The folder with the project's migrations. */
export const migrationsFolder = fileURLToPath(new URL('../../../prisma/migrations', import.meta.url));

/** Thrown when the database can't be brought to the state the program needs; the message tells people what to do. */
export class MigrationError extends Error {
  override name = 'MigrationError';
}

/**
 * Applies the migrations the database has not had yet and returns their names, in order; `[]` when it is up to date.
 * Any number of instances may call it at once: one applies, the others wait.
 * Throws MigrationError for edited, unfinished, unknown or failing migrations.
 */
export async function migrate(databaseUrl: string, folder: string = migrationsFolder): Promise<string[]> {
  const migrations = await readMigrations(folder);
  const client = newClient({ connectionString: databaseUrl });
  await client.connect();
  try {
    if ((await pending(client, migrations)).length === 0) return [];
    return await alone(databaseUrl, 'shape', async () => {
      if ((await pending(client, migrations)).length === 0) return [];
      return apply(databaseUrl, folder, migrations);
    });
  } finally {
    await client.end();
  }
}

/** Reads `<folder>/<time>_<name>/migration.sql`, oldest first. A missing folder is an empty history. */
export async function readMigrations(folder: string = migrationsFolder): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(`${folder}/${name}/migration.sql`, 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

interface Applied {
  migration_name: string;
  checksum: string;
  finished: boolean;
}

async function pending(client: pg.Client, migrations: readonly Migration[]): Promise<Migration[]> {
  const applied = await appliedMigrations(client);
  const unfinished = applied.find((row) => !row.finished);
  if (unfinished) throw new MigrationError(unfinishedText(unfinished.migration_name));
  for (const row of applied) {
    const migration = migrations.find(({ name }) => name === row.migration_name);
    if (!migration) throw new MigrationError(unknownText(row.migration_name));
    if (migration.checksum !== row.checksum) throw new MigrationError(editedText(row.migration_name));
  }
  return migrations.filter(({ name }) => !applied.some((row) => row.migration_name === name));
}

async function appliedMigrations(client: pg.Client): Promise<Applied[]> {
  try {
    const { rows } = await client.query<Applied>(
      `select migration_name, checksum, finished_at is not null as finished
       from _prisma_migrations where rolled_back_at is null`,
    );
    return rows;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === '42P01') return [];
    throw error;
  }
}

async function apply(databaseUrl: string, folder: string, migrations: readonly Migration[]): Promise<string[]> {
  const pool = newPool({ connectionString: databaseUrl, max: 2 });
  try {
    const engine = await loadSchemaEngine(pool);
    const migrationsList = migrationList(folder, migrations);
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: noFilters }).catch(async (error: unknown) => {
      throw await failure(pool, error);
    });
    return appliedMigrationNames;
  } finally {
    await pool.end();
  }
}

/** A migration that the server refused left nothing behind (one transaction), so the next start may try it again. */
async function failure(pool: pg.Pool, error: unknown): Promise<MigrationError> {
  const { rows } = await pool.query<{ migration_name: string; logs: string | null }>(
    `update _prisma_migrations set rolled_back_at = now()
     where finished_at is null and rolled_back_at is null and logs is not null
     returning migration_name, logs`,
  );
  const row = rows[0];
  if (!row) return new MigrationError('The migrations could not be applied.', { cause: error });
  const reason = row.logs?.split('\n   0:')[0]?.split('ERROR: ').at(-1);
  return new MigrationError(`Migration ${row.migration_name} was refused by the database: ${reason}`, { cause: error });
}

const unfinishedText = (name: string) =>
  `Migration ${name} began on this database but did not finish. Look whether its changes are there, then set ` +
  `finished_at (they are) or rolled_back_at (they are not) in its row of _prisma_migrations and start again.`;

const unknownText = (name: string) =>
  `The database has migration ${name}, which this version of the portal does not know. Start the newer version.`;

const editedText = (name: string) =>
  `Migration ${name} was changed after it had been applied to this database. ` +
  `Restore its migration.sql and put the change into a new migration.`;
