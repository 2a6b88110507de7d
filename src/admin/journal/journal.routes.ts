import { staff } from '#src/accounts/access.rules.ts';
import { parseQuery } from '#src/platform/http/forms.ts';
import { partOf } from '#src/platform/http/list.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { journalExportQuery, journalQuery } from './journal.forms.ts';
import { journalColumns, journalPage } from './journal.pages.ts';
import { exportJournal, journalEntries } from './journal.queries.ts';

/** The audit journal, for MONT's people to read. */
export const journal = new Routes();

journal.get('/admin/journal', staff, async (req, res) => {
  const view = parseQuery(req, journalQuery);
  render(res, 'admin/journal', journalPage(await journalEntries(req.scope, view, partOf(view)), view));
});

journal.export('/admin/journal', staff, (req) => {
  const query = parseQuery(req, journalExportQuery);
  const name = `journal-${req.scope.portal.clock.today()}`;
  return { name, sheet: 'Журнал', columns: journalColumns, rows: () => exportJournal(req.scope, query) };
});
