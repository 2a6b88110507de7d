import { AsyncLocalStorage } from 'node:async_hooks';
import { PrismaPg } from '@prisma/adapter-pg';
import type { Transaction } from '@prisma/driver-adapter-utils';
import type pg from 'pg';
import { type Prisma, PrismaClient } from '#src/generated/prisma/client.ts';
import { limitSilence } from '#src/platform/db/client.ts';
import { answerMs, createPool, type PoolOptions } from '#src/platform/db/pool.ts';
import { type Lend, type Transaction as Own, transact } from '#src/platform/db/transaction.ts';

/** Prisma, and transactions of our own on the connections of its pool. */
export type PortalDb = PrismaClient & {
  /** @see transact */
  readonly $own: <T>(limitMs: number, work: (tx: Own) => Promise<T>) => Promise<T>;
};

/** Prisma with a pool of its own: commands that wait for locks never take the connections that pages read with. */
export interface PrismaDatabase {
  db: PortalDb;
  /** Disconnects and closes the pool. */
  close(): Promise<void>;
}

export function createPrisma(options: PoolOptions): PrismaDatabase {
  const pool = createPool({ ...options, isPipelined: true });
  const db = new PrismaClient({ adapter: new KnownPg(pool) });
  return {
    db: Object.assign(withKnownConnections(db), {
      $own: <T>(limitMs: number, work: (tx: Own) => Promise<T>) => transact(pool, lendTo(db, limitMs), limitMs, work),
    }),
    close: async () => {
      await db.$disconnect();
      await pool.end();
    },
  };
}

/** The connection of a transaction, and whether it was ended meanwhile. */
interface Running {
  connection: pg.PoolClient | null;
  isOver: boolean;
}

const starting = new AsyncLocalStorage<Running>();
const running = new WeakMap<object, Running>();

/**
 * The connection that a Prisma transaction runs on, for statements of our own beside Prisma's: through Prisma one costs
 * three times as much.
 * @throws Error when the transaction was ended, by its timeout for example: a statement sent now would be outside of it
 */
export function connectionOf(db: Prisma.TransactionClient): pg.PoolClient {
  const found = running.get(db);
  if (!found?.connection) throw new Error('not a transaction');
  if (found.isOver) throw new Error('the transaction is over');
  return found.connection;
}

/**
 * Lets every statement of this transaction that is sent from now on take so long, on the server and here; locks are waited for no
 * longer than usual. The next transaction on the connection has the usual limits again.
 */
export function allowMs(db: Prisma.TransactionClient, ms: number): Promise<unknown> {
  const connection = connectionOf(db);
  limitSilence(connection, ms + answerMs);
  return connection.query({ name: 'statement_limit', text: `select set_config('statement_timeout', $1, true)`, values: [String(ms)] });
}

/** Prisma's own transaction over a connection that is lent to it: it neither begins nor ends anything on it. */
const lendTo =
  (db: PrismaClient, limitMs: number): Lend =>
  (connection) => {
    let finish = () => {};
    const finished = new Promise<void>((done) => {
      finish = done;
    });
    let ended: Promise<unknown> = Promise.resolve();
    const client = new Promise<Prisma.TransactionClient>((opened, failed) => {
      const hold = (tx: Prisma.TransactionClient) => {
        opened(tx);
        return finished;
      };
      ended = lending.run(lent(connection), () => db.$transaction(hold, { timeout: 2 * limitMs })).catch(failed);
    });
    const end = async () => {
      finish();
      await ended;
    };
    return { client, end };
  };

const lending = new AsyncLocalStorage<pg.PoolClient>();
const BOUNDS = new Set<string>(['BEGIN', 'COMMIT', 'ROLLBACK']);

/** The connection as Prisma gets it. */
function lent(connection: pg.PoolClient): pg.PoolClient {
  const query = async (config: pg.QueryConfig) => (BOUNDS.has(config.text) ? { rowCount: 0 } : connection.query(config));
  return { query, on: () => undefined, removeListener: () => undefined, release: () => undefined } as unknown as pg.PoolClient;
}

type Interactive = <T>(work: (tx: Prisma.TransactionClient) => Promise<T>, options?: object) => Promise<T>;

/** Notes which connection each interactive transaction begins on. */
function withKnownConnections(db: PrismaClient): PrismaClient {
  const begin = db.$transaction.bind(db) as Interactive;
  const known: Interactive = (work, options) => {
    const one: Running = { connection: null, isOver: false };
    const noted = (tx: Prisma.TransactionClient) => {
      running.set(tx, one);
      return work(tx);
    };
    return starting.run(one, () => begin(noted, options));
  };
  return Object.assign(Object.create(db), { $transaction: known }) as PrismaClient;
}

type PgTransaction = Transaction & { client: pg.PoolClient };

/** The stock adapter, which also says on which connection a transaction began, and when it is about to end. */
class KnownPg extends PrismaPg {
  override async connect() {
    const adapter = await super.connect();
    const { startTransaction } = adapter;
    return Object.assign(adapter, {
      startTransaction: async (level?: Parameters<typeof startTransaction>[0]) => {
        const connection = lending.getStore();
        if (!connection) return note((await startTransaction.call(adapter, level)) as PgTransaction);
        return startTransaction.call(Object.create(adapter, { client: { value: { connect: async () => connection } } }), level);
      },
    });
  }
}

function note(transaction: PgTransaction): Transaction {
  const one = starting.getStore();
  if (!one) return transaction;
  one.connection = transaction.client;
  const execute = transaction.executeRaw.bind(transaction);
  transaction.executeRaw = (query) => {
    if (query.sql === 'COMMIT' || query.sql === 'ROLLBACK') one.isOver = true;
    return execute(query);
  };
  return transaction;
}
