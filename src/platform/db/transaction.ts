import type pg from 'pg';
import type { Prisma } from '#src/generated/prisma/client.ts';
import { limitSilence, sentTogether } from './client.ts';
import { answerMs } from './pool.ts';
import { type Sql, statement } from './statement.ts';

/** Thrown when a transaction took longer in all than it may; nothing of it is kept. */
export class TookTooLong extends Error {
  readonly code = 'TRANSACTION_TOO_LONG';
}

/** A transaction on a connection of its own: its statements run in the order they were sent, whoever waited for them. */
export interface Transaction {
  readonly sql: Sql;
  /** Prisma on the same connection, opened by its first use; `before` runs ahead of each of its operations. */
  prisma(before: () => Promise<void>): Prisma.TransactionClient;
  /** Lets every statement sent from now on take so long, on the server and here; locks are waited for no longer than usual. */
  allowMs(ms: number): void;
  /** Sends COMMIT at once, behind everything sent before: where one of that failed, PostgreSQL makes a rollback of it. */
  commit(): Promise<void>;
}

/** Opens Prisma's part of a transaction on a connection that is in one already. */
export type Lend = (connection: pg.PoolClient) => { client: Promise<Prisma.TransactionClient>; end(): Promise<void> };

/**
 * Runs `work` in a transaction that `work` itself commits as its last step; otherwise it is rolled back. BEGIN goes out together with the
 * first statements, nothing waits for it.
 * @throws what `work` throws, or TookTooLong after `limitMs`
 */
export async function transact<T>(pool: pg.Pool, lend: Lend, limitMs: number, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const connection = await pool.connect();
  const running = new Running(connection, lend);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new TookTooLong(`a transaction took longer than ${limitMs} ms`)), limitMs);
  });
  try {
    return await Promise.race([work(running), late]);
  } finally {
    clearTimeout(timer);
    connection.release(await running.close());
  }
}

/** The text of each named statement a connection has seen. */
const texts = new WeakMap<pg.PoolClient, Map<string, string>>();

class Running implements Transaction {
  readonly #connection: pg.PoolClient;
  readonly #lend: Lend;
  #lent: ReturnType<Lend> | null = null;
  #isOver = false;
  #isCommitted = false;

  constructor(connection: pg.PoolClient, lend: Lend) {
    this.#connection = connection;
    this.#lend = lend;
    noted(this.#send('BEGIN'));
  }

  readonly sql: Sql = <Row>(name: string, text: string, values: readonly unknown[] = []) =>
    this.#send(statement(name, text, values)).then(({ rows }) => rows as Row[]);

  prisma(before: () => Promise<void>): Prisma.TransactionClient {
    return atFirstUse(async () => {
      await before();
      if (this.#isOver) throw new Error('the transaction is over');
      this.#lent ??= this.#lend(this.#connection);
      return this.#lent.client;
    });
  }

  allowMs(ms: number): void {
    limitSilence(this.#connection, ms + answerMs);
    noted(this.sql('statement_limit', `select set_config('statement_timeout', $1, true)`, [String(ms)]));
  }

  async commit(): Promise<void> {
    await this.#lent?.end();
    const committed = this.#send('COMMIT');
    this.#isOver = true;
    const { command } = await committed;
    if (command !== 'COMMIT') throw new Error('the transaction was rolled back: a statement in it had failed');
    this.#isCommitted = true;
  }

  /** Ends what was not committed. @returns true when the connection is of no use any more */
  async close(): Promise<boolean> {
    this.#isOver = true;
    if (this.#isCommitted) return false;
    await this.#lent?.end();
    return this.#connection.query('ROLLBACK').then(
      () => false,
      () => true,
    );
  }

  /** A fault on this side must show before anything else is sent: PostgreSQL would not know of it and commit. */
  #send(query: 'BEGIN' | 'COMMIT' | ReturnType<typeof statement>): Promise<pg.QueryResult> {
    if (this.#isOver) throw new Error('the transaction is over');
    if (typeof query !== 'string') this.#remember(query);
    sentTogether(this.#connection);
    return this.#connection.query(query);
  }

  #remember({ name, text }: { name: string; text: string }): void {
    const seen = texts.get(this.#connection) ?? new Map<string, string>();
    texts.set(this.#connection, seen);
    if (seen.get(name) === text) return;
    if (seen.has(name)) throw new Error(`two statements share the name ${name}`);
    seen.set(name, text);
  }
}

/** Its fault shows in the next statement: PostgreSQL refuses it. */
const noted = (sent: Promise<unknown>): void => void sent.catch(() => undefined);

type Operations = Record<string, ((...args: unknown[]) => unknown) & Record<string, (...args: unknown[]) => unknown>>;

/** Prisma's client that is opened when an operation is called. */
function atFirstUse(open: () => Promise<Prisma.TransactionClient>): Prisma.TransactionClient {
  const opened = async () => (await open()) as unknown as Operations;
  const member = (name: string) =>
    new Proxy(() => undefined, {
      apply: async (_, __, args) => (await opened())[name]?.(...args),
      get:
        (_, operation) =>
        async (...args: unknown[]) =>
          (await opened())[name]?.[String(operation)]?.(...args),
    });
  return new Proxy({}, { get: (_, name) => member(String(name)) }) as Prisma.TransactionClient;
}
