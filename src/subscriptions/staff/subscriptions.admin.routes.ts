import { staff } from '#src/accounts/access.rules.ts';
import { parseQuery } from '#src/platform/http/forms.ts';
import { partOf } from '#src/platform/http/list.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import type { Scope } from '#src/platform/scope.ts';
import { orNearest, rowsAsShown } from '#src/search/nearest.queries.ts';
import { subscriptionCard } from '#src/subscriptions/card/card.queries.ts';
import { ANY_EVENT, history } from '#src/subscriptions/history/history.queries.ts';
import { numberIn } from '#src/subscriptions/number.parts.ts';
import { staffSubscriptionList } from './staff-subscriptions.forms.ts';
import { staffSubscriptionColumns, staffSubscriptionPage, staffSubscriptionsPage } from './staff-subscriptions.pages.ts';
import { exportStaffSubscriptions, ownerOf, staffListHead, staffSubscriptions } from './staff-subscriptions.queries.ts';

/** Subscriptions of all partners, for MONT's people: read-only. */
export const subscriptionsOfAll = new Routes();

subscriptionsOfAll.get('/admin/subscriptions', staff, async (req, res) => {
  const filter = parseQuery(req, staffSubscriptionList.query);
  const find = (one: typeof filter) => Promise.all([staffSubscriptions(req.scope, one, partOf(filter)), staffListHead(req.scope, one)]);
  const [rows, head] = await orNearest(req.scope, filter, find, ([, { total }]) => total === 0);
  render(res, 'subscriptions/staff-list', staffSubscriptionsPage(rows, head, filter, req.scope.portal.clock.today()));
});

subscriptionsOfAll.export('/admin/subscriptions', staff, (req) => {
  const filter = parseQuery(req, staffSubscriptionList.exportQuery);
  const today = req.scope.portal.clock.today();
  const isEmpty = async (one: typeof filter) => (await staffListHead(req.scope, one)).total === 0;
  const rows = () => rowsAsShown(req.scope, filter, isEmpty, (one) => exportStaffSubscriptions(req.scope, one));
  return { name: `subscriptions-${today}`, sheet: 'Подписки', columns: staffSubscriptionColumns(today), rows };
});

/** Rows of the history on the card. */
const EVENTS = 50;

subscriptionsOfAll.get('/admin/subscriptions/:number', staff, async (req, res) => {
  const number = numberIn(req.params);
  const owner = await ownerOf(req.scope, number);
  const eyes = withEyesOf(req.scope, owner.partnerId);
  const card = await subscriptionCard(eyes, number);
  const events = await history(eyes, ANY_EVENT, { limit: EVENTS, offset: 0 }, card.id);
  render(res, 'subscriptions/staff-show', staffSubscriptionPage(card, events, owner, req.scope.portal.clock.today()));
});

/** The same person reading what this partner can read: for reads only, nothing is written with it. */
const withEyesOf = (scope: Scope, partnerId: number): Scope => ({ ...scope, actor: { ...scope.actor, partnerId } });
