import { AsyncLocalStorage } from 'node:async_hooks';
import { PrismaPg } from '@prisma/adapter-pg';
import type { Transaction } from '@prisma/driver-adapter-utils';
import type pg from 'pg';
import { type Prisma, PrismaClient } from '#src/generated/prisma/client.ts';
import { limitSilence } from '#src/platform/db/client.ts';
import { answerMs, createPool, type PoolOptions } from '#src/platform/db/pool.ts';

/** Prisma with a pool of its own: commands that wait for locks never take the connections that pages read with. */
export interface PrismaDatabase {
  db: PrismaClient;
  /** Disconnects and closes the pool. */
  close(): Promise<void>;
}

export function createPrisma(options: PoolOptions): PrismaDatabase {
  const pool = createPool({ ...options, isPipelined: true });
  const db = new PrismaClient({ adapter: new KnownPg(pool) });
  return {
    db: withKnownConnections(db),
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
    const start = adapter.startTransaction.bind(adapter);
    return Object.assign(adapter, {
      startTransaction: async (level?: Parameters<typeof start>[0]) => note((await start(level)) as PgTransaction),
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
