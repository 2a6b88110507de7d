import { kopecks } from '#src/lib/money.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { managedByIds } from '#src/subscriptions/manage/managed.queries.ts';
import type { Waiting } from './waiting.rules.ts';

type Row = Omit<Waiting, 'unitPrice' | 'subscription'> & { readonly unitPrice: bigint; readonly subscriptionId: number };

/** The held orders of these partners, oldest first, each with its subscription as it is now; by partner, those without any left out. */
export async function waitingOrders(sql: Sql, partnerIds: readonly number[]): Promise<Map<number, Waiting[]>> {
  const rows = await sql<Row>(
    'waiting_orders',
    `select id, number, partner_id as "partnerId", kind::text as kind, held_reason::text as "heldReason", subscription_id as "subscriptionId",
       seats, unit_price as "unitPrice", vat_rate as "vatRate", terms_version as "termsVersion", period::text as period, charge
     from orders where partner_id = any($1::int[]) and status = 'held' order by partner_id, placed_at, id`,
    [partnerIds],
  );
  const found = new Map<number, Waiting[]>();
  if (rows.length === 0) return found;
  const subscriptions = await managedByIds(
    sql,
    partnerIds,
    rows.map(({ subscriptionId }) => subscriptionId),
  );
  for (const { subscriptionId, unitPrice, ...row } of rows) {
    const subscription = subscriptions.get(subscriptionId);
    if (!subscription) throw new Error(`order ${row.number} has no subscription`);
    found.set(row.partnerId, [...(found.get(row.partnerId) ?? []), { ...row, unitPrice: kopecks(unitPrice), subscription }]);
  }
  return found;
}
