import type { Sql } from './db/sql.ts';
import type { Portal } from './scope.ts';

/** The last run of a scheduled task. */
export interface TaskRun {
  readonly task: string;
  readonly startedAt: Date;
  /** null while it runs, or when its process was killed. */
  readonly finishedAt: Date | null;
  readonly startedBy: string;
  readonly error: string | null;
  readonly runs: number;
}

export async function recordTaskStart(portal: Portal, task: string, startedBy: string): Promise<void> {
  await portal.sql(
    'task_run_start',
    `insert into task_runs (task, started_at, started_by) values ($1, $2::timestamptz, $3)
     on conflict (task) do update set started_at = excluded.started_at, started_by = excluded.started_by,
       finished_at = null, error = null, runs = task_runs.runs + 1`,
    [task, portal.clock.now(), startedBy],
  );
}

/** `error`: how it failed, null when it went well. */
export async function recordTaskEnd(portal: Portal, task: string, error: string | null): Promise<void> {
  await portal.sql('task_run_end', 'update task_runs set finished_at = $2::timestamptz, error = $3 where task = $1', [
    task,
    portal.clock.now(),
    error,
  ]);
}

export function taskRuns(sql: Sql): Promise<TaskRun[]> {
  return sql<TaskRun>(
    'task_runs',
    `select task, started_at as "startedAt", finished_at as "finishedAt", started_by as "startedBy", error, runs from task_runs`,
  );
}
