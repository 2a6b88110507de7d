import { partnerPeople } from '#src/accounts/access.rules.ts';
import { parseQuery } from '#src/platform/http/forms.ts';
import { partOf } from '#src/platform/http/list.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { numberIn } from '#src/subscriptions/number.parts.ts';
import { historyExportQuery, historyQuery } from '#src/subscriptions/subscriptions.forms.ts';
import { viewerOf } from '#src/subscriptions/viewer.queries.ts';
import { historyColumns, partnerHistoryPage, subscriptionHistoryPage } from './history.pages.ts';
import { exportHistory, historyPart, subscriptionTitle } from './history.queries.ts';

/** The history of one subscription and that of all of them. */
export const history = new Routes();

history.get('/subscriptions/:number/history', partnerPeople, async (req, res) => {
  const filter = parseQuery(req, historyQuery);
  const of = await subscriptionTitle(req.scope, numberIn(req.params));
  const found = await historyPart(req.scope, filter, partOf(filter), of.id);
  render(res, 'subscriptions/history', subscriptionHistoryPage(of, found, filter, viewerOf(req)));
});

history.get('/history', partnerPeople, async (req, res) => {
  const filter = parseQuery(req, historyQuery);
  const found = await historyPart(req.scope, filter, partOf(filter), null);
  render(res, 'subscriptions/history', partnerHistoryPage(found, filter));
});

history.export('/subscriptions/:number/history', partnerPeople, async (req) => {
  const filter = parseQuery(req, historyExportQuery);
  const of = await subscriptionTitle(req.scope, numberIn(req.params));
  const file = { name: `history-${of.number}`, sheet: 'Журнал подписки' };
  return { ...file, columns: historyColumns, rows: () => exportHistory(req.scope, filter, of.id) };
});

history.export('/history', partnerPeople, (req) => {
  const filter = parseQuery(req, historyExportQuery);
  const file = { name: `history-${req.scope.portal.clock.today()}`, sheet: 'Журнал' };
  return { ...file, columns: historyColumns, rows: () => exportHistory(req.scope, filter, null) };
});
