import type { Request } from 'express';
import { type ExportFormat, sendTable } from '#src/platform/http/exports.ts';
import { parseQuery } from '#src/platform/http/forms.ts';
import { render } from '#src/platform/http/render.ts';
import { partnerPeople, Routes } from '#src/platform/http/routes.ts';
import { subscriptionTable } from './exports.pages.ts';
import { listExportQuery, listQuery } from './subscriptions.forms.ts';
import { subscriptionListPage, type Viewer } from './subscriptions.pages.ts';
import { exportSubscriptions, listSubscriptions } from './subscriptions.queries.ts';

/** What a partner's people read of their subscriptions. */
export const subscriptions = new Routes();

subscriptions.get('/subscriptions', partnerPeople, async (req, res) => {
  const filter = parseQuery(req, listQuery);
  render(res, 'subscriptions/list', subscriptionListPage(await listSubscriptions(req.scope, filter), filter, viewerOf(req)));
});

for (const format of ['csv', 'xlsx'] satisfies ExportFormat[]) {
  subscriptions.get(`/subscriptions.${format}`, partnerPeople, async (req, res) => {
    const filter = parseQuery(req, listExportQuery);
    const today = req.scope.portal.clock.today();
    const table = subscriptionTable(exportSubscriptions(req.scope, filter), today);
    await sendTable(res, format, { name: `subscriptions-${today}`, sheet: 'Подписки' }, table);
  });
}

/** Who looks, from what the session already brought. */
function viewerOf(req: Request): Viewer {
}
