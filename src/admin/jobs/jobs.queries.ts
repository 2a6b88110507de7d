import { nextRun, parseCron } from '#src/lib/cron.ts';
import { lastOfMonth, moscowDay } from '#src/lib/days.ts';
import type { FailedJob } from '#src/platform/jobs.ts';
import type { Scope } from '#src/platform/scope.ts';
import { type TaskRun, taskRuns } from '#src/platform/task-runs.ts';
import { times } from '#src/schedule.ts';

export interface ScheduledTask {
  readonly name: string;
  /** As cron writes it. */
  readonly time: string;
  readonly next: Date | null;
  /** null when it has never run. */
  readonly last: TaskRun | null;
}

export interface Work {
  readonly tasks: readonly ScheduledTask[];
  readonly queues: readonly { readonly queue: string; readonly state: string; readonly count: number }[];
  readonly failed: readonly FailedJob[];
}

/** What the portal does by itself: the schedule with its last runs, the queues, what failed. */
export async function workOf({ portal }: Scope): Promise<Work> {
  const [runs, queues, failed] = await Promise.all([taskRuns(portal.sql), portal.jobs.counts(), portal.jobs.failed()]);
  const now = portal.clock.now();
  const tasks = Object.entries(times).map(([name, time]) => ({
    name,
    time,
    next: nextOf(name, time, now),
    last: runs.find(({ task }) => task === name) ?? null,
  }));
  return { tasks, queues, failed };
}

/** When a task runs next. The month close is poked on each of the last days and does its work on the last one. */
function nextOf(name: string, time: string, now: Date): Date | null {
  const next = nextRun(parseCron(time), now);
  if (name !== 'month-close' || !next) return next;
  const day = moscowDay(next);
  return day === lastOfMonth(day) ? next : nextOf(name, time, next);
}
