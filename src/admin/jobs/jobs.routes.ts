import { setTimeout } from 'node:timers/promises';
import type { Request } from 'express';
import { only } from '#src/accounts/access.rules.ts';
import { command } from '#src/platform/command.ts';
import { NotFound } from '#src/platform/errors.ts';
import { parseQuery } from '#src/platform/http/forms.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { type Landing, submit } from '#src/platform/http/submit.ts';
import type { FailedJob } from '#src/platform/jobs.ts';
import type { Scope } from '#src/platform/scope.ts';
import { runTask, times } from '#src/schedule.ts';
import { EmptyForm, JOB_ID, NoQuery } from './jobs.forms.ts';
import { jobsPage } from './jobs.pages.ts';
import { workOf } from './jobs.queries.ts';
import { queueTitle, taskTitle } from './jobs.words.ts';

/** Schedule, queues and failures, for administrators. */
export const jobs = new Routes();

const admins = only('admin');

/** A person waits this long for a task; a longer one goes on by itself. */
const PATIENCE_MS = 5_000;
const STILL_RUNNING = Symbol('still running');

jobs.get('/admin/jobs', admins, async (req, res) => {
  parseQuery(req, NoQuery);
  render(res, 'admin/jobs', jobsPage(await workOf(req.scope)));
});

jobs.post('/admin/jobs/tasks/:name', admins, (req, res) => {
  const name = String(req.params['name']);
  if (!Object.hasOwn(times, name)) throw new NotFound();
  return submit(req, res, EmptyForm, {
    act: () => startTask(req.scope, name),
    done: (outcome) => ({ to: '/admin/jobs', ...outcomeWords(taskTitle(name), outcome) }),
  });
});

jobs.post('/admin/jobs/failed/:queue/:id', admins, (req, res) =>
  submit(req, res, EmptyForm, {
    act: async () => retryJob(req.scope, await failedJobOf(req)),
    done: () => ({ to: '/admin/jobs', say: 'Задание поставлено в очередь ещё раз.' }),
  }),
);

jobs.post('/admin/jobs/failed/:queue/:id/dismissal', admins, (req, res) =>
  submit(req, res, EmptyForm, {
    act: async () => dismissJob(req.scope, await failedJobOf(req)),
    done: () => ({ to: '/admin/jobs', say: 'Задание снято: что оно делало и чем кончилось, записано в журнале.' }),
  }),
);

/** Starts a task and waits a while for it. @returns null when it went well, or what went wrong */
async function startTask(scope: Scope, name: string): Promise<string | null | typeof STILL_RUNNING> {
  const note = { action: 'task.started', subject: `задача «${taskTitle(name)}»` };
  await command(scope, { action: 'task.start' }, (tx) => tx.audit(note));
  return Promise.race([runTask(scope.portal, name, scope.actor.name), setTimeout(PATIENCE_MS, STILL_RUNNING, { ref: false })]);
}

async function retryJob(scope: Scope, { queue, id, data }: FailedJob): Promise<void> {
  await scope.portal.jobs.retry(queue, id);
  await command(scope, { action: 'job.retry' }, (tx) =>
    tx.audit({ action: 'job.retried', subject: `задание «${queueTitle(queue)}»`, after: data }),
  );
}

async function dismissJob(scope: Scope, { queue, id, data, error }: FailedJob): Promise<void> {
  await command(scope, { action: 'job.dismiss' }, (tx) =>
    tx.audit({ action: 'job.dismissed', subject: `задание «${queueTitle(queue)}»`, after: { data: JSON.stringify(data), error } }),
  );
  await scope.portal.jobs.dismiss(queue, id);
}

/** @throws NotFound when it is not among those that failed */
async function failedJobOf({ params, scope }: Request): Promise<FailedJob> {
  const [queue, id] = [String(params['queue']), String(params['id'])];
  const job = JOB_ID.test(id) && (await scope.portal.jobs.failed()).find((one) => one.id === id && one.queue === queue);
  if (!job) throw new NotFound();
  return job;
}

function outcomeWords(title: string, outcome: string | null | typeof STILL_RUNNING): Pick<Landing, 'tone' | 'say'> {
  if (outcome === STILL_RUNNING)
    return { tone: 'info', say: `Задача «${title}» выполняется. Обновите страницу, чтобы увидеть, чем она кончилась.` };
  return outcome === null ? { say: `Задача «${title}» выполнена.` } : { tone: 'bad', say: `Задача «${title}» не удалась: ${outcome}` };
}
