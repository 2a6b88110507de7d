import { staff } from '#src/accounts/access.rules.ts';
import { monthOf } from '#src/lib/days.ts';
import { parseQuery } from '#src/platform/http/forms.ts';
import { partOf } from '#src/platform/http/list.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import type { Scope } from '#src/platform/scope.ts';
import { orNearest, rowsAsShown } from '#src/search/nearest.queries.ts';
import { type RegisterFilter, registerList } from './register.forms.ts';
import { registerColumns, registerPage } from './register.pages.ts';
import { exportRegister, listRegister, registerMonths } from './register.queries.ts';

/** Documents of a month by rates of VAT. */
export const register = new Routes();

register.get('/admin/receivables/register', staff, async (req, res) => {
  const filter = parseQuery(req, registerList.query);
  const { months, period } = await monthOfRegister(req.scope, filter);
  const found = await orNearest(req.scope, filter, (one) => listRegister(req.scope, one, period, partOf(filter)), hasNone);
  render(res, 'receivables/register', registerPage({ ...found, months, period }, filter));
});

register.export('/admin/receivables/register', staff, async (req) => {
  const filter = parseQuery(req, registerList.exportQuery);
  const { period } = await monthOfRegister(req.scope, filter);
  const isEmpty = async (one: RegisterFilter) => hasNone(await listRegister(req.scope, one, period, { limit: 1, offset: 0 }));
  const rows = () => rowsAsShown(req.scope, filter, isEmpty, (one) => exportRegister(req.scope, one, period));
  return { name: `register-${period}`, sheet: `Реестр ${period}`, columns: registerColumns, rows };
});

const hasNone = ({ total }: { readonly total: number }): boolean => total === 0;

/** The month asked for, else the latest with documents, else the present one. */
async function monthOfRegister(scope: Scope, { period }: RegisterFilter) {
  const months = await registerMonths(scope);
  return { months, period: period ?? months[0] ?? monthOf(scope.portal.clock.today()) };
}
