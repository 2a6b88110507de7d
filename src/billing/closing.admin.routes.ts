import { randomUUID } from 'node:crypto';
import type { Request } from 'express';
import type { Month } from '#src/lib/days.ts';
import { command } from '#src/platform/command.ts';
import { BadRequest, NotFound } from '#src/platform/errors.ts';
import { parseQuery, readForm } from '#src/platform/http/forms.ts';
import { render } from '#src/platform/http/render.ts';
import { only, Routes, staff } from '#src/platform/http/routes.ts';
import type { Scope } from '#src/platform/scope.ts';
import { closeDays } from './close.rules.ts';
import { closingQuery, monthParam, runForm } from './closing.forms.ts';
import { type Closing, closingListPage, closingPage } from './closing.pages.ts';
import { closedPartners, closingMonths, closingProgress, openPartners } from './closing.queries.ts';
import { refuseOutOfOrder } from './month-order.service.ts';
import { previewClose } from './preview.service.ts';

/** Month close: preview before, progress while it runs, outcome after. */
export const closing = new Routes();

closing.get('/admin/closing', staff, async (req, res) => {
  render(res, 'billing/closing-list', closingListPage(await closingMonths(req.scope)));
});

closing.get('/admin/closing/:period', staff, async (req, res) => {
  const { page } = parseQuery(req, closingQuery);
  render(res, 'billing/closing', closingPage(await closingOf(req.scope, monthOfPath(req), page)));
});

closing.post('/admin/closing/:period', only('admin'), async (req, res) => {
  const form = readForm(req, runForm);
  if (!form.ok) throw new BadRequest();
  const month = monthOfPath(req);
  await startClose(req.scope, month, form.value.token);
  res.redirect(303, `/admin/closing/${month}`);
});

/** Before the close the partners still to be closed are worked out by the very code of the close. */
async function closingOf(scope: Scope, month: Month, page: number): Promise<Closing> {
  const progress = await closingProgress(scope, month);
  const common = { month, progress, page, token: randomUUID(), today: scope.portal.clock.today() };
  if (progress.state === 'running' || progress.state === 'done') {
    const { total, rows } = await closedPartners(scope, month, page);
    return { ...common, partners: rows, total, isPreview: false };
  }
  const { total, ids } = await openPartners(scope, month, page);
  return { ...common, partners: await previewClose(scope, month, ids), total, isPreview: true };
}

/** Marks the close as begun and queues it: the page answers at once and then shows the progress. */
async function startClose(scope: Scope, month: Month, token: string): Promise<void> {
  await command(scope, { action: 'close.start', token }, async (tx) => {
    await refuseOutOfOrder(tx, closeDays(month));
    await tx.sql(
      'close_start',
      `insert into month_closes (period, state, started_at, started_by) values ($1::date, 'running', $2::timestamptz, $3)
       on conflict (period) do update set state = 'running', finished_at = null where month_closes.state <> 'done'`,
      [closeDays(month).first, tx.now, scope.actor.name],
    );
    await tx.enqueue('close-month', { month, by: scope.actor.name }, { singletonKey: month });
    await tx.audit({ action: 'close.start', subject: `закрытие ${month}` });
  });
}

function monthOfPath(req: Request): Month {
  const parsed = monthParam.safeParse(req.params['period']);
  if (!parsed.success) throw new NotFound();
  return parsed.data;
}
