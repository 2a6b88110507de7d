import { bookkeepers } from '#src/accounts/access.rules.ts';
import { partnerOf } from '#src/accounts/actor.rules.ts';
import { advancesUnder, prepayments } from '#src/payments/payments.queries.ts';
import { parseQuery } from '#src/platform/http/forms.ts';
import { partOf } from '#src/platform/http/list.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { orNearest, rowsAsShown } from '#src/search/nearest.queries.ts';
import { ownPaymentExportQuery, ownPaymentQuery } from './own-payments.forms.ts';
import { ownPaymentColumns, ownPaymentsPage } from './own-payments.pages.ts';
import { allOwnPayments, ownPayments } from './own-payments.queries.ts';

/** «Оплаты» of the partner: what came, what each settled, what is left in advance. */
export const paymentsOfPartner = new Routes();

paymentsOfPartner.get('/payments', bookkeepers, async (req, res) => {
  const view = parseQuery(req, ownPaymentQuery);
  const { sql } = req.scope.portal;
  const partnerId = partnerOf(req.scope);
  const [found, advances, unused] = await Promise.all([
    orNearest(req.scope, view, (one) => ownPayments(req.scope, one, partOf(view)), hasNone),
    advancesUnder(sql, partnerId),
    prepayments(sql, partnerId),
  ]);
  render(res, 'payments/own', ownPaymentsPage(found, { advances, unused }, view));
});

paymentsOfPartner.export('/payments', bookkeepers, (req) => {
  const filter = parseQuery(req, ownPaymentExportQuery);
  const isEmpty = async (one: typeof filter) => hasNone(await ownPayments(req.scope, one, { limit: 1, offset: 0 }));
  const rows = () => rowsAsShown(req.scope, filter, isEmpty, (one) => allOwnPayments(req.scope, one));
  return { name: `payments-${req.scope.portal.clock.today()}`, sheet: 'Оплаты', columns: ownPaymentColumns, rows };
});

const hasNone = ({ total }: { readonly total: number }): boolean => total === 0;
