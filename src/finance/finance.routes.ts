import { bookkeepers, mayUse, partnerPeople } from '#src/accounts/access.rules.ts';
import { monthOf } from '#src/lib/days.ts';
import { Forbidden } from '#src/platform/errors.ts';
import { parseQuery } from '#src/platform/http/forms.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { worksFrom } from '#src/subscriptions/service/period.rules.ts';
import { bridgeColumns } from './bridge.pages.ts';
import { bridgeRows } from './bridge.queries.ts';
import { financeQuery, readWhatIf } from './finance.forms.ts';
import { financePage } from './finance.pages.ts';
import { finance } from './finance.queries.ts';

/** The partner's limit, debt, «почему заблокировано» and forecast (product rule §9). */
export const finances = new Routes();

finances.get('/finance', partnerPeople, async (req, res) => {
  const partner = req.user?.partner;
  if (!partner) throw new Forbidden();
  const query = parseQuery(req, financeQuery);
  const whatIf = readWhatIf(query);
  const page = financePage(await finance(req.scope, partner.openFrom), partner, query, whatIf, mayUse(bookkeepers, req.user));
  render(whatIf.kind === 'faulty' ? res.status(422) : res, 'finance/show', page);
});

/** «Почему сумма изменилась» subscription by subscription. */
finances.export('/finance/changes', partnerPeople, ({ scope, user }) => {
  const openDay = worksFrom({ today: scope.portal.clock.today(), openFrom: user?.partner?.openFrom ?? null });
  const file = { name: `changes-${monthOf(openDay)}`, sheet: 'Почему изменилась сумма' };
  return { ...file, columns: bridgeColumns(openDay), rows: () => bridgeRows(scope, openDay) };
});
