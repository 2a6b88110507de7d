import { offerForOrder } from '#src/catalog/catalog.service.ts';
import type { Offer } from '#src/catalog/catalog.types.ts';
import type { Day } from '#src/lib/days.ts';
import { heldOrderOf } from '#src/orders/held/held-orders.service.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { managedByNumber } from '#src/subscriptions/manage/managed.queries.ts';
import { worksFrom } from '#src/subscriptions/service/period.rules.ts';
import type { BulkLine } from './bulk.types.ts';
import type { BulkItem } from './plan.rules.ts';

/** What is known now of each line; the statements are those of one subscription, an offer is asked for once. */
export async function bulkItems(sql: Sql, partnerId: number, lines: readonly BulkLine[], today: Day): Promise<BulkItem[]> {
  const offers = new Map<string, Offer | null>();
  const items: BulkItem[] = [];
  for (const line of lines) {
    const subscription = (await managedByNumber(sql, partnerId, line.number)) ?? null;
    if (subscription && !offers.has(subscription.sku)) {
      const from = worksFrom({ today, openFrom: subscription.openFrom });
      offers.set(subscription.sku, await offerForOrder(sql, subscription.sku, from));
    }
    items.push({
      line,
      subscription,
      offer: subscription ? (offers.get(subscription.sku) ?? null) : null,
      heldOrder: subscription && (await heldOrderOf(sql, subscription.id)),
    });
  }
  return items;
}
