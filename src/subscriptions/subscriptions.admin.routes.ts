import { sendTable } from '#src/platform/http/exports.ts';
import { parseQuery } from '#src/platform/http/forms.ts';
import { render } from '#src/platform/http/render.ts';
import { type Handler, heavy, Routes, staff } from '#src/platform/http/routes.ts';
import type { Scope } from '#src/platform/scope.ts';
import { subscriptionCard } from './card.queries.ts';
import { journal } from './history.queries.ts';
import { staffSubscriptionsExportQuery, staffSubscriptionsQuery } from './staff-subscriptions.forms.ts';
import { staffSubscriptionPage, staffSubscriptionsPage, staffSubscriptionTable } from './staff-subscriptions.pages.ts';
import { exportStaffSubscriptions, ownerOf, PAGE_SIZE, staffListHead, staffSubscriptions } from './staff-subscriptions.queries.ts';
import { ANY_EVENT, numberIn } from './subscriptions.forms.ts';

/** Subscriptions of all partners, for MONT's people: read-only. */
export const subscriptionsOfAll = new Routes();

subscriptionsOfAll.get('/admin/subscriptions', staff, async (req, res) => {
  const filter = parseQuery(req, staffSubscriptionsQuery);
  const part = { limit: PAGE_SIZE, offset: (filter.page - 1) * PAGE_SIZE };
  const [rows, head] = await Promise.all([staffSubscriptions(req.scope, filter, part), staffListHead(req.scope, filter)]);
  render(res, 'subscriptions/staff-list', staffSubscriptionsPage(rows, head, filter, req.scope.portal.clock.today()));
});

subscriptionsOfAll.get('/admin/subscriptions.csv', staff, heavy, exportAs('csv'));
subscriptionsOfAll.get('/admin/subscriptions.xlsx', staff, heavy, exportAs('xlsx'));

/** Journal rows on the card. */
const EVENTS = 50;

subscriptionsOfAll.get('/admin/subscriptions/:number', staff, async (req, res) => {
  const number = numberIn(req.params);
  const owner = await ownerOf(req.scope, number);
  const eyes = withEyesOf(req.scope, owner.partnerId);
  const card = await subscriptionCard(eyes, number);
  const events = await journal(eyes, ANY_EVENT, { limit: EVENTS, offset: 0 }, card.id);
  render(res, 'subscriptions/staff-show', staffSubscriptionPage(card, events, owner, req.scope.portal.clock.today()));
});

/** The same person reading what this partner can read: for reads only, nothing is written with it. */
const withEyesOf = (scope: Scope, partnerId: number): Scope => ({ ...scope, actor: { ...scope.actor, partnerId } });

function exportAs(format: 'csv' | 'xlsx'): Handler {
  return async (req, res) => {
    const table = staffSubscriptionTable(
      exportStaffSubscriptions(req.scope, parseQuery(req, staffSubscriptionsExportQuery)),
      req.scope.portal.clock.today(),
    );
    await sendTable(res, format, { name: `subscriptions-${req.scope.portal.clock.today()}`, sheet: 'Подписки' }, table);
  };
}
