import { type ExportFormat, sendTable } from '#src/platform/http/exports.ts';
import { parseQuery } from '#src/platform/http/forms.ts';
import { render } from '#src/platform/http/render.ts';
import { heavy, partnerPeople, Routes } from '#src/platform/http/routes.ts';
import { exportJournal, journalPart, subscriptionTitle } from './history.queries.ts';
import { journalTable, partnerJournalPage, subscriptionJournalPage } from './journal.pages.ts';
import { journalExportQuery, journalQuery, numberIn } from './subscriptions.forms.ts';
import { viewerOf } from './viewer.ts';

/** The journal of one subscription and that of all of them. */
export const history = new Routes();

history.get('/subscriptions/:number/history', partnerPeople, async (req, res) => {
  const filter = parseQuery(req, journalQuery);
  const of = await subscriptionTitle(req.scope, numberIn(req.params));
  const found = await journalPart(req.scope, filter, of.id);
  render(res, 'subscriptions/history', subscriptionJournalPage(of, found, filter, viewerOf(req)));
});

history.get('/history', partnerPeople, async (req, res) => {
  const filter = parseQuery(req, journalQuery);
  const found = await journalPart(req.scope, filter, null);
  render(res, 'subscriptions/history', partnerJournalPage(found, filter));
});

for (const format of ['csv', 'xlsx'] satisfies ExportFormat[]) {
  history.get(`/subscriptions/:number/history.${format}`, partnerPeople, heavy, async (req, res) => {
    const filter = parseQuery(req, journalExportQuery);
    const of = await subscriptionTitle(req.scope, numberIn(req.params));
    const file = { name: `history-${of.number}`, sheet: 'Журнал подписки' };
    await sendTable(res, format, file, journalTable(exportJournal(req.scope, filter, of.id)));
  });

  history.get(`/history.${format}`, partnerPeople, heavy, async (req, res) => {
    const filter = parseQuery(req, journalExportQuery);
    const file = { name: `history-${req.scope.portal.clock.today()}`, sheet: 'Журнал' };
    await sendTable(res, format, file, journalTable(exportJournal(req.scope, filter, null)));
  });
}
