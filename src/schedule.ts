import cron from 'node-cron';
import { tasks } from '#src/jobs.ts';
import { lastRun, nextRun, parseCron } from '#src/lib/cron.ts';
import { isWell, type Pulse } from '#src/platform/db/pulse.ts';
import { withPatience } from '#src/platform/retry.ts';
import type { Portal } from '#src/platform/scope.ts';
import { recordTaskEnd, recordTaskStart, taskRuns } from '#src/platform/task-runs.ts';

/** time (Moscow, by the business clock) → one task. What is due is computed from data, so a missed or doubled run does no harm. */
export const times: Record<keyof typeof tasks, string> = {
  'month-close': '0 21 28-31 * *',
  'close-outlook': '*/15 * * * *',
  'daily-tick': '5 0 * * *',
  receivables: '15 0 * * *',
  'receivables-week': '30 8 * * 1',
  'price-notices': '0 9 * * *',
  'tend-letters': '*/5 * * * *',
  'revert-limits': '10 0 * * *',
  promises: '12 0 * * *',
  'held-orders': '20 0 * * *',
  audit: '10 4 * * *',
  handovers: '2 0 * * *',
  'exchange-doors': '* * * * *',
  'ax-tend': '*/5 * * * *',
  'ax-balances': '0 5 * * *',
  'erase-personal-data': '40 3 * * *',
  'sweep-accounts': '30 3 * * *',
};

/** Who starts what nobody started by hand. */
const BY_TIME = 'Расписание';

/** A task and the instant its time came. */
export interface DueRun {
  readonly task: string;
  readonly at: Date;
}

/**
 * The runs whose time came after `from`, up to and including `to`, in order of time and then of this file.
 * Tasks that come more often than daily are left out: see `frequentTasks`.
 */
export function dueRuns(from: Date, to: Date): DueRun[] {
  const due: DueRun[] = [];
  for (const [task, text] of Object.entries(times)) {
    const time = parseCron(text);
    if (time.isFrequent) continue;
    for (let at = nextRun(time, from); at && at <= to; at = nextRun(time, at)) due.push({ task, at });
  }
  return due.sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** Tasks that come more often than daily. */
export const frequentTasks = (): string[] => Object.keys(times).filter((task) => parseCron(times[task] ?? '').isFrequent);

/**
 * Runs a task now and records when, by whom and how it ended.
 * @returns what went wrong as one sentence, null when all went well; a failed task is logged and the next tick does it again
 * @throws RangeError for a task there is not
 */
export async function runTask(portal: Portal, name: string, startedBy: string = BY_TIME): Promise<string | null> {
  const task = tasks[name];
  if (!task) throw new RangeError(`there is no task ${name}`);
  await recordTaskStart(portal, name, startedBy);
  try {
    await task(portal);
    await withPatience(() => recordTaskEnd(portal, name, null));
    return null;
  } catch (err) {
    portal.log.error({ err, task: name }, 'a task failed; the next tick does it again');
    const error = err instanceof Error ? err.message : String(err);
    await withPatience(() => recordTaskEnd(portal, name, error.slice(0, 500)));
    return error;
  }
}

/**
 * Starts the ticking; the answer ends it. Cron only pokes once a minute: what is due is told by the business clock and by the
 * runs on record, so what came due while the portal or its database stood still is done as soon as both are there. While the
 * machine's clock is wrong nothing is: a month closed by it would stay closed.
 */
export function startSchedule(portal: Portal, pulse: Pulse): () => Promise<void> {
  const running = new Set<string>();
  const start = async (name: string) => {
    if (running.has(name)) return;
    running.add(name);
    await runTask(portal, name)
      .catch((err: unknown) => portal.log.warn({ err, task: name }, 'a task could not be started'))
      .finally(() => running.delete(name));
  };
  const tick = async (isStart: boolean) => {
    if (!isWell(await pulse.beat())) return;
    const names = await tasksToStart(portal, isStart);
    await Promise.all(names.map(start));
  };
  const safely = (isStart: boolean) =>
    tick(isStart).catch((err: unknown) => portal.log.warn({ err }, 'what is due could not be looked up'));
  const ticking = cron.schedule('* * * * *', () => safely(false), { timezone: 'Europe/Moscow' });
  const missed = safely(true);
  return async () => {
    await Promise.all([ticking.stop(), missed]);
  };
}

/** A run that failed or was cut off is done again after an hour: the next time of a month close would be a month away. */
const AGAIN_AFTER_MS = 3_600_000;

/**
 * Tasks whose last time passed without a run, whose last run failed an hour ago, or was cut off: that of a killed process
 * is taken up at its start (`isStart`), by others after the hour. A run doubled so does no harm.
 */
export async function tasksToStart(portal: Portal, isStart: boolean): Promise<string[]> {
  const runs = new Map((await taskRuns(portal.sql)).map((run) => [run.task, run]));
  const now = portal.clock.now();
  return Object.entries(times).flatMap(([name, text]) => {
    const due = lastRun(parseCron(text), now);
    const run = runs.get(name);
    if (!due) return [];
    if (!run || run.startedAt < due) return [name];
    const isOver = run.finishedAt !== null && run.error === null;
    const isLongAgo = now.getTime() - run.startedAt.getTime() >= AGAIN_AFTER_MS;
    return !isOver && (isLongAgo || (isStart && run.finishedAt === null)) ? [name] : [];
  });
}
