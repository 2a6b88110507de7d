import { type ExportFormat, sendTable } from '#src/platform/http/exports.ts';
import { parseQuery } from '#src/platform/http/forms.ts';
import { render } from '#src/platform/http/render.ts';
import { heavy, Routes, staff } from '#src/platform/http/routes.ts';
import { journalExportQuery, journalQuery } from './journal.forms.ts';
import { journalPage, journalTable } from './journal.pages.ts';
import { exportJournal, journalEntries } from './journal.queries.ts';

/** The audit journal, for MONT's people to read. */
export const journal = new Routes();

journal.get('/admin/journal', staff, async (req, res) => {
  const view = parseQuery(req, journalQuery);
  render(res, 'admin/journal', journalPage(await journalEntries(req.scope, view), view));
});

for (const format of ['csv', 'xlsx'] satisfies ExportFormat[]) {
  journal.get(`/admin/journal.${format}`, staff, heavy, async (req, res) => {
    const table = journalTable(exportJournal(req.scope, parseQuery(req, journalExportQuery)));
    await sendTable(res, format, { name: `journal-${req.scope.portal.clock.today()}`, sheet: 'Журнал' }, table);
  });
}
