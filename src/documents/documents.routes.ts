import { z } from 'zod';
import { isMonth } from '#src/lib/days.ts';
import { type ExportFormat, sendTable } from '#src/platform/http/exports.ts';
import { parseQuery } from '#src/platform/http/forms.ts';
import { render } from '#src/platform/http/render.ts';
import { partnerPeople, Routes } from '#src/platform/http/routes.ts';
import { monthByContract, monthCharges } from './charges.queries.ts';
import { chargesTable, documentsPage } from './documents.pages.ts';

/** «Документы» of a partner. */
export const documents = new Routes();

/** `/documents?period=2026-11`; nothing is issued before the close of a month, so this month stands for every one. */
const query = z.strictObject({ period: z.string().refine(isMonth).optional().catch(undefined) });

documents.get('/documents', partnerPeople, async (req, res) => {
  parseQuery(req, query);
  render(res, 'documents/list', documentsPage(await monthByContract(req.scope), req.scope.portal.clock.today()));
});

for (const format of ['csv', 'xlsx'] satisfies ExportFormat[]) {
  documents.get(`/documents.${format}`, partnerPeople, async (req, res) => {
    const month = req.scope.portal.clock.today().slice(0, 7);
    await sendTable(res, format, { name: `charges-${month}`, sheet: 'Начисления' }, chargesTable(await monthCharges(req.scope)));
  });
}
