import type { Sql } from '#src/platform/db/sql.ts';
import type { Told } from './request-letters.service.ts';

const TOLD = `select r.id, r.partner_id as "partnerId", r.customer_id as "customerId", s.number, coalesce(s.product_name, r.product_name) as "productName",
    c.name as "customerName", r.kind::text as kind, r.seats, r.seats_before as "seatsBefore", r.comment, r.asked_by_id as "askedById"
  from change_requests r join customers c on c.partner_id = r.partner_id and c.id = r.customer_id
    left join subscriptions s on s.partner_id = r.partner_id and s.id = r.subscription_id where r.partner_id = $1`;

/** What letters tell of a request of the partner; null when there is none. */
export async function toldOf(sql: Sql, partnerId: number, id: number): Promise<Told | null> {
  const [row] = await sql<Told>('request_told', `${TOLD} and r.id = $2`, [partnerId, id]);
  return row ?? null;
}

/** The same of the request that an order answers. */
export async function toldOfOrder(sql: Sql, partnerId: number, orderNumber: string): Promise<Told | null> {
  const [row] = await sql<Told>('request_of_order', `${TOLD} and r.order_number = $2`, [partnerId, orderNumber]);
  return row ?? null;
}
