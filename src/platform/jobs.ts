import { alone } from './db/alone.ts';
import { createPool } from './db/pool.ts';
import type { Sql } from './db/sql.ts';
import { attemptsOf, Interrupted, type JobHandler, type ObserveAttempt } from './job-attempts.ts';
import { type EnqueueOptions, type JobRow, jobRow } from './job-rows.ts';
import { type FailedJob, openJobStore, type QueueOptions, type TakenJob } from './job-store.ts';
import type { Logger } from './logger.ts';

export type { EnqueueOptions } from './job-rows.ts';
export type { FailedJob, QueueOptions } from './job-store.ts';

/** Queues, and what their jobs are given (JSON): features name theirs, `src/jobs.ts` puts them together. */
// biome-ignore lint/suspicious/noEmptyInterface: augmented by the application
export interface JobMap {}

/** What became of the jobs that were due. */
export interface Drained {
  done: number;
  failed: { queue: string; id: string; error: unknown }[];
}

export interface JobsOptions {
  databaseUrl: string;
  log: Logger;
  /** Jobs that this instance runs at once, of all queues together; 4 by default. */
  slots?: number;
  /** Asked before jobs are taken; none are while it says no. */
  mayWork?: () => boolean;
  /** Told of every finished try, for the metrics. */
  observe?: ObserveAttempt;
}

/** Work that happens after the commit that asked for it, on any instance, at least once. `M` names the queues. */
export interface Jobs<M extends object = JobMap> {
  /** Names what a queue's jobs do. Before `prepare`. */
  define<K extends keyof M & string>(queue: K, handler: JobHandler<M[K]>, options?: QueueOptions): void;
  /** Makes the queues in the database; the tables are made by `prepareDatabase`. */
  prepare(): Promise<void>;
  /** Adds a job in the transaction that `sql` speaks to: committed or rolled back with it. */
  enqueue<K extends keyof M & string>(sql: Sql, queue: K, data: M[K] & object, options?: EnqueueOptions): Promise<void>;
  /** The row of such a job, for who writes it with others. @throws Error for a queue that is not defined */
  row<K extends keyof M & string>(queue: K, data: M[K] & object, options?: EnqueueOptions): JobRow;
  /** Begins to work: at once when poked, and every second in any case. */
  start(): Promise<void>;
  /** Looks for work now; called after commits. Does nothing before `start`. */
  poke(): void;
  /** Runs all jobs that are due, one after another, until there are none. `early`: also those waiting for later. */
  drain(options?: { early?: boolean }): Promise<Drained>;
  /** Jobs that failed for good, newest first. */
  failed(): Promise<FailedJob[]>;
  /** Lets a failed job run once more. */
  retry(queue: string, id: string): Promise<void>;
  /** Drops a failed job that nobody needs any more. */
  dismiss(queue: string, id: string): Promise<void>;
  /** Waiting, running and failed jobs per queue. */
  counts(): Promise<{ queue: string; state: string; count: number }[]>;
  /** Takes no more jobs, waits for the running ones up to `graceMs`, hands the rest back and disconnects. */
  stop(graceMs?: number): Promise<void>;
}

const pollMs = 1_000;
const renewMs = 10_000;

export function createJobs<M extends object = JobMap>({
  databaseUrl,
  log,
  slots = 4,
  mayWork = () => true,
  observe,
}: JobsOptions): Jobs<M> {
  const pool = createPool({ url: databaseUrl, max: 3, name: 'jobs', onLost: (err) => log.warn({ err }, 'job connection lost') });
  const store = openJobStore(pool, (err) => log.warn({ err }, 'job upkeep failed'));
  const handlers = new Map<string, JobHandler<object>>();
  const queues = new Map<string, QueueOptions>();
  const running = new Map<string, { job: TakenJob; finished: Promise<unknown> }>();
  const timers: NodeJS.Timeout[] = [];
  const stopping = new AbortController();
  const { attempt, handBack } = attemptsOf({ store, handlers, log, observe, signal: stopping.signal });
  let isWorking = false;
  let isLooking = false;
  let lookAgain = false;

  /** Fills the free slots with due jobs; asked again meanwhile, it looks once more when it is through. */
  async function look(): Promise<void> {
    lookAgain = true;
    if (isLooking) return;
    isLooking = true;
    try {
      while (isWorking && lookAgain && mayWork()) {
        lookAgain = false;
        for (const queue of await store.due()) await fill(queue);
      }
    } catch (err) {
      log.warn({ err }, 'jobs could not be fetched');
    } finally {
      isLooking = false;
    }
  }

  async function fill(queue: string): Promise<void> {
    const { concurrency = 2 } = queues.get(queue) ?? { concurrency: 0 };
    const runningHere = () => [...running.values()].filter(({ job }) => job.queue === queue).length;
    while (isWorking && running.size < slots && runningHere() < concurrency) {
      const job = await store.take(queue);
      if (!job) return;
      const finished = attempt(job).finally(() => {
        running.delete(job.id);
        void look();
      });
      running.set(job.id, { job, finished });
    }
  }

  async function drainQueue(queue: string, drained: Drained): Promise<void> {
    for (let job = await store.take(queue); job; job = await store.take(queue)) {
      const error = await attempt(job);
      if (error === undefined) drained.done++;
      else drained.failed.push({ queue, id: job.id, error });
    }
  }

  function renew(): void {
    const jobs = [...running.values()].map(({ job }) => job);
    if (jobs.length > 0) store.renew(jobs).catch((err) => log.warn({ err }, 'leases of jobs not renewed'));
  }

  function row(queue: string, data: object, options: EnqueueOptions = {}): JobRow {
    // Jobs of queues that are not in the database would be dropped without a word.
    if (!handlers.has(queue)) throw new Error(`queue ${queue} is not defined`);
    return jobRow(queue, data, options);
  }

  return {
    define: (queue, handler, options = {}) => {
      handlers.set(queue, handler as JobHandler<object>);
      queues.set(queue, options);
    },
    prepare: async () => {
      if (await store.hasQueues(queues)) return;
      // Making one takes locks on tables that all queues share: two processes at it would end in a deadlock.
      await alone(databaseUrl, 'shape', () => store.createQueues(queues));
    },
    enqueue: async (sql, queue, data, options) => store.add(sql, row(queue, data, options)),
    row,
    start: async () => {
      await store.boss.start();
      isWorking = true;
      timers.push(
        setInterval(() => void look(), pollMs),
        setInterval(renew, renewMs),
      );
      void look();
    },
    poke: () => {
      if (isWorking) void look();
    },
    drain: async ({ early = false } = {}) => {
      const drained: Drained = { done: 0, failed: [] };
      if (early) await store.hasten();
      for (let seen = -1; seen < drained.done + drained.failed.length; ) {
        seen = drained.done + drained.failed.length;
        for (const queue of await store.due()) await drainQueue(queue, drained);
      }
      return drained;
    },
    failed: store.failed,
    retry: async (queue, id) => {
      await store.boss.retry(queue, id);
    },
    dismiss: async (queue, id) => {
      await store.dismiss(queue, id);
    },
    counts: store.counts,
    stop: async (graceMs = 8_000) => {
      isWorking = false;
      stopping.abort(new Interrupted('the process stops'));
      for (const timer of timers) clearInterval(timer);
      const finished = Promise.all([...running.values()].map((entry) => entry.finished));
      await Promise.race([finished, new Promise((done) => setTimeout(done, graceMs).unref())]);
      await handBack([...running.values()].map(({ job }) => job));
      await store.boss.stop({ graceful: false });
      await pool.end();
    },
  };
}
