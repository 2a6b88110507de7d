import type { EventMap } from '#src/platform/events.ts';
import type { Tx } from '#src/platform/scope.ts';
import { type Told, tellDone, tellUndone } from './request-letters.service.ts';

/** The order that an accepted request made had to wait, and is decided: its customer is told (product rule §12). */
export async function tellOutcome(tx: Tx, { partnerId, number, outcome }: EventMap['orderDecided']): Promise<void> {
  const [of] = await tx.sql<Told>(
    'request_of_order',
    `select r.id, r.partner_id as "partnerId", r.customer_id as "customerId", s.number, s.product_name as "productName",
       s.customer_name as "customerName", r.kind::text as kind, r.seats, r.seats_before as "seatsBefore", r.comment
     from change_requests r join subscriptions s on s.partner_id = r.partner_id and s.id = r.subscription_id
     where r.partner_id = $1 and r.order_number = $2`,
    [partnerId, number],
  );
  if (!of) return;
  if (outcome === 'done') await tellDone(tx, of);
  else await tellUndone(tx, of);
}
