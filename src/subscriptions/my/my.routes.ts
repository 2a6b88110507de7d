import { customerPeople } from '#src/accounts/access.rules.ts';
import { parseQuery } from '#src/platform/http/forms.ts';
import { partOf } from '#src/platform/http/list.ts';
import { render } from '#src/platform/http/render.ts';
import { Routes } from '#src/platform/http/routes.ts';
import { myRetail } from '#src/storefront/my-shelf.queries.ts';
import { numberIn } from '#src/subscriptions/number.parts.ts';
import { myList } from '#src/subscriptions/subscriptions.forms.ts';
import { myColumns, mySubscriptionPage, mySubscriptionsPage } from './my.pages.ts';
import { myHistory, myPartner, mySubscription, mySubscriptions } from './my.queries.ts';

/** A customer may have at most so many subscriptions in one file. */
const FILE_ROWS = 20_000;

/** The customer's side: its own subscriptions, without purchase prices (product rule §12). */
export const mine = new Routes();

mine.get('/my/subscriptions', customerPeople, async (req, res) => {
  const { page } = parseQuery(req, myList.query);
  const [list, partner, retail] = await Promise.all([
    mySubscriptions(req.scope, partOf({ page })),
    myPartner(req.scope),
    myRetail(req.scope),
  ]);
  render(res, 'my/subscriptions', mySubscriptionsPage(list, page, partner, retail, req.scope.portal.clock.today()));
});

mine.export('/my/subscriptions', customerPeople, async ({ scope }) => {
  const today = scope.portal.clock.today();
  const rows = async () => (await mySubscriptions(scope, { limit: FILE_ROWS, offset: 0 })).rows;
  return { name: `my-subscriptions-${today}`, sheet: 'Мои подписки', columns: myColumns(today, await myRetail(scope)), rows };
});

mine.get('/my/subscriptions/:number', customerPeople, async (req, res) => {
  const subscription = await mySubscription(req.scope, numberIn(req.params));
  const [events, partner, retail] = await Promise.all([myHistory(req.scope, subscription.id), myPartner(req.scope), myRetail(req.scope)]);
  render(res, 'my/subscription', mySubscriptionPage(subscription, events, partner, retail, req.scope.portal.clock.today()));
});
