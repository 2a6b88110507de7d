import { bookkeepers, mayUse, only, partnerPeople } from '#src/accounts/access.rules.ts';
import { sendArchive } from '#src/platform/http/archive.ts';
import { sendFile } from '#src/platform/http/files.ts';
import { parseQuery } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { render } from '#src/platform/http/render.ts';
import { heavy, Routes } from '#src/platform/http/routes.ts';
import { subscriptionTitle } from '#src/subscriptions/history/history.queries.ts';
import { numberIn } from '#src/subscriptions/number.parts.ts';
import { viewerOf } from '#src/subscriptions/viewer.queries.ts';
import { chargesBlock, chargesColumns } from './charges.pages.ts';
import { monthByContract, monthCharges } from './charges.queries.ts';
import { archiveQuery, documentsQuery, yearShown } from './documents.forms.ts';
import { documentsPage, inState } from './documents.pages.ts';
import { documentFile, invoiceCounts, invoicesOf, monthFiles } from './documents.queries.ts';
import { invoiceColumns } from './invoice-table.pages.ts';
import { subscriptionDocumentsPage } from './subscription-documents.pages.ts';
import { invoicesOfSubscription } from './subscription-documents.queries.ts';

/** «Документы» of a partner. */
export const documents = new Routes();

documents.get('/documents', partnerPeople, async (req, res) => {
  const filter = parseQuery(req, documentsQuery);
  const { clock } = req.scope.portal;
  const today = clock.today();
  const counts = await invoiceCounts(req.scope);
  const year = yearShown(filter, counts.years, today);
  const [contracts, invoices] = await Promise.all([monthByContract(req.scope), invoicesOf(req.scope, { year, period: filter.period })]);
  const isClosed = (req.user?.partner?.openFrom ?? today) > today;
  const charges = chargesBlock(contracts, today, isClosed);
  render(
    res,
    'documents/list',
    documentsPage({ charges, invoices, counts, year }, filter, today, clock.now(), mayUse(bookkeepers, req.user)),
  );
});

documents.export('/documents', partnerPeople, async (req) => {
  const filter = parseQuery(req, documentsQuery);
  const today = req.scope.portal.clock.today();
  const year = yearShown(filter, (await invoiceCounts(req.scope)).years, today);
  const rows = async () => inState(await invoicesOf(req.scope, { year, period: filter.period }), filter, today);
  return { name: `invoices-${filter.period ?? year ?? 'all'}`, sheet: 'Счета', columns: invoiceColumns(today), rows };
});

/** What the invoices of this month will be made of, a row per service period. */
documents.export('/documents/charges', partnerPeople, ({ scope }) => {
  const name = `charges-${scope.portal.clock.today().slice(0, 7)}`;
  return { name, sheet: 'Начисления', columns: chargesColumns, rows: () => monthCharges(scope) };
});

/** The tab «Документы» of a subscription. */
documents.get('/subscriptions/:number/documents', partnerPeople, async (req, res) => {
  const of = await subscriptionTitle(req.scope, numberIn(req.params));
  render(res, 'documents/subscription', subscriptionDocumentsPage(of, await invoicesOfSubscription(req.scope, of.id), viewerOf(req)));
});

/** A month in one file: the documents of its invoices in force, a folder per invoice. */
documents.get('/documents/archive', partnerPeople, heavy, async (req, res) => {
  const { period } = parseQuery(req, archiveQuery);
  await sendArchive(res, `Документы_${period}`, monthFiles(req.scope, period));
});

documents.get('/documents/:id', only('partner_owner', 'partner_manager', 'partner_accountant', 'manager', 'admin'), async (req, res) => {
  sendFile(res, await documentFile(req.scope, idIn(req)));
});
