import { formatMoment } from '#src/lib/days.ts';
import { count } from '#src/lib/russian.ts';
import type { BadgeProps, PageHeadProps, StatProps } from '#src/platform/http/components.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { TaskRun } from '#src/platform/task-runs.ts';
import type { ScheduledTask, Work } from './jobs.queries.ts';
import { queueTitle, stateWord, taskTitle, taskWhat } from './jobs.words.ts';

export interface JobsPage extends Page {
  readonly head: PageHeadProps;
  readonly stats: readonly StatProps[];
  readonly tasks: readonly TaskLine[];
  readonly queues: readonly { readonly title: string; readonly text: string }[];
  readonly failed: readonly FailedLine[];
}

export interface TaskLine {
  readonly title: string;
  readonly what: string;
  readonly next: string;
  readonly last: string;
  /** Who started it, and how it failed. */
  readonly note: string;
  readonly badge: BadgeProps;
  readonly runPath: string;
}

export interface FailedLine {
  readonly title: string;
  readonly data: string;
  readonly error: string;
  readonly at: string;
  readonly retryPath: string;
  readonly dismissPath: string;
}

/** `/admin/jobs` (product rule §15): what runs by itself and what needs a person. */
export function jobsPage({ tasks, queues, failed }: Work): JobsPage {
  const waiting = queues.filter(({ state }) => state !== 'failed').reduce((sum, one) => sum + one.count, 0);
  return {
    title: 'Задачи',
    section: 'admin/jobs',
    head: { title: 'Задачи', sub: 'Что портал делает сам: по расписанию и по очереди' },
    stats: [
      { value: String(tasks.length), label: 'по расписанию' },
      { value: String(waiting), label: 'в очереди' },
      { value: String(failed.length), label: 'не удались', ...(failed.length > 0 ? { tone: 'bad' as const } : {}) },
    ],
    tasks: tasks.map(taskLine),
    queues: [...new Set(queues.map(({ queue }) => queue))].map((queue) => ({
      title: queueTitle(queue),
      text: queues
        .filter((one) => one.queue === queue)
        .map((one) => `${stateWord(one.state)}: ${one.count}`)
        .join(' · '),
    })),
    failed: failed.map((job) => ({
      title: queueTitle(job.queue),
      data: JSON.stringify(job.data).slice(0, 200),
      error: job.error || 'без объяснения',
      at: formatMoment(job.failedAt),
      retryPath: `/admin/jobs/failed/${job.queue}/${job.id}`,
      dismissPath: `/admin/jobs/failed/${job.queue}/${job.id}/dismissal`,
    })),
  };
}

function taskLine({ name, time, next, last }: ScheduledTask): TaskLine {
  return {
    title: taskTitle(name),
    what: taskWhat(name) || time,
    next: next ? formatMoment(next) : '—',
    last: last ? formatMoment(last.startedAt) : '—',
    note: last ? (last.error ?? `${last.startedBy}; ${count(last.runs, 'запуск', 'запуска', 'запусков')}`) : 'ещё не было',
    badge: badgeOf(last),
    runPath: `/admin/jobs/tasks/${name}`,
  };
}

function badgeOf(last: TaskRun | null): BadgeProps {
  if (!last) return { tone: 'mute', label: 'Не запускалась', icon: 'minus' };
  if (last.error !== null) return { tone: 'bad', label: 'Ошибка', icon: 'alert-circle' };
  return last.finishedAt ? { tone: 'ok', label: 'Выполнена', icon: 'circle-check' } : { tone: 'info', label: 'Выполняется', icon: 'clock' };
}
