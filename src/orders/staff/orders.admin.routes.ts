import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { staff } from '#src/accounts/access.rules.ts';
import { rejectOrder, releaseInSpite } from '#src/orders/held/release.service.ts';
import { whatWillRun } from '#src/orders/held/what-runs.queries.ts';
import { canDecide } from '#src/orders/orders.rules.ts';
import { type FormState, parseQuery } from '#src/platform/http/forms.ts';
import { partOf } from '#src/platform/http/list.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { submit } from '#src/platform/http/submit.ts';
import { orNearest, rowsAsShown } from '#src/search/nearest.queries.ts';
import { staffOrderPage } from './staff-order.pages.ts';
import { rejectionForm, releaseForm, staffOrderList } from './staff-orders.forms.ts';
import { staffOrderColumns, staffOrdersPage } from './staff-orders.pages.ts';
import { exportStaffOrders, staffOrder, staffOrderCounts, staffOrders } from './staff-orders.queries.ts';

/** Orders of all partners, for MONT's people: held ones are released or rejected here (product rule §7). */
export const ordersOfAll = new Routes();

ordersOfAll.get('/admin/orders', staff, async (req, res) => {
  const filter = parseQuery(req, staffOrderList.query);
  const find = (one: typeof filter) => Promise.all([staffOrders(req.scope, one, partOf(filter)), staffOrderCounts(req.scope, one)]);
  const [rows, counts] = await orNearest(req.scope, filter, find, ([, { total }]) => total === 0);
  render(res, 'orders/staff-list', staffOrdersPage(rows, counts, filter));
});

ordersOfAll.export('/admin/orders', staff, (req) => {
  const query = parseQuery(req, staffOrderList.exportQuery);
  const name = `orders-${req.scope.portal.clock.today()}`;
  const isEmpty = async (one: typeof query) => (await staffOrderCounts(req.scope, one)).total === 0;
  const rows = () => rowsAsShown(req.scope, query, isEmpty, (one) => exportStaffOrders(req.scope, one));
  return { name, sheet: 'Заказы', columns: staffOrderColumns, rows };
});

ordersOfAll.get('/admin/orders/:number', staff, (req, res) => showOrder(req, res));

ordersOfAll.post('/admin/orders/:number/release', staff, (req, res) =>
  submit(req, res, releaseForm, {
    act: ({ comment, token }) => releaseInSpite(req.scope, numberOf(req), comment, token),
    again: (form) => showOrder(req, res, form),
    done: () => ({ to: `/admin/orders/${numberOf(req)}`, say: `Заказ ${numberOf(req)} выполнен.` }),
  }),
);

ordersOfAll.post('/admin/orders/:number/rejection', staff, (req, res) =>
  submit(req, res, rejectionForm, {
    act: ({ reason, token }) => rejectOrder(req.scope, numberOf(req), reason, token),
    again: (form) => showOrder(req, res, form),
    done: () => ({ to: `/admin/orders/${numberOf(req)}`, say: `Заказ ${numberOf(req)} отклонён, партнёру уйдёт письмо с причиной.` }),
  }),
);

const numberOf = ({ params }: Request): string => String(params['number']);

/** The order as it is now, with what releasing it would do. */
async function showOrder(req: Request, res: Response, form?: FormState): Promise<void> {
  const order = await staffOrder(req.scope, numberOf(req));
  const mayRelease = canDecide(order.status) && !order.hold;
  const outlook = mayRelease ? await whatWillRun(req.scope, order.partnerId, { released: order.number }) : null;
  render(res, 'orders/staff-show', staffOrderPage({ order, outlook, token: randomUUID() }, form));
}
