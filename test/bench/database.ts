import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '#src/platform/db/embedded.ts';
import { createPool } from '#src/platform/db/pool.ts';
import { prepareDatabase } from '#src/platform/db/prepare.ts';
import { poolSql, type Sql } from '#src/platform/db/sql.ts';

/** A PostgreSQL server of the bench's own, on a free port, with the settings of a real start: commits reach the disk. */
export interface BenchDatabase {
  /** Migrated database, no rows. */
  readonly url: string;
  readonly adminUrl: string;
  /** Statements without time limits, for filling and for looking. */
  readonly sql: Sql;
  /** Lets go of the database, so that it can be copied; `sql` is of no use then. */
  release(): Promise<void>;
  close(): Promise<void>;
}

/** Makes the server in a temporary folder and throws it away at `close`. */
export async function openBenchDatabase(): Promise<BenchDatabase> {
  const dataDir = await mkdtemp(join(tmpdir(), 'portal-bench-'));
  const server = await startEmbedded({ dataDir });
  await prepareDatabase(server.url);
  const pool = createPool({ url: server.url, max: 4, name: 'bench', timeouts: { statement: 0, lock: 0, idleInTransaction: 0 } });
  return {
    url: server.url,
    adminUrl: server.adminUrl,
    sql: poolSql(pool),
    release: () => pool.end(),
    close: async () => {
      if (!pool.ended) await pool.end();
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
