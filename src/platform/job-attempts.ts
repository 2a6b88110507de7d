import type { JobStore, TakenJob } from './job-store.ts';
import type { Logger } from './logger.ts';

/** What a handler may know of its job besides the data. Jobs run at least once: handlers must be idempotent. */
export interface JobInfo extends Pick<TakenJob, 'id' | 'queue' | 'attempt' | 'isLastAttempt'> {
  /** Aborted with `Interrupted` when the process stops: long work asks between its steps (`throwIfAborted`). */
  readonly signal: AbortSignal;
}

/** Thrown when the process stops under what a job was doing: the job is handed back, and the try does not count. */
export class Interrupted extends Error {}

export type JobHandler<Data> = (data: Data, job: JobInfo) => Promise<void>;

/** Told how a try ended, and after how long. */
export type ObserveAttempt = (queue: string, outcome: 'done' | 'retried' | 'failed', seconds: number) => void;

interface Attempting {
  readonly store: JobStore;
  readonly handlers: ReadonlyMap<string, JobHandler<object>>;
  readonly log: Logger;
  readonly observe: ObserveAttempt | undefined;
  readonly signal: AbortSignal;
}

/** Tries at jobs taken from their queues. */
export function attemptsOf({ store, handlers, log, observe, signal }: Attempting) {
  /** Runs one job and records how it ended; undefined or the error it failed with. Never throws. */
  async function attempt(job: TakenJob): Promise<unknown> {
    const begun = performance.now();
    const failure = await run(job);
    if (failure instanceof Interrupted) return handBack([job]).then(() => failure);
    const outcome = failure === undefined ? 'done' : job.isLastAttempt ? 'failed' : 'retried';
    observe?.(job.queue, outcome, (performance.now() - begun) / 1000);
    const note = { queue: job.queue, job: job.id, attempt: job.attempt, err: failure };
    if (outcome === 'failed') log.error(note, 'job failed for good');
    if (outcome === 'retried') log.warn(note, 'job failed, will be tried again');
    try {
      await (failure === undefined ? store.complete(job) : store.fail(job, failure));
    } catch (err) {
      log.warn({ queue: job.queue, job: job.id, err }, 'outcome of job not recorded, it will run again');
    }
    return failure;
  }

  async function run(job: TakenJob): Promise<unknown> {
    try {
      const handler = handlers.get(job.queue);
      if (!handler) throw new Error(`no handler for queue ${job.queue}`);
      await handler(job.data, { ...job, signal });
      return undefined;
    } catch (error) {
      return error ?? new Error('the handler threw nothing');
    }
  }

  /** Gives jobs back that were not finished. Never throws. */
  async function handBack(unfinished: readonly TakenJob[]): Promise<void> {
    if (unfinished.length > 0) await store.handBack(unfinished).catch((err) => log.warn({ err }, 'jobs not handed back'));
  }

  return { attempt, handBack };
}
