import type pg from 'pg';
import PgBoss from 'pg-boss';
import type { Sql } from './db/sql.ts';
import { JOBS, type JobRow } from './job-rows.ts';

/** A job taken from its queue, to be finished before its lease ends. */
export interface TakenJob {
  id: string;
  queue: string;
  data: object;
  /** 1 at the first try. */
  attempt: number;
  isLastAttempt: boolean;
}

/** A job that failed for good and waits for a person. */
export interface FailedJob {
  id: string;
  queue: string;
  data: object;
  failedAt: Date;
  error: string;
}

export interface QueueOptions {
  /** A job not finished (or renewed by its living process) within this time is run again. 30 by default. */
  leaseSeconds?: number;
  /** Tries after the first one; 200 by default, with pauses growing to ten minutes: more than a day. */
  retryLimit?: number;
  /** Jobs of this queue that one instance runs at once; 2 by default. */
  concurrency?: number;
}

const longestPause = '10 minutes';
const failedKeptDays = 90;

/** The tables of pg-boss, spoken to on our connections. All queues are «short»: one waiting job per key. */
export function openJobStore(pool: pg.Pool, onError: (error: unknown) => void) {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => execute(pool, text, values) },
    migrate: false,
    schedule: false,
    maintenanceIntervalSeconds: 10,
    archiveFailedAfterSeconds: failedKeptDays * 24 * 3600,
    deleteAfterDays: failedKeptDays,
    retentionDays: 30,
    retryDelay: 5,
    retryBackoff: true,
  });
  boss.on('error', onError);
  const run = async <Row>(text: string, values: unknown[] = []) => (await execute(pool, text, values)).rows as Row[];

  const knownQueues = async () => new Set((await run<{ name: string }>('select name from pgboss.queue')).map(({ name }) => name));

  return {
    boss,

    hasQueues: async (queues: ReadonlyMap<string, QueueOptions>): Promise<boolean> => {
      const known = await knownQueues();
      return [...queues.keys()].every((name) => known.has(name));
    },

    /** Makes the queues that do not exist yet. One process at a time may. */
    createQueues: async (queues: ReadonlyMap<string, QueueOptions>): Promise<void> => {
      const known = await knownQueues();
      for (const [name, { leaseSeconds = 30, retryLimit = 200 }] of queues) {
        if (known.has(name)) continue;
        await boss.createQueue(name, {
          name,
          policy: 'short',
          expireInSeconds: leaseSeconds,
          retryLimit,
          retryDelay: 5,
          retryBackoff: true,
        });
      }
    },

    /** Adds a job on the connection of a business transaction. */
    add: async (sql: Sql, row: JobRow): Promise<void> => {
      await sql('job_add', JOBS.text('$1::jsonb'), [JSON.stringify([row])]);
    },

    /** The queues with a job that may run now. */
    due: async (): Promise<string[]> => {
      const rows = await run<{ name: string }>(
        `select name from pgboss.queue q where exists
           (select 1 from pgboss.job j where j.name = q.name and j.state < 'active' and j.start_after < now())`,
      );
      return rows.map(({ name }) => name);
    },

    take: async (queue: string): Promise<TakenJob | undefined> => {
      const [job] = await boss.fetch<object>(queue, { includeMetadata: true });
      if (!job) return undefined;
      const { id, data, retryCount, retryLimit } = job;
      return { id, queue, data, attempt: retryCount + 1, isLastAttempt: retryCount >= retryLimit };
    },

    complete: async (job: TakenJob): Promise<void> => {
      await boss.complete(job.queue, job.id);
    },

    /** Lets the job run again after a pause that grows to ten minutes, or for the last time leaves it failed. */
    fail: async (job: TakenJob, error: unknown): Promise<void> => {
      const message = error instanceof Error ? error.message : String(error);
      await boss.fail(job.queue, job.id, { message });
      await run(
        `update pgboss.job set start_after = now() + interval '${longestPause}'
         where name = $1 and id = $2 and state = 'retry' and start_after > now() + interval '${longestPause}'`,
        [job.queue, job.id],
      );
    },

    /** Extends the leases of jobs that this process is still at. */
    renew: (jobs: readonly TakenJob[]) =>
      run(`update pgboss.job set started_on = now() where id = any($1::uuid[]) and state = 'active'`, [jobs.map(({ id }) => id)]),

    /** Gives unfinished jobs back, so that another instance takes them at once; the try is not counted. */
    handBack: (jobs: readonly TakenJob[]) =>
      run(
        `update pgboss.job set state = 'retry', started_on = null, start_after = now()
         where id = any($1::uuid[]) and state = 'active'`,
        [jobs.map(({ id }) => id)],
      ),

    /** Makes jobs that wait for a later moment due now. */
    hasten: () => run(`update pgboss.job set start_after = now() - interval '1 ms' where state < 'active' and start_after >= now()`),

    failed: () =>
      run<FailedJob>(
        `select id::text, name as queue, data, completed_on as "failedAt", coalesce(output ->> 'message', output -> 'value' ->> 'message', '') as error
         from pgboss.job where state = 'failed' order by completed_on desc limit 500`,
      ),

    dismiss: (queue: string, id: string) =>
      run(`delete from pgboss.job where name = $1 and id = $2::uuid and state = 'failed'`, [queue, id]),

    counts: () =>
      run<{ queue: string; state: string; count: number }>(
        `select name as queue, state::text, count(*)::int from pgboss.job where state < 'active' or state in ('active', 'failed') group by name, state`,
      ),
  };
}

export type JobStore = ReturnType<typeof openJobStore>;

/** pg-boss opens transactions within a text; after an error such a connection is not fit for anybody. */
async function execute(pool: pg.Pool, text: string, values: unknown[]): Promise<pg.QueryResult> {
  const client = await pool.connect();
  try {
    const result = await client.query(text, values);
    client.release();
    return result;
  } catch (error) {
    client.release(true);
    throw error;
  }
}
