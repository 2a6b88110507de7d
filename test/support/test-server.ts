import { createHash } from 'node:crypto';
import { rm, statfs } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { newClient } from '#src/platform/db/client.ts';
import { type EmbeddedDatabase, startEmbedded } from '#src/platform/db/embedded.ts';
import { EmbeddedError } from '#src/platform/db/embedded-error.ts';

const dataDir = fileURLToPath(new URL('../../.cache/test-postgres', import.meta.url));

/** What a run fills at most: templates, a few databases of 15 MB, the write-ahead log. */
const ROOM_BYTES = 4 * 1024 ** 3;

/**
 * Where the server of the tests lies: in memory where Linux has a place for it, else in .cache. A database is 850 files. To make one soon
 * after another was dropped takes ext4 a second of the processor: it steps over every inode that was freed in the last five seconds.
 */
async function placeOfData(): Promise<string> {
  const { bavail, bsize } = await statfs('/dev/shm').catch(() => ({ bavail: 0, bsize: 0 }));
  if (process.platform !== 'linux' || bavail * bsize < ROOM_BYTES) return dataDir;
  return `/dev/shm/portal-tests-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`;
}

/** Nothing in it must survive the machine, so nothing waits for the disk. */
const settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '300',
  autovacuum: 'off',
  max_wal_size: '1GB',
};

/**
 * The PostgreSQL of the tests: the one whose superuser TEST_DATABASE_URL names, or one of their own. That is kept between
 * runs with its templates, and shared by runs at the same time; one that does not start any more is thrown away.
 */
export async function openTestServer(): Promise<EmbeddedDatabase> {
  const { TEST_DATABASE_URL: given } = process.env;
  if (given) return joinServer(given);
  const place = { dataDir: await placeOfData(), settings };
  try {
    return await startEmbedded(place);
  } catch (error) {
    if (!(error instanceof EmbeddedError)) throw error;
    await rm(place.dataDir, { recursive: true, force: true });
    return startEmbedded(place);
  }
}

/** A server of somebody else's, with the role that owns the databases of the tests. */
async function joinServer(adminUrl: string): Promise<EmbeddedDatabase> {
  const url = new URL(adminUrl);
  const password = pg.escapeLiteral(decodeURIComponent(url.password));
  await asAdmin(adminUrl, async (client) => {
    const { rows } = await client.query(`select 1 from pg_roles where rolname = 'portal'`);
    if (rows.length === 0) await client.query(`create role portal login createdb password ${password}`);
  });
  url.username = 'portal';
  url.pathname = '/portal';
  return { url: url.href, adminUrl, stop: async () => {} };
}

/** Runs `work` with a connection of the superuser. @throws when the server does not let it in within ten seconds */
export async function asAdmin<T>(adminUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = newClient({ connectionString: adminUrl, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Drops the databases of test processes that ended without dropping them, and templates nobody has used for long. */
export async function removeAbandoned(adminUrl: string): Promise<void> {
  await asAdmin(adminUrl, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select datname as name from pg_database where datname like 'test\\_%'
       union all
       (select datname from pg_database where datname like 'template\\_%' order by oid desc offset 8)`,
    );
    for (const { name } of rows) {
      if (!isLeftOver(name)) continue;
      await client.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`);
    }
  });
}

function isLeftOver(name: string): boolean {
  const pid = /^test_(\d+)_/.exec(name)?.[1];
  if (!pid) return true;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch {
    return true;
  }
}
