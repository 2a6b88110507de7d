import { offerForOrder } from '#src/catalog/catalog.service.ts';
import type { Offer } from '#src/catalog/catalog.types.ts';
import type { Credit } from '#src/credit/credit.rules.ts';
import { creditOf } from '#src/credit/credit.service.ts';
import type { Day } from '#src/lib/days.ts';
import { heldOrderOf } from '#src/orders/held/held-orders.service.ts';
import type { Scope } from '#src/platform/scope.ts';
import type { Managed } from '#src/subscriptions/manage/changes.rules.ts';
import { managedBy } from '#src/subscriptions/manage/managed.queries.ts';
import { worksFrom } from '#src/subscriptions/service/period.rules.ts';

/** What the preview of a change is computed from, as of now. */
export interface ChangeFacts {
  readonly today: Day;
  readonly subscription: Managed;
  readonly offer: Offer;
  readonly credit: Credit;
  /** Number of the order that waits for this subscription: until it is decided, nothing else can be ordered. */
  readonly heldOrder: string | null;
}

/** The same for a subscription already read. */
export async function factsOfChange(scope: Scope, subscription: Managed): Promise<ChangeFacts> {
  const { sql, clock } = scope.portal;
  const today = clock.today();
  const [offer, credit, heldOrder] = await Promise.all([
    offerForOrder(sql, subscription.sku, worksFrom({ today, openFrom: subscription.openFrom })),
    creditOf(sql, subscription.partnerId),
    heldOrderOf(sql, subscription.id),
  ]);
  if (!offer) throw new Error(`subscription ${subscription.number} has no offer`);
  return { today, subscription, offer, credit, heldOrder };
}

/** @throws NotFound when the partner has no such subscription */
export async function changeFacts(scope: Scope, number: string): Promise<ChangeFacts> {
  return factsOfChange(scope, await managedBy(scope, number));
}
