import { randomUUID } from 'node:crypto';
import type { Request } from 'express';
import { partnerPeople, sellers } from '#src/accounts/access.rules.ts';
import { parseQuery } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { partOf } from '#src/platform/http/list.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { submit } from '#src/platform/http/submit.ts';
import type { Scope } from '#src/platform/scope.ts';
import { orNearest, rowsAsShown } from '#src/search/nearest.queries.ts';
import { viewerOf } from '#src/subscriptions/viewer.queries.ts';
import { customerPage } from './card.pages.ts';
import { resendCredentials } from './credentials.service.ts';
import { customerColumns } from './customer-table.ts';
import { credentialsForm, customerList } from './customers.forms.ts';
import { customersPage } from './customers.pages.ts';
import { allCustomers, customerById, listCustomers, ordersOf, subscriptionsOf, usersOf } from './customers.queries.ts';

/** The partner's customers: list, card, credentials; the forms are in `customer-forms.routes.ts`. */
export const customers = new Routes();

const shownSubscriptions = 20;
const shownOrders = 10;

customers.get('/customers', partnerPeople, async (req, res) => {
  const filter = parseQuery(req, customerList.query);
  const found = await orNearest(req.scope, filter, (one) => listCustomers(req.scope, one, partOf(filter)), hasNone);
  render(res, 'customers/list', customersPage(filter, found, canSell(req)));
});

customers.export('/customers', partnerPeople, (req) => {
  const query = parseQuery(req, customerList.exportQuery);
  const name = `customers-${req.scope.portal.clock.today()}`;
  const isEmpty = async (one: typeof query) => hasNone(await listCustomers(req.scope, one, { limit: 1, offset: 0 }));
  const rows = () => rowsAsShown(req.scope, query, isEmpty, (one) => allCustomers(req.scope, one));
  return { name, sheet: 'Заказчики', columns: customerColumns, rows };
});

const hasNone = ({ total }: { readonly total: number }): boolean => total === 0;

customers.get('/customers/:id', partnerPeople, async (req, res) => {
  const { customer, ...parts } = await cardOf(req.scope, idIn(req));
  const viewer = {
    canSell: canSell(req),
    canEditUsers: req.scope.actor.role === 'partner_owner',
    openDay: viewerOf(req).openDay,
    token: randomUUID(),
  };
  render(res, 'customers/show', customerPage(customer, parts, viewer));
});

/** @throws NotFound */
async function cardOf(scope: Scope, id: number) {
  const [customer, subscriptions, orders, users] = await Promise.all([
    customerById(scope, id),
    subscriptionsOf(scope, id, shownSubscriptions),
    ordersOf(scope, id, shownOrders),
    usersOf(scope, id),
  ]);
  return { customer, subscriptions, orders, users };
}

customers.post('/customers/:id/credentials', sellers, (req, res) =>
  submit(req, res, credentialsForm, {
    act: ({ token }) => resendCredentials(req.scope, idIn(req), token),
    done: ({ address, isLink }) => ({
      to: `/customers/${idIn(req)}`,
      say: isLink ? linkWords(address) : `Письмо с логином и новым паролем отправлено на ${address}.`,
    }),
  }),
);

const linkWords = (address: string): string =>
  `На ${address} отправлена ссылка, по которой заказчик задаст новый пароль. Прежний действует, пока он этого не сделал.`;

/** Accountants read (product rule §1). */
const canSell = ({ scope: { actor } }: Request): boolean => actor.role !== 'partner_accountant';
