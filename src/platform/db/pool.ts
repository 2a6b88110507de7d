import pg from 'pg';

export interface PoolOptions {
  url: string;
  /** Connections at most. */
  max: number;
  /** Seen in pg_stat_activity. */
  name: string;
  /** Told of connections lost while idle; without a listener pg would end the process. */
  onLost?: (error: Error) => void;
  /** Limits in ms; 0 is none. Defaults: statement 5,000, lock 4,000, idle in transaction 15,000. */
  timeouts?: { statement?: number; lock?: number; idleInTransaction?: number };
  /** Statements of one connection are sent without waiting for the answers to those before; they still run one after another. */
  isPipelined?: boolean;
}

/** How long a page waits for a free connection before it answers 503. */
const connectWaitMs = 4_000;

/**
 * A pool of connections, all in UTC (session dates and Prisma depend on it) and with limits, so that one slow
 * lock can't hold the portal. Rows come with int8 as bigint, numeric as text and date as 'YYYY-MM-DD'.
 */
export function createPool(options: PoolOptions): pg.Pool {
  const { statement = 5_000, lock = 4_000, idleInTransaction = 15_000 } = options.timeouts ?? {};
  const settings = {
    TimeZone: 'UTC',
    statement_timeout: statement,
    lock_timeout: lock,
    idle_in_transaction_session_timeout: idleInTransaction,
  };
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.max,
    application_name: options.name,
    options: Object.entries(settings)
      .map(([key, value]) => `-c ${key}=${value}`)
      .join(' '),
    connectionTimeoutMillis: connectWaitMs,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    pipeline: options.isPipelined ?? false,
    types: rowTypes,
  });
  pool.on('error', (error) => options.onLost?.(error));
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
