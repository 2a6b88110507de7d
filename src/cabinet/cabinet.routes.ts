import { partnerPeople } from '#src/accounts/access.rules.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { ANY_EVENT, history } from '#src/subscriptions/history/history.queries.ts';
import { viewerOf } from '#src/subscriptions/viewer.queries.ts';
import { cabinetPage } from './cabinet.pages.ts';
import { overview } from './cabinet.queries.ts';

const RECENT_EVENTS = 5;

/** «Личный кабинет» of a partner. */
export const cabinet = new Routes();

cabinet.get('/cabinet', partnerPeople, async (req, res) => {
  const { partner, today, openDay } = viewerOf(req);
  const [seen, events] = await Promise.all([
    overview(req.scope, openDay),
    history(req.scope, ANY_EVENT, { limit: RECENT_EVENTS, offset: 0 }, null),
  ]);
  render(res, 'cabinet/show', cabinetPage(seen, events, partner, today));
});
