import { partnerPeople } from '#src/accounts/access.rules.ts';
import { parseQuery } from '#src/platform/http/forms.ts';
import { partOf } from '#src/platform/http/list.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { numberIn } from '#src/subscriptions/number.parts.ts';
import { journalExportQuery, journalQuery } from '#src/subscriptions/subscriptions.forms.ts';
import { viewerOf } from '#src/subscriptions/viewer.queries.ts';
import { journalColumns, partnerJournalPage, subscriptionJournalPage } from './history.pages.ts';
import { exportJournal, journalPart, subscriptionTitle } from './history.queries.ts';

/** The journal of one subscription and that of all of them. */
export const history = new Routes();

history.get('/subscriptions/:number/history', partnerPeople, async (req, res) => {
  const filter = parseQuery(req, journalQuery);
  const of = await subscriptionTitle(req.scope, numberIn(req.params));
  const found = await journalPart(req.scope, filter, partOf(filter), of.id);
  render(res, 'subscriptions/history', subscriptionJournalPage(of, found, filter, viewerOf(req)));
});

history.get('/history', partnerPeople, async (req, res) => {
  const filter = parseQuery(req, journalQuery);
  const found = await journalPart(req.scope, filter, partOf(filter), null);
  render(res, 'subscriptions/history', partnerJournalPage(found, filter));
});

history.export('/subscriptions/:number/history', partnerPeople, async (req) => {
  const filter = parseQuery(req, journalExportQuery);
  const of = await subscriptionTitle(req.scope, numberIn(req.params));
  const file = { name: `history-${of.number}`, sheet: 'Журнал подписки' };
  return { ...file, columns: journalColumns, rows: () => exportJournal(req.scope, filter, of.id) };
});

history.export('/history', partnerPeople, (req) => {
  const filter = parseQuery(req, journalExportQuery);
  const file = { name: `history-${req.scope.portal.clock.today()}`, sheet: 'Журнал' };
  return { ...file, columns: journalColumns, rows: () => exportJournal(req.scope, filter, null) };
});
