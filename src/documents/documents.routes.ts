import type { Request } from 'express';
import { monthOf } from '#src/lib/days.ts';
import { NotFound } from '#src/platform/errors.ts';
import { sendArchive } from '#src/platform/http/archive.ts';
import { type ExportFormat, sendTable } from '#src/platform/http/exports.ts';
import { sendFile } from '#src/platform/http/files.ts';
import { parseQuery } from '#src/platform/http/forms.ts';
import { render } from '#src/platform/http/render.ts';
import { only, partnerPeople, Routes } from '#src/platform/http/routes.ts';
import { chargesBlock, chargesTable } from './charges.pages.ts';
import { monthByContract, monthCharges } from './charges.queries.ts';
import { archiveQuery, documentsQuery } from './documents.forms.ts';
import { documentsPage } from './documents.pages.ts';
import { documentFile, invoicesOf, monthFiles, yearsOf } from './documents.queries.ts';

/** «Документы» of a partner. */
export const documents = new Routes();

documents.get('/documents', partnerPeople, async (req, res) => {
  const filter = parseQuery(req, documentsQuery);
  const today = req.scope.portal.clock.today();
  const years = await yearsOf(req.scope);
  const year = filter.period?.slice(0, 4) ?? filter.year ?? years[0] ?? today.slice(0, 4);
  const [contracts, invoices] = await Promise.all([monthByContract(req.scope), invoicesOf(req.scope, { year, period: filter.period })]);
  const isClosed = invoices.some(({ period }) => monthOf(period) === monthOf(today));
  const charges = chargesBlock(contracts, today, isClosed);
  render(res, 'documents/list', documentsPage({ charges, invoices, years, year }, filter, today));
});

for (const format of ['csv', 'xlsx'] satisfies ExportFormat[]) {
  documents.get(`/documents.${format}`, partnerPeople, async (req, res) => {
    const month = req.scope.portal.clock.today().slice(0, 7);
    await sendTable(res, format, { name: `charges-${month}`, sheet: 'Начисления' }, chargesTable(await monthCharges(req.scope)));
  });
}

/** A month in one file: the documents of its invoices in force, a folder per invoice. */
documents.get('/documents/archive', partnerPeople, async (req, res) => {
  const { period } = parseQuery(req, archiveQuery);
  await sendArchive(res, `Документы_${period}`, monthFiles(req.scope, period));
});

documents.get('/documents/:id', only('partner_owner', 'partner_manager', 'partner_accountant', 'manager', 'admin'), async (req, res) => {
  sendFile(res, await documentFile(req.scope, idOf(req)));
});

function idOf(req: Request): number {
  const id = String(req.params['id']);
  if (!/^[1-9]\d{0,8}$/.test(id)) throw new NotFound();
  return Number(id);
}
