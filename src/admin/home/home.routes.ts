import { staff } from '#src/accounts/access.rules.ts';
import { advancesDue } from '#src/advances/advances.queries.ts';
import { staleData } from '#src/exchange/data-age.queries.ts';
import { exchangeWork } from '#src/exchange/waiting.queries.ts';
import { parseQuery } from '#src/platform/http/forms.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { promisesToSee } from '#src/promises/promise-list.queries.ts';
import { debtsNow } from '#src/receivables/debts-now.queries.ts';
import { calendarGaps } from '#src/workdays/calendar-gaps.queries.ts';
import { homeQuery } from './home.forms.ts';
import { homePage } from './home.pages.ts';
import { attention, FEW } from './home.queries.ts';

/** The first page of MONT's people. */
export const home = new Routes();

home.get('/admin', staff, async (req, res) => {
  const isAdmin = req.scope.actor.role === 'admin';
  const isMine = parseQuery(req, homeQuery).whose === 'mine';
  const { portal } = req.scope;
  const today = portal.clock.today();
  const whose = isMine ? req.scope.actor.userId : null;
  const [found, jobs, gaps, debts, advances, promises, stale, exchange] = await Promise.all([
    attention(req.scope, isMine),
    isAdmin ? portal.jobs.failed() : [],
    calendarGaps(portal.sql, today),
    debtsNow(req.scope, whose),
    advancesDue(req.scope, whose),
    promisesToSee(portal.sql, today),
    staleData(portal),
    exchangeWork(portal, FEW),
  ]);
  render(res, 'admin/home', homePage(found, jobs, { gaps, stale, exchange }, { ...debts, advances, whose, promises, today }));
});
