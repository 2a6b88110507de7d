import type { Request } from 'express';
import { partnerPeople, sellers } from '#src/accounts/access.rules.ts';
import { NotFound } from '#src/platform/errors.ts';
import { parseQuery } from '#src/platform/http/forms.ts';
import { partOf } from '#src/platform/http/list.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { submit } from '#src/platform/http/submit.ts';
import { orNearest, rowsAsShown } from '#src/search/nearest.queries.ts';
import { orderListPage } from './list/order-list.pages.ts';
import { orderColumns } from './list/order-table.pages.ts';
import { placedPage } from './new/placed.pages.ts';
import { cancellationForm, orderList, orderQuery } from './orders.forms.ts';
import { cancellationPage, managerOf, orderPage } from './orders.pages.ts';
import { lettersOfPlacing, listOrders, type OrderList, orderByNumber, orderRows } from './orders.queries.ts';
import { cancelOrder } from './orders.service.ts';

/** The orders of a partner: everyone of it reads them, those who sell decide. */
export const orders = new Routes();

orders.get('/orders', partnerPeople, async (req, res) => {
  const query = parseQuery(req, orderList.query);
  const list = await orNearest(req.scope, query, (one) => listOrders(req.scope, one, partOf(query)), hasNone);
  render(res, 'orders/list', orderListPage(list, query, req.user?.partner ?? null));
});

orders.export('/orders', partnerPeople, (req) => {
  const query = parseQuery(req, orderList.exportQuery);
  const isEmpty = async (one: typeof query) => hasNone(await listOrders(req.scope, one, { limit: 1, offset: 0 }));
  const rows = () => rowsAsShown(req.scope, query, isEmpty, (one) => orderRows(req.scope, one, { limit: null, offset: 0 }));
  return { name: 'orders', sheet: 'Заказы', columns: orderColumns, rows };
});

const hasNone = ({ counts }: Pick<OrderList, 'counts'>): boolean => Object.values(counts).every((count) => count === 0);

orders.get('/orders/:number', partnerPeople, async (req, res) => {
  const { placed } = parseQuery(req, orderQuery);
  const order = await orderByNumber(req.scope, numberIn(req));
  if (placed) return render(res, 'orders/placed', placedPage(order, await lettersOfPlacing(req.scope, order), req.user));
  render(res, 'orders/show', orderPage(order, managerOf(req.user), req.scope.actor.role !== 'partner_accountant'));
});

orders.get('/orders/:number/cancellation', sellers, async (req, res) => {
  const order = await orderByNumber(req.scope, numberIn(req));
  if (order.status !== 'held') return res.redirect(303, `/orders/${order.number}`);
  render(res, 'orders/cancellation', cancellationPage(order));
});

orders.post('/orders/:number/cancellation', sellers, (req, res) =>
  submit(req, res, cancellationForm, {
    act: () => cancelOrder(req.scope, numberIn(req)),
    done: ({ number }) => ({ to: `/orders/${number}`, say: `Заказ ${number} отменён.` }),
  }),
);

/** The order's number in the address. @throws NotFound for what can't be one. */
function numberIn(req: Request): string {
  const number = String(req.params['number']);
  if (!/^O-\d{1,12}$/.test(number)) throw new NotFound();
  return number;
}
