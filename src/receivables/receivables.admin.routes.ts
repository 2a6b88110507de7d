import type { Request } from 'express';
import { staff } from '#src/accounts/access.rules.ts';
import { parseQuery } from '#src/platform/http/forms.ts';
import { idIn } from '#src/platform/http/ids.ts';
import { partOf } from '#src/platform/http/list.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { orNearest } from '#src/search/nearest.queries.ts';
import { debtorPage, invoiceColumns, invoiceOfAllColumns } from './debtor.pages.ts';
import { openInvoicesOfAll, partnerDebt } from './open-invoices.queries.ts';
import {
  type AsOf,
  asOf,
  exactAsOf,
  partnerQuery,
  type ReceivablesFilter,
  receivablesFileQuery,
  receivablesQuery,
} from './receivables.forms.ts';
import { receivablesColumns, receivablesPage } from './receivables.pages.ts';
import { listReceivables } from './receivables.queries.ts';

/** What partners owe, for how long, on any day. */
export const receivables = new Routes();

const todayOf = (req: Request) => req.scope.portal.clock.today();

receivables.get('/admin/receivables', staff, async (req, res) => {
  const { on, ...query } = parseQuery(req, receivablesQuery);
  const day = asOf(on, todayOf(req));
  const filter = { ...query, on: day.past };
  const found = await orNearest(req.scope, filter, (one) => listReceivables(req.scope, one, day, partOf(filter)), hasNone);
  render(res, 'receivables/list', receivablesPage(found, filter, day, req.scope.actor.userId));
});

receivables.export('/admin/receivables', staff, (req) => {
  const { filter, day } = readFile(req);
  const find = (one: ReceivablesFilter) => listReceivables(req.scope, one, day, { limit: null, offset: 0 });
  const rows = async () => (await orNearest(req.scope, filter, find, hasNone)).rows;
  return { name: `receivables-${day.on}`, sheet: `Дебиторка на ${day.on}`, columns: receivablesColumns, rows };
});

const hasNone = ({ total }: { readonly total: number }): boolean => total === 0;

receivables.export('/admin/receivables/invoices', staff, (req) => {
  const { filter, day } = readFile(req);
  const rows = () =>
    orNearest(
      req.scope,
      filter,
      (one) => openInvoicesOfAll(req.scope, one, day),
      ({ length }) => length === 0,
    );
  return { name: `receivables-invoices-${day.on}`, sheet: `Счета на ${day.on}`, columns: invoiceOfAllColumns(day), rows };
});

function readFile(req: Request): { filter: ReceivablesFilter; day: AsOf } {
  const { on, ...query } = parseQuery(req, receivablesFileQuery);
  const day = exactAsOf(on, todayOf(req));
  return { filter: { ...query, on: day.past }, day };
}

receivables.get('/admin/receivables/:id/invoices', staff, async (req, res) => {
  const day = asOf(parseQuery(req, partnerQuery).on, todayOf(req));
  render(res, 'receivables/debtor', debtorPage(await partnerDebt(req.scope, idIn(req), day), day));
});

receivables.export('/admin/receivables/:id/invoices', staff, async (req) => {
  const day = exactAsOf(parseQuery(req, partnerQuery).on, todayOf(req));
  const { id, invoices } = await partnerDebt(req.scope, idIn(req), day);
  return { name: `debt-${id}-${day.on}`, sheet: `Счета на ${day.on}`, columns: invoiceColumns(day), rows: () => invoices };
});
