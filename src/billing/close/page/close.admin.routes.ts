import { randomUUID } from 'node:crypto';
import type { Request } from 'express';
import { only, staff } from '#src/accounts/access.rules.ts';
import { closeDays } from '#src/billing/close/close.rules.ts';
import { askForOutlook } from '#src/billing/close/close-outlook.service.ts';
import { outOfOrder } from '#src/billing/close/month-order.service.ts';
import type { Month } from '#src/lib/days.ts';
import { NotFound } from '#src/platform/errors.ts';
import { parseQuery } from '#src/platform/http/forms.ts';
import { partOf } from '#src/platform/http/list.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { submit } from '#src/platform/http/submit.ts';
import { type CloseFilter, closeList, monthParam, runForm } from './close.forms.ts';
import { type CloseFacts, closePage } from './close.pages.ts';
import { type CloseProgress, closedPartners, closeMonths, closeProgress, exportClosed } from './close.queries.ts';
import { closeListColumns, closeListPage } from './close-months.pages.ts';
import { closePreview, exportPreview } from './close-preview.queries.ts';
import { startPage } from './close-start.pages.ts';
import { closeColumns } from './close-table.pages.ts';
import { startClose } from './start.service.ts';

/** Month close: preview before, progress while it runs, outcome after. */
export const closePages = new Routes();

closePages.get('/admin/closing', staff, async (req, res) => {
  render(res, 'billing/close-list', closeListPage(await closeMonths(req.scope)));
});

closePages.export('/admin/closing', staff, ({ scope }) => ({
  name: 'closing',
  sheet: 'Закрытие месяца',
  columns: closeListColumns,
  rows: () => closeMonths(scope),
}));

closePages.export('/admin/closing/:period', staff, async (req) => {
  const month = monthOfPath(req);
  const filter = parseQuery(req, closeList.exportQuery);
  const isAhead = isForeseen(await closeProgress(req.scope, month), filter);
  const rows = () => (isAhead ? exportPreview(req.scope, month, filter) : exportClosed(req.scope, month, filter));
  return { name: `closing-${month}`, sheet: isAhead ? 'Предварительно' : 'Итоги', columns: closeColumns, rows };
});

closePages.get('/admin/closing/:period', staff, async (req, res) => {
  render(res, 'billing/close', closePage(await closeOf(req, parseQuery(req, closeList.query))));
});

/** What the close will do, to be confirmed; in the dialog of the month's page where there is script. */
closePages.get('/admin/closing/:period/start', only('admin'), async (req, res) => {
  const found = await closeOf(req, closeList.query.parse({}));
  const { start } = closePage(found);
  if (!start || !found.totals) return res.redirect(303, `/admin/closing/${found.month}`); // where it says why there is nothing to start
  render(res, 'billing/start', startPage({ ...found, totals: found.totals, label: start.button.label }));
});

closePages.post('/admin/closing/:period', only('admin'), (req, res) => {
  const month = monthOfPath(req);
  return submit(req, res, runForm, {
    act: ({ token }) => startClose(req.scope, month, token),
    done: () => `/admin/closing/${month}`,
  });
});

/** The outlook of very many partners is made by a job; the page says so until it is there. */
closePages.post('/admin/closing/:period/outlook', staff, (req, res) => {
  const month = monthOfPath(req);
  return submit(req, res, runForm, {
    act: ({ token }) => askForOutlook(req.scope, month, token),
    done: () => `/admin/closing/${month}`,
  });
});

/** Before the close the partners still to be closed are worked out as the close would; nothing is written or locked. */
async function closeOf({ scope, params, user }: Request, filter: CloseFilter & { page: number }): Promise<CloseFacts> {
  const month = monthOfPath({ params });
  const progress = await closeProgress(scope, month);
  const found = isForeseen(progress, filter)
    ? await closePreview(scope, month, filter, partOf(filter))
    : await outcome(scope, month, filter);
  const order = { sql: scope.portal.sql, today: scope.portal.clock.today() };
  const common = { month, progress, filter, token: randomUUID(), outOfOrder: await outOfOrder(order, closeDays(month)) };
  return { ...found, ...common, mayStart: user?.role === 'admin' };
}

async function outcome(scope: Request['scope'], month: Month, filter: CloseFilter & { page: number }) {
  const { total, rows } = await closedPartners(scope, month, filter, partOf(filter));
  return { totals: null, total, rows };
}

const isForeseen = ({ state }: CloseProgress, { tab }: CloseFilter): boolean => state === null || (state === 'partial' && tab === 'open');

export function monthOfPath({ params }: Pick<Request, 'params'>): Month {
  const parsed = monthParam.safeParse(params['period']);
  if (!parsed.success) throw new NotFound();
  return parsed.data;
}
