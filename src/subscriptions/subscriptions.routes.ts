import { partnerPeople } from '#src/accounts/access.rules.ts';
import { parseQuery } from '#src/platform/http/forms.ts';
import { partOf } from '#src/platform/http/list.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { orNearest, rowsAsShown } from '#src/search/nearest.queries.ts';
import { RECENT_EVENTS, subscriptionPage } from './card/card.pages.ts';
import { type Card, subscriptionCard } from './card/card.queries.ts';
import { ANY_EVENT, history } from './history/history.queries.ts';
import { subscriptionColumns } from './list/exports.pages.ts';
import { subscriptionListPage } from './list/subscriptions.pages.ts';
import { exportSubscriptions, listSubscriptions } from './list/subscriptions.queries.ts';
import { isOpen } from './manage/actions.rules.ts';
import { managedBy } from './manage/managed.queries.ts';
import { stopDialog } from './manage/stop-dialog.parts.ts';
import { numberIn } from './number.parts.ts';
import { subscriptionList } from './subscriptions.forms.ts';
import { type Viewer, viewerOf } from './viewer.queries.ts';

/** What a partner's people read of their subscriptions. */
export const subscriptions = new Routes();

subscriptions.get('/subscriptions', partnerPeople, async (req, res) => {
  const filter = parseQuery(req, subscriptionList.query);
  const viewer = viewerOf(req);
  const part = partOf(filter);
  const list = await orNearest(req.scope, filter, (one) => listSubscriptions(req.scope, one, part, viewer.openDay), hasNone);
  render(res, 'subscriptions/list', subscriptionListPage(list, filter, viewer));
});

subscriptions.export('/subscriptions', partnerPeople, (req) => {
  const filter = parseQuery(req, subscriptionList.exportQuery);
  const { today, openDay } = viewerOf(req);
  const isEmpty = async (one: typeof filter) => hasNone(await listSubscriptions(req.scope, one, { limit: 1, offset: 0 }, openDay));
  const rows = () => rowsAsShown(req.scope, filter, isEmpty, (one) => exportSubscriptions(req.scope, one, openDay));
  return { name: `subscriptions-${today}`, sheet: 'Подписки', columns: subscriptionColumns(openDay), rows };
});

const hasNone = ({ rows }: { readonly rows: readonly unknown[] }): boolean => rows.length === 0;

subscriptions.get('/subscriptions/:number', partnerPeople, async (req, res) => {
  const card = await subscriptionCard(req.scope, numberIn(req.params));
  const viewer = viewerOf(req);
  const [events, dialog] = await Promise.all([
    history(req.scope, ANY_EVENT, { limit: RECENT_EVENTS, offset: 0 }, card.id),
    canStop(card, viewer) ? managedBy(req.scope, card.number).then((s) => stopDialog(s, viewer)) : null,
  ]);
  render(res, 'subscriptions/show', subscriptionPage(card, events, viewer, dialog));
});

const canStop = ({ status }: Card, { manages, partner }: Viewer): boolean => manages && !partner.hold && isOpen('stop', status);
