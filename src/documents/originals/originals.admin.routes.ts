import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { staff } from '#src/accounts/access.rules.ts';
import { correctInvoice } from '#src/billing/correction.service.ts';
import { staffInvoiceColumns } from '#src/documents/list/invoice-table.pages.ts';
import { count } from '#src/lib/russian.ts';
import { flash } from '#src/platform/http/flash.ts';
import { EMPTY_FORM, type FormState, parseQuery } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { partOf, ShownList } from '#src/platform/http/list.ts';
import { addressOf } from '#src/platform/http/lists.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { submit } from '#src/platform/http/submit.ts';
import { orNearest, rowsAsShown } from '#src/search/nearest.queries.ts';
import { correctionForm, originalList, readMove } from './originals.forms.ts';
import { correctionPage, originalsPage } from './originals.pages.ts';
import { exportInvoices, invoicedMonths, invoiceForStaff, invoicesOfAll } from './originals.queries.ts';
import { moveOriginals } from './originals.service.ts';

/** Documents of all partners, for MONT's people: where the originals are, and corrections. */
export const originals = new Routes();

originals.get('/admin/documents', staff, async (req, res) => {
  const filter = parseQuery(req, originalList.query);
  const find = orNearest(req.scope, filter, (one) => invoicesOfAll(req.scope, one, partOf(filter)), hasNone);
  const [found, months] = await Promise.all([find, invoicedMonths(req.scope)]);
  render(res, 'documents/originals', originalsPage({ ...found, months }, filter, req.scope.portal.clock.today()));
});

originals.export('/admin/documents', staff, (req) => {
  const filter = parseQuery(req, originalList.exportQuery);
  const today = req.scope.portal.clock.today();
  const isEmpty = async (one: typeof filter) => hasNone(await invoicesOfAll(req.scope, one, { limit: 1, offset: 0 }));
  const rows = () => rowsAsShown(req.scope, filter, isEmpty, (one) => exportInvoices(req.scope, one));
  return { name: `documents-${today}`, sheet: 'Счета', columns: staffInvoiceColumns(today), rows };
});

const hasNone = ({ total }: { readonly total: number }): boolean => total === 0;

originals.post('/admin/documents', staff, async (req, res) => {
  const { state, invoice } = readMove(req);
  const filter = parseQuery(req, originalList.query);
  const { moved } = await moveOriginals(req.scope, invoice, state);
  if (invoice.length === 0) flash(res, 'warn', 'Отметьте счета, оригиналы которых переданы.');
  else flash(res, 'ok', `Состояние изменено: ${count(moved, 'счёт', 'счёта', 'счетов')}.`);
  res.redirect(303, new ShownList(originalList, '/admin/documents', filter).here());
});

originals.get('/admin/documents/:id/correction', staff, (req, res) => showCorrection(req, res, EMPTY_FORM));

originals.post('/admin/documents/:id/correction', staff, (req, res) =>
  submit(req, res, correctionForm, {
    act: ({ reason, token }) => correctInvoice(req.scope, idIn(req), reason, token),
    again: (form) => showCorrection(req, res, form),
    done: ({ number }) => ({ to: addressOf('/admin/documents', { q: number }), say: `Выпущен счёт № ${number}. Документы готовятся.` }),
  }),
);

/** The form; an invoice cancelled before is shown with what replaced it. @throws NotFound */
async function showCorrection(req: Request, res: Response, form: FormState): Promise<void> {
  const row = await invoiceForStaff(req.scope, idIn(req));
  if (row.status !== 'cancelled')
    return render(res, 'documents/correction', correctionPage(row, { ...form, token: form.values['token'] ?? randomUUID() }));
  flash(res, 'info', `Счёт № ${row.number} уже аннулирован.`);
  res.redirect(303, addressOf('/admin/documents', { q: row.number }));
}
