import { setTimeout } from 'node:timers/promises';
import type { Request } from 'express';
import { command } from '#src/platform/command.ts';
import { NotFound } from '#src/platform/errors.ts';
import { flash } from '#src/platform/http/flash.ts';
import { parseQuery, readForm } from '#src/platform/http/forms.ts';
import { render } from '#src/platform/http/render.ts';
import { only, Routes } from '#src/platform/http/routes.ts';
import type { FailedJob } from '#src/platform/jobs.ts';
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

jobs.post('/admin/jobs/tasks/:name', admins, async (req, res) => {
  const { scope } = req;
  const name = String(req.params['name']);
  if (!Object.hasOwn(times, name)) throw new NotFound();
  readForm(req, EmptyForm);
  await command(scope, { action: 'task.start' }, (tx) => tx.audit({ action: 'task.started', subject: `задача «${taskTitle(name)}»` }));
  const outcome = await Promise.race([
    runTask(scope.portal, name, scope.actor.name),
    setTimeout(PATIENCE_MS, STILL_RUNNING, { ref: false }),
  ]);
  flash(res, ...outcomeWords(taskTitle(name), outcome));
  res.redirect(303, '/admin/jobs');
});

jobs.post('/admin/jobs/failed/:queue/:id', admins, async (req, res) => {
  const { scope } = req;
  readForm(req, EmptyForm);
  const { queue, id, data } = await failedJobOf(req);
  await scope.portal.jobs.retry(queue, id);
  await command(scope, { action: 'job.retry' }, (tx) =>
    tx.audit({ action: 'job.retried', subject: `задание «${queueTitle(queue)}»`, after: data }),
  );
  flash(res, 'ok', 'Задание поставлено в очередь ещё раз.');
  res.redirect(303, '/admin/jobs');
});

jobs.post('/admin/jobs/failed/:queue/:id/dismissal', admins, async (req, res) => {
  readForm(req, EmptyForm);
  const { queue, id, data, error } = await failedJobOf(req);
  await command(req.scope, { action: 'job.dismiss' }, (tx) =>
    tx.audit({ action: 'job.dismissed', subject: `задание «${queueTitle(queue)}»`, after: { data: JSON.stringify(data), error } }),
  );
  await req.scope.portal.jobs.dismiss(queue, id);
  flash(res, 'ok', 'Задание снято: что оно делало и чем кончилось, записано в журнале.');
  res.redirect(303, '/admin/jobs');
});

/** @throws NotFound when it is not among those that failed */
async function failedJobOf({ params, scope }: Request): Promise<FailedJob> {
  const [queue, id] = [String(params['queue']), String(params['id'])];
  const job = JOB_ID.test(id) && (await scope.portal.jobs.failed()).find((one) => one.id === id && one.queue === queue);
  if (!job) throw new NotFound();
  return job;
}

/** null went well, a text is what went wrong. */
function outcomeWords(title: string, outcome: string | null | typeof STILL_RUNNING): ['ok' | 'bad' | 'info', string] {
  if (outcome === STILL_RUNNING) return ['info', `Задача «${title}» выполняется. Обновите страницу, чтобы увидеть, чем она кончилась.`];
  return outcome === null ? ['ok', `Задача «${title}» выполнена.`] : ['bad', `Задача «${title}» не удалась: ${outcome}`];
}
