import { randomUUID } from 'node:crypto';
import type { Part } from './gathering.ts';

export interface EnqueueOptions {
  /** At most one waiting job with this key per queue: a second one is dropped. */
  singletonKey?: string;
  /** Seconds from now (of the real clock), or a moment, before which it does not run. */
  startAfter?: number | Date;
  retryLimit?: number;
}

/** A job to be put into its queue. */
export interface JobRow {
  readonly name: string;
  readonly data: object;
  readonly singleton_key: string;
  readonly start_at: Date | null;
  readonly start_in: number | null;
  readonly retry_limit: number | null;
}

export function jobRow(queue: string, data: object, { singletonKey = randomUUID(), startAfter = 0, retryLimit }: EnqueueOptions): JobRow {
  const at = startAfter instanceof Date ? { start_at: startAfter, start_in: null } : { start_at: null, start_in: startAfter };
  return { name: queue, data, singleton_key: singletonKey, ...at, retry_limit: retryLimit ?? null };
}

/** Jobs that nobody takes within this time are dropped. */
const KEPT = `interval '30 days'`;

/**
 * Puts jobs into the table of pg-boss as its `send` does, with the settings of their queues. `from` gives name, data and singleton_key
 * of each, `more` the columns start_at, start_in and retry_limit where they differ from now and the queue's.
 */
export const insertJobs = (from: string, more = false): string => {
  const start = more ? `coalesce(j.start_at, now() + j.start_in * interval '1 s')` : 'now()';
  return `insert into pgboss.job (name, data, singleton_key, start_after, keep_until, expire_in, retry_limit, retry_delay, retry_backoff, policy)
    select j.name, j.data, j.singleton_key, ${start}, ${start} + ${KEPT}, coalesce(q.expire_seconds, 900) * interval '1 s',
      coalesce(${more ? 'j.retry_limit, ' : ''}q.retry_limit, 2), coalesce(q.retry_delay, 5), coalesce(q.retry_backoff, true), q.policy
    from ${from} as j join pgboss.queue q on q.name = j.name on conflict do nothing`;
};

export const JOBS: Part<JobRow> = {
  name: 'jobs',
  text: (rows) =>
    insertJobs(
      `(select * from jsonb_to_recordset(${rows}) as r(name text, data jsonb, singleton_key text, start_at timestamptz, start_in numeric, retry_limit int))`,
      true,
    ),
};
