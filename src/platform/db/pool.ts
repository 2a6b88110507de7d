import pg from 'pg';
import { limitSilence, newPool } from './client.ts';

export interface PoolOptions {
  url: string;
  /** Connections at most. */
  max: number;
  /** Seen in pg_stat_activity. */
  name: string;
  /** Told of connections lost while idle. */
  onLost?: (error: Error) => void;
  /** Limits of the server in ms; 0 is none. Defaults: statement 4,000, lock 3,500, idle in transaction 15,000. */
  timeouts?: { statement?: number; lock?: number; idleInTransaction?: number };
  /** Statements of one connection are sent without waiting for the answers to those before; they still run one after another. */
  isPipelined?: boolean;
}

/** How long a page waits for a free connection before it answers 503. */
const connectWaitMs = 4_000;

/** What a statement gets beyond the server's own limit: then the server, or the way to it, is silent and the page answers 503. */
export const answerMs = 500;

/**
 * A pool of connections, all in UTC (session dates and Prisma depend on it) and with limits on both sides, so that
 * neither a slow lock nor a silent server holds the portal. Rows come with int8 as bigint, numeric as text and date as 'YYYY-MM-DD'.
 */
export function createPool(options: PoolOptions): pg.Pool {
  const { statement = 4_000, lock = 3_500, idleInTransaction = 15_000 } = options.timeouts ?? {};
  const settings = {
    TimeZone: 'UTC',
    statement_timeout: statement,
    lock_timeout: lock,
    idle_in_transaction_session_timeout: idleInTransaction,
  };
  const silenceMs = statement === 0 ? 0 : statement + answerMs;
  const pool = newPool({
    connectionString: options.url,
    max: options.max,
    application_name: options.name,
    options: Object.entries(settings)
      .map(([key, value]) => `-c ${key}=${value}`)
      .join(' '),
    connectionTimeoutMillis: connectWaitMs,
    query_timeout: silenceMs,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    pipeline: options.isPipelined ?? false,
    types: rowTypes,
  });
  pool.on('error', (error) => options.onLost?.(error));
  // Whoever had it may have asked for more patience (`allowMs`).
  pool.on('release', (_error, client) => limitSilence(client, silenceMs));
  return pool;
}

const { builtins, getTypeParser } = pg.types;
const int8Array = 1016;
const dateArray = 1182;
const textArray = 1009 as (typeof builtins)['TEXT'];
const texts: (text: string) => (string | null)[] = getTypeParser(textArray);

const parsers: Record<number, (text: string) => unknown> = {
  [builtins.INT8]: BigInt,
  [builtins.NUMERIC]: String,
  [builtins.DATE]: String,
  [int8Array]: (text) => texts(text).map((item) => (item === null ? null : BigInt(item))),
  [dateArray]: texts,
};

const rowTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) => parsers[oid] ?? getTypeParser(oid, format),
};
