import pg from 'pg';
import { newClient } from '#src/platform/db/client.ts';
import { type Cluster, lastWords, openCluster, readPostmaster, spawnServer, stopServer, takePort } from '#src/platform/db/cluster.ts';
import { EmbeddedError } from '#src/platform/db/embedded-error.ts';

/** A PostgreSQL of the portal's own, for machines without one. */
export interface EmbeddedDatabase {
  /** Connection string of the database `portal`, whose owner is no superuser. */
  url: string;
  /** Connection string of the superuser. */
  adminUrl: string;
  /** Leaves the server; whoever leaves last stops it. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** The cluster lies in `<dataDir>/postgres`, its log beside it. */
  dataDir: string;
  /** Server settings over the usual ones. */
  settings?: Record<string, string>;
  /** Told when the server was lost and when it is back. */
  warn?: (text: string) => void;
}

/** Sensible on a small machine; commits still reach the disk before they are acknowledged. */
const usualSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '128MB',
  effective_cache_size: '512MB',
  random_page_cost: '1.1',
  max_wal_size: '1GB',
  checkpoint_timeout: '15min',
  max_parallel_workers_per_gather: '0',
  jit: 'off',
  io_method: 'sync',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

/** How long an occupied folder may take to become usable or free: starting, recovering or stopping. */
const patience = { answerMs: 15_000, retryMs: 40 };

/** Every process that uses the server holds this lock shared, in the database `postgres`. */
const presenceLock = 5_201_002;
const makingLock = 5_201_003;

/**
 * Starts PostgreSQL in `<dataDir>/postgres` (made at the first start) or joins the one that already serves it:
 * left over from a killed portal, or in use by another process of ours. A lost server is started again on the
 * same port, so pools recover by themselves. Throws EmbeddedError with a sentence.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  try {
    return await begin(options);
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException;
    if (!path) throw error;
    throw new EmbeddedError(`The data folder can't be used: ${code} at ${path}. Mend its owner and rights, or set DATA_DIR.`, {
      cause: error,
    });
  }
}

async function begin(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const cluster = await openCluster(options.dataDir);
  const settings = { ...usualSettings, ...options.settings };
  let stopping = false;
  let keeper = await join(cluster, settings, { mayMove: true });
  let revival: Promise<void> | undefined;
  await provide(keeper, cluster).catch(async (error: unknown) => {
    await leave(keeper, cluster);
    throw error;
  });
  watch();

  function watch(): void {
    keeper.once('end', () => {
      if (!stopping) revival = revive();
    });
  }

  async function revive(): Promise<void> {
    options.warn?.('The connection to the embedded database was lost.');
    while (!stopping) {
      try {
        // On its own port, even if somebody stands there for a while: the pools know no other.
        keeper = await join(cluster, settings, { mayMove: false });
        watch();
        options.warn?.('The embedded database answers again.');
        return;
      } catch (error) {
        options.warn?.(error instanceof Error ? error.message : String(error));
        await pause(1000);
      }
    }
  }

  return {
    url: urlFor(cluster, 'portal', 'portal'),
    adminUrl: urlFor(cluster, 'postgres', 'postgres'),
    stop: async () => {
      if (stopping) return;
      stopping = true;
      await revival;
      await leave(keeper, cluster);
    },
  };
}

/** Connects to the folder's server, starting it when nobody serves the folder, and registers our presence. */
async function join(cluster: Cluster, settings: Record<string, string>, port: { mayMove: boolean }): Promise<pg.Client> {
  const deadline = performance.now() + patience.answerMs;
  for (;;) {
    const postmaster = await readPostmaster(cluster);
    if (!postmaster) await start(cluster, settings, port);
    else if (postmaster.ready) {
      cluster.access.port = postmaster.port;
      const keeper = await present(cluster);
      if (keeper) return keeper;
    }
    if (performance.now() < deadline) await pause(patience.retryMs);
    else if (!postmaster) throw new EmbeddedError(`The embedded database does not start: ${await lastWords(cluster)}`);
    else await stopServer(cluster, 'immediate');
  }
}

/** Starts the server and waits until it is ready, has ended, or somebody else's turns out to hold the folder. */
async function start(cluster: Cluster, settings: Record<string, string>, { mayMove }: { mayMove: boolean }): Promise<void> {
  if (mayMove) await takePort(cluster);
  const { exited } = await spawnServer(cluster, settings);
  let running = true;
  void exited.then(() => {
    running = false;
  });
  while (running && !(await readPostmaster(cluster))?.ready) await pause(10);
}

/** Our presence as a connection; undefined while the server refuses or its last user is stopping it. */
async function present(cluster: Cluster): Promise<pg.Client | undefined> {
  const keeper = newClient({ connectionString: urlFor(cluster, 'postgres', 'postgres'), application_name: 'keeper' });
  try {
    await keeper.connect();
    const { rows } = await keeper.query('select pg_try_advisory_lock_shared($1) as present', [presenceLock]);
    if (rows[0]?.present) return keeper;
    await keeper.end();
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code?.startsWith('28')) throw new EmbeddedError(foreignText(cluster));
  }
  return undefined;
}

/** The role and the database of the portal, made once; of several processes that start at once one makes them. */
async function provide(keeper: pg.Client, cluster: Cluster): Promise<void> {
  const has = async (sql: string) => (await keeper.query(sql)).rows.length > 0;
  const hasDatabase = () => has("select 1 from pg_database where datname = 'portal'");
  if (await hasDatabase()) return;
  await keeper.query('select pg_advisory_lock($1)', [makingLock]);
  const password = pg.escapeLiteral(cluster.access.password);
  if (!(await has("select 1 from pg_roles where rolname = 'portal'"))) {
    await keeper.query(`create role portal login createdb password ${password}`);
  }
  if (!(await hasDatabase())) await keeper.query('create database portal owner portal');
  await keeper.query('select pg_advisory_unlock($1)', [makingLock]);
}

async function leave(keeper: pg.Client, cluster: Cluster): Promise<void> {
  try {
    await keeper.query('select pg_advisory_unlock_shared($1)', [presenceLock]);
    const { rows } = await keeper.query('select pg_try_advisory_lock($1) as alone', [presenceLock]);
    if (rows[0]?.alone) await stopServer(cluster);
    await keeper.end();
  } catch {
    // The server is gone already: nothing to leave.
  }
}

const urlFor = (cluster: Cluster, user: string, database: string) =>
  `postgresql://${user}:${cluster.access.password}@127.0.0.1:${cluster.access.port}/${database}`;

const foreignText = (cluster: Cluster) =>
  `The server of ${cluster.folder} does not accept the password in its access.json. Stop it, or set DATA_DIR.`;

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
