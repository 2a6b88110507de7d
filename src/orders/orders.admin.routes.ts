import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { inParts } from '#src/lib/table.ts';
import { Conflict } from '#src/platform/errors.ts';
import { flash } from '#src/platform/http/flash.ts';
import { EMPTY_FORM, type FormState, parseQuery, readForm } from '#src/platform/http/forms.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes, staff } from '#src/platform/http/routes.ts';
import { canDecide } from './orders.rules.ts';
import { rejectOrder, releaseInSpite } from './release.service.ts';
import { staffOrderPage } from './staff-order.pages.ts';
import { rejectionForm, releaseForm, staffOrdersExportQuery, staffOrdersQuery } from './staff-orders.forms.ts';
import { staffOrderColumns, staffOrdersPage } from './staff-orders.pages.ts';
import { PAGE_SIZE, staffOrder, staffOrderCounts, staffOrders } from './staff-orders.queries.ts';
import { whatWillRun } from './what-runs.queries.ts';

/** Orders of all partners, for MONT's people: held ones are released or rejected here (product rule §7). */
export const ordersOfAll = new Routes();

ordersOfAll.get('/admin/orders', staff, async (req, res) => {
  const filter = parseQuery(req, staffOrdersQuery);
  const page = { size: PAGE_SIZE, offset: (filter.page - 1) * PAGE_SIZE };
  const [rows, counts] = await Promise.all([staffOrders(req.scope, filter, page), staffOrderCounts(req.scope, filter)]);
  render(res, 'orders/staff-list', staffOrdersPage(rows, counts, filter));
});

ordersOfAll.export('/admin/orders', staff, (req) => {
  const query = parseQuery(req, staffOrdersExportQuery);
  const name = `orders-${req.scope.portal.clock.today()}`;
  const rows = () => inParts((part) => staffOrders(req.scope, query, part));
  return { name, sheet: 'Заказы', columns: staffOrderColumns, rows };
});

ordersOfAll.get('/admin/orders/:number', staff, (req, res) => showOrder(req, res));

ordersOfAll.post('/admin/orders/:number/release', staff, async (req, res) => {
  const { number } = await staffOrder(req.scope, String(req.params['number']));
  const form = readForm(req, releaseForm);
  if (!form.ok) return showOrder(req, res.status(422), form);
  const refusal = await releaseInSpite(req.scope, number, form.value.comment, form.value.token).then(() => null, refusalOf);
  if (refusal) return showOrder(req, res.status(409), EMPTY_FORM, refusal);
  flash(res, 'ok', `Заказ ${number} выполнен.`);
  res.redirect(303, `/admin/orders/${number}`);
});

ordersOfAll.post('/admin/orders/:number/rejection', staff, async (req, res) => {
  const { number } = await staffOrder(req.scope, String(req.params['number']));
  const form = readForm(req, rejectionForm);
  if (!form.ok) return showOrder(req, res.status(422), form);
  const refusal = await rejectOrder(req.scope, number, form.value.reason, form.value.token).then(() => null, refusalOf);
  if (refusal) return showOrder(req, res.status(409), EMPTY_FORM, refusal);
  flash(res, 'ok', `Заказ ${number} отклонён, партнёру уйдёт письмо с причиной.`);
  res.redirect(303, `/admin/orders/${number}`);
});

/** Decided meanwhile, or the partner is blocked: what stands in the way, for the order's own page; any other error goes on. */
function refusalOf(error: unknown): string {
  if (error instanceof Conflict) return error.message;
  throw error;
}

/** The order as it is now, with what releasing it would do; what refused an act, with the way to remove it beside it. */
async function showOrder(req: Request, res: Response, form: FormState = EMPTY_FORM, refusal: string | null = null): Promise<void> {
  const order = await staffOrder(req.scope, String(req.params['number']));
  const mayRelease = canDecide(order.status) && !order.hold;
  const outlook = mayRelease ? await whatWillRun(req.scope, order.partnerId, { released: order.number }) : null;
  render(res, 'orders/staff-show', staffOrderPage({ order, outlook, token: randomUUID() }, form, refusal));
}
