import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { newClient } from '#src/platform/db/client.ts';
import { createPool } from '#src/platform/db/pool.ts';
import { createPrisma } from '#src/platform/db/prisma.ts';
import { freshDatabase, type TestDatabase } from '#test/support/database.ts';
import { asAdmin } from '#test/support/test-server.ts';

let database: TestDatabase;
const unheard: unknown[] = [];
const hear = (error: unknown) => void unheard.push(error);

beforeAll(async () => {
  database = await freshDatabase();
  process.on('uncaughtException', hear);
});
afterEach(() => expect(unheard.splice(0)).toEqual([]));
afterAll(async () => {
  process.off('uncaughtException', hear);
  await database.drop();
});

/** Nothing of this process runs for so long: what comes meanwhile is read afterwards at one go. */
const holdLoop = (ms: number) => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

/** All connections to the database end, right after the answer to what is sent now, while this process is busy; then it goes on. */
async function terminatedWhileBusy(send: () => Promise<unknown>): Promise<void> {
  await asAdmin(database.adminUrl, async (admin) => {
    const ended = admin.query(
      `select pg_sleep(0.1);
       select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
    );
    const answer = send();
    holdLoop(250);
    await Promise.all([ended, answer]);
  });
}

it('a connection held by somebody, whose last answer and farewell come in one read', async () => {
  const pool = createPool({ url: database.url, max: 1, name: 'test' });
  const held = await pool.connect();
  await terminatedWhileBusy(() => held.query('select 1 as one'));
  await expect(held.query('select 1 as one')).rejects.toThrow();
  held.release();
  expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await pool.end();
});

it('a connection of its own that nobody is asking', async () => {
  const client = newClient({ connectionString: database.url });
  await client.connect();
  await terminatedWhileBusy(() => client.query('select 1 as one'));
  await expect(client.query('select 1 as one')).rejects.toThrow();
  await client.end();
});

it('the connection of a transaction, which fails and leaves the next one in peace', async () => {
  const prisma = createPrisma({ url: database.url, max: 2, name: 'test' });
  const lost = prisma.db.$transaction(async (tx) => {
    await terminatedWhileBusy(() => tx.$queryRaw`select 1`);
    return tx.$queryRaw`select 1`;
  });
  await expect(lost).rejects.toThrow();
  expect(await prisma.db.$queryRaw`select 1 as one`).toEqual([{ one: 1 }]);
  await prisma.close();
});
