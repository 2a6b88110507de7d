import { once } from 'node:events';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPrisma } from '#src/platform/db/prisma.ts';
import { transactionSql } from '#src/platform/db/sql.ts';
import type { JobHandler } from '#src/platform/job-attempts.ts';
import { createJobs, type EnqueueOptions, type Jobs } from '#src/platform/jobs.ts';
import { freshDatabase, type TestDatabase } from '#test/support/database.ts';
import { asAdmin } from '#test/support/test-server.ts';

let database: TestDatabase;
let prisma: ReturnType<typeof createPrisma>;
/** The queues of this file: one that is defined, one that nobody does. */
interface Notes {
  note: object;
  nonsense: object;
}

let jobs: Jobs<Notes>;
let ran: object[];
let fault: Error | undefined;

beforeAll(async () => {
  database = await freshDatabase();
  prisma = createPrisma({ url: database.url, max: 6, name: 'commands' });
});

afterAll(async () => {
  await prisma.close();
  await database.drop();
});

beforeEach(async () => {
  ran = [];
  fault = undefined;
  jobs = await instance(async (data) => {
    ran.push(data);
    if (fault) throw fault;
  });
});

afterEach(async () => {
  await jobs.stop();
  await asAdmin(database.url, (client) => client.query('delete from pgboss.job'));
});

async function instance(handler: JobHandler<object>): Promise<Jobs<Notes>> {
  const made = createJobs<Notes>({ databaseUrl: database.url, log: pino({ level: 'silent' }) });
  made.define('note', handler, { leaseSeconds: 1, retryLimit: 2 });
  await made.prepare();
  return made;
}

const enqueue = (data: object, options?: EnqueueOptions) =>
  prisma.db.$transaction((tx) => jobs.enqueue(transactionSql(tx), 'note', data, options));

describe('a job asked for in a transaction', () => {
  it('runs after the commit', async () => {
    await enqueue({ letter: 1 });
    await enqueue({ letter: 2 });
    expect(await jobs.drain()).toEqual({ done: 2, failed: [] });
    expect(ran).toEqual([{ letter: 1 }, { letter: 2 }]);
    expect(await jobs.drain()).toEqual({ done: 0, failed: [] });
  });

  it('is gone with the rollback', async () => {
    const rolledBack = prisma.db.$transaction(async (tx) => {
      await jobs.enqueue(transactionSql(tx), 'note', {});
      throw new Error('changed my mind');
    });
    await expect(rolledBack).rejects.toThrow('changed my mind');
    expect(await jobs.drain()).toEqual({ done: 0, failed: [] });
  });

  it('is refused for a queue nobody defined', async () => {
    await expect(prisma.db.$transaction((tx) => jobs.enqueue(transactionSql(tx), 'nonsense', {}))).rejects.toThrow('not defined');
  });

  it('waits once per key', async () => {
    await enqueue({ n: 1 }, { singletonKey: 'partner:1' });
    await enqueue({ n: 2 }, { singletonKey: 'partner:1' });
    await enqueue({ n: 3 }, { singletonKey: 'partner:2' });
    await jobs.drain();
    expect(ran).toEqual([{ n: 1 }, { n: 3 }]);
  });

  it('waits for its moment', async () => {
    await enqueue({ later: true }, { startAfter: 3600 });
    expect(await jobs.drain()).toEqual({ done: 0, failed: [] });
    expect(await jobs.drain({ early: true })).toEqual({ done: 1, failed: [] });
  });
});

describe('a job that fails', () => {
  it('is told of, waits, and succeeds at a later try', async () => {
    await enqueue({ n: 1 });
    fault = new Error('mail server down');
    const drained = await jobs.drain();
    expect(drained).toMatchObject({ done: 0, failed: [{ queue: 'note', error: fault }] });
    expect(await jobs.drain()).toEqual({ done: 0, failed: [] });
    fault = undefined;
    expect(await jobs.drain({ early: true })).toEqual({ done: 1, failed: [] });
  });

  it('stays visible after its last try, and can be run again by a person', async () => {
    await enqueue({ n: 7 });
    fault = new Error('mail server down');
    for (let attempt = 1; attempt <= 3; attempt++) await jobs.drain({ early: true });
    const [failed] = await jobs.failed();
    expect(failed).toMatchObject({ queue: 'note', data: { n: 7 }, error: 'mail server down' });
    expect(await jobs.counts()).toEqual([{ queue: 'note', state: 'failed', count: 1 }]);
    fault = undefined;
    await jobs.retry('note', failed?.id ?? '');
    expect(await jobs.drain({ early: true })).toEqual({ done: 1, failed: [] });
  });
});

describe('instances at work', () => {
  it('begin at once when poked after a commit', async () => {
    await jobs.start();
    await enqueue({ n: 1 });
    jobs.poke();
    await expect.poll(() => ran.length, { interval: 5, timeout: 700 }).toBe(1);
  });

  it('run each job once, whoever takes it', async () => {
    const other = await instance(async (data) => {
      ran.push(data);
    });
    await Promise.all([jobs.start(), other.start()]);
    const numbers = Array.from({ length: 40 }, (_, n) => n);
    await Promise.all(numbers.map((n) => enqueue({ n })));
    jobs.poke();
    other.poke();
    await expect.poll(() => ran.length, { timeout: 5_000 }).toBe(40);
    await other.stop();
    expect(ran.map((data) => (data as { n: number }).n).sort((a, b) => a - b)).toEqual(numbers);
  });

  it('hand an unfinished job back when they stop', async () => {
    let begun = 0;
    const stuck = await instance(() => {
      begun++;
      return new Promise(() => {});
    });
    await enqueue({ n: 1 });
    await stuck.start();
    await expect.poll(() => begun).toBe(1);
    await stuck.stop(20);
    expect(await jobs.drain()).toEqual({ done: 1, failed: [] });
  });

  it('hand back what heeds the stop at once, and the try does not count', async () => {
    const attempts: number[] = [];
    const heedful = await instance(async (_, { attempt, signal }) => {
      attempts.push(attempt);
      await once(signal, 'abort');
      signal.throwIfAborted();
    });
    await enqueue({ n: 1 });
    await heedful.start();
    await expect.poll(() => attempts).toEqual([1]);
    await heedful.stop(60_000);
    const next = await instance(async (_, { attempt }) => void attempts.push(attempt));
    expect(await next.drain()).toEqual({ done: 1, failed: [] });
    expect(attempts).toEqual([1, 1]);
    await next.stop();
  });
});
