import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { staff } from '#src/accounts/access.rules.ts';
import { EMPTY_FORM, type FormState, parseQuery } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { partOf } from '#src/platform/http/list.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { submit } from '#src/platform/http/submit.ts';
import { orNearest, rowsAsShown } from '#src/search/nearest.queries.ts';
import { advancePage } from './advance-form.pages.ts';
import { advanceForm, advanceList } from './advances.forms.ts';
import { advanceColumns, advancesPage } from './advances.pages.ts';
import { advanceOf, exportAdvances, listAdvances } from './advances.queries.ts';
import { keepAdvanceInvoice } from './advances.service.ts';

/** Advances with VAT, and the счета-фактуры for them. */
export const advances = new Routes();

const PATH = '/admin/receivables/advances';
const todayOf = (req: Request) => req.scope.portal.clock.today();

advances.get('/admin/receivables/advances', staff, async (req, res) => {
  const filter = parseQuery(req, advanceList.query);
  const found = await orNearest(req.scope, filter, (one) => listAdvances(req.scope, one, partOf(filter)), hasNone);
  render(res, 'advances/list', advancesPage(found, filter, todayOf(req), req.scope.actor.userId));
});

advances.export('/admin/receivables/advances', staff, (req) => {
  const filter = parseQuery(req, advanceList.exportQuery);
  const isEmpty = async (one: typeof filter) => hasNone(await listAdvances(req.scope, one, { limit: 1, offset: 0 }));
  const rows = () => rowsAsShown(req.scope, filter, isEmpty, (one) => exportAdvances(req.scope, one));
  return { name: `advances-${todayOf(req)}`, sheet: 'Авансы с НДС', columns: advanceColumns(todayOf(req)), rows };
});

const hasNone = ({ total }: { readonly total: number }): boolean => total === 0;

advances.get('/admin/receivables/advances/:id', staff, (req, res) => show(req, res, EMPTY_FORM));

advances.post('/admin/receivables/advances/:id', staff, (req, res) =>
  submit(req, res, advanceForm, {
    act: (input) => keepAdvanceInvoice(req.scope, idIn(req), input),
    again: (form) => show(req, res, form),
    done: ({ number }) => ({ to: PATH, say: number ? `Счёт-фактура № ${number} записан.` : 'Счёт-фактура убран, аванс снова ждёт его.' }),
  }),
);

async function show(req: Request, res: Response, form: FormState): Promise<void> {
  const one = await advanceOf(req.scope.portal.sql, idIn(req));
  render(res, 'advances/show', advancePage(one, { ...form, token: form.values['token'] ?? randomUUID() }, todayOf(req)));
}
