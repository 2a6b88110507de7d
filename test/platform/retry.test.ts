import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPrisma } from '#src/platform/db/prisma.ts';
import { transactionSql } from '#src/platform/db/sql.ts';
import { isConnectionLost, isSerializationFailure, isTimedOut, withRetries } from '#src/platform/retry.ts';
import { freshDatabase, type TestDatabase } from '#test/support/database.ts';
import { asAdmin } from '#test/support/test-server.ts';

let database: TestDatabase;
let prisma: ReturnType<typeof createPrisma>;

beforeAll(async () => {
  database = await freshDatabase();
  await asAdmin(database.url, (client) => client.query('create table counter (id int primary key, value int not null)'));
  await asAdmin(database.url, (client) => client.query('insert into counter values (1, 0), (2, 0)'));
  prisma = createPrisma({ url: database.url, max: 6, name: 'commands' });
});

afterAll(async () => {
  await prisma.close();
  await database.drop();
});

const failure = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

/** A point that both sides reach before either goes on. */
function meeting(): () => Promise<void> {
  let waiting = 0;
  let open = () => {};
  const opened = new Promise<void>((done) => {
    open = done;
  });
  return () => {
    if (++waiting >= 2) open();
    return opened;
  };
}

describe('two serializable transactions that read before either writes', () => {
  const increment = (meet: () => Promise<void>) =>
    prisma.db.$transaction(
      async (tx) => {
        const sql = transactionSql(tx);
        const [row] = await sql<{ total: number }>('total', 'select sum(value)::int as total from counter');
        await meet();
        await sql('set', 'update counter set value = $1::int where id = 1', [(row?.total ?? 0) + 1]);
      },
      { isolationLevel: 'Serializable' },
    );

  it('one of them is refused, and the refusal is known for what it is', async () => {
    const meet = meeting();
    const failures = (await Promise.all([failure(increment(meet)), failure(increment(meet))])).filter(Boolean);
    expect(failures).toHaveLength(1);
    expect(isSerializationFailure(failures[0])).toBe(true);
    expect(isConnectionLost(failures[0])).toBe(false);
  });

  it('both take effect when they are retried', async () => {
    await asAdmin(database.url, (client) => client.query('update counter set value = 0'));
    const meet = meeting();
    await Promise.all([withRetries(() => increment(meet)), withRetries(() => increment(meet))]);
    const { rows } = await asAdmin(database.url, (client) => client.query('select value from counter where id = 1'));
    expect(rows).toEqual([{ value: 2 }]);
  });

  it('is known also when only the commit is refused (write skew)', async () => {
    const meet = meeting();
    const write = (id: number) =>
      prisma.db.$transaction(
        async (tx) => {
          const sql = transactionSql(tx);
          await sql('sum', 'select sum(value)::int as total from counter');
          await meet();
          await sql('touch', 'update counter set value = value + 1 where id = $1::int', [id]);
        },
        { isolationLevel: 'Serializable' },
      );
    const failures = (await Promise.all([failure(write(1)), failure(write(2))])).filter(Boolean);
    expect(failures).toHaveLength(1);
    expect(isSerializationFailure(failures[0])).toBe(true);
  });
});

it('knows a deadlock', async () => {
  const meet = meeting();
  const lockBoth = (first: number, second: number) =>
    prisma.db.$transaction(async (tx) => {
      const sql = transactionSql(tx);
      await sql('lock', 'select 1 from counter where id = $1::int for update', [first]);
      await meet();
      await sql('lock', 'select 1 from counter where id = $1::int for update', [second]);
    });
  const failures = (await Promise.all([failure(lockBoth(1, 2)), failure(lockBoth(2, 1))])).filter(Boolean);
  expect(failures).toHaveLength(1);
  expect(isSerializationFailure(failures[0])).toBe(true);
});

it('knows a lost connection, before and during a transaction', async () => {
  const lost = await failure(
    prisma.db.$transaction(async (tx) => {
      const sql = transactionSql(tx);
      const [row] = await sql<{ pid: number }>('pid', 'select pg_backend_pid() as pid');
      await asAdmin(database.adminUrl, (client) => client.query('select pg_terminate_backend($1, 1000)', [row?.pid]));
      await sql('after', 'select 1');
    }),
  );
  expect(isConnectionLost(lost)).toBe(true);
  expect(isSerializationFailure(lost)).toBe(false);
  const nowhere = createPrisma({ url: 'postgresql://portal:x@127.0.0.1:1/portal', max: 1, name: 'nowhere' });
  expect(isConnectionLost(await failure(nowhere.db.$transaction(async (tx) => transactionSql(tx)('one', 'select 1'))))).toBe(true);
  expect(isConnectionLost(await failure(nowhere.db.setting.findMany()))).toBe(true);
  await nowhere.close();
});

it('knows a lock that took too long', async () => {
  const hasty = createPrisma({ url: database.url, max: 1, name: 'hasty', timeouts: { lock: 30 } });
  const waited = await asAdmin(database.url, async (client) => {
    await client.query('begin');
    await client.query('select 1 from counter where id = 1 for update');
    return failure(hasty.db.$transaction((tx) => transactionSql(tx)('lock', 'select 1 from counter where id = 1 for update')));
  });
  expect(isTimedOut(waited)).toBe(true);
  expect(isSerializationFailure(waited)).toBe(false);
  await hasty.close();
});

describe('withRetries', () => {
  it('throws what is no conflict at once', async () => {
    let tries = 0;
    await expect(
      withRetries(async () => {
        tries++;
        throw new Error('broken');
      }),
    ).rejects.toThrow('broken');
    expect(tries).toBe(1);
  });

  it('gives up after six tries', async () => {
    let tries = 0;
    const conflict = Object.assign(new Error('conflict'), { code: 'P2034' });
    const refused = withRetries(async () => {
      tries++;
      throw conflict;
    });
    await expect(refused).rejects.toBe(conflict);
    expect(tries).toBe(6);
  });
});

it.each([
  ['P2034', { code: 'P2034' }],
  ['a bare driver error', { name: 'DriverAdapterError', cause: { kind: 'TransactionWriteConflict' } }],
  ['P2010 around 40001', { code: 'P2010', meta: { driverAdapterError: { cause: { originalCode: '40001', kind: 'postgres' } } } }],
  ['P2010 around a deadlock', { code: 'P2010', meta: { code: '40P01' } }],
  ['the error of pg itself', { code: '40001' }],
])('a conflict comes as %s', (_, shape) => {
  expect(isSerializationFailure(Object.assign(new Error(), shape))).toBe(true);
});
