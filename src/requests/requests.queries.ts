import { customerOf, partnerOf } from '#src/accounts/actor.rules.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';
import type { ChangeRequest, RequestState } from './requests.types.ts';

const COLUMNS = `r.id, s.number, r.sku, coalesce(s.product_name, r.product_name) as "productName", c.name as "customerName", r.customer_id as "customerId",
  r.kind::text as kind, r.seats, r.seats_before as "seatsBefore", r.comment, r.state::text as state, r.asked_by_id as "askedById", r.asked_by_name as "askedByName",
  r.asked_at as "askedAt", r.decided_by_name as "decidedByName", r.decided_at as "decidedAt", r.answer, r.order_number as "orderNumber",
  o.status::text as "orderStatus"`;

const TABLES = `change_requests r join customers c on c.partner_id = r.partner_id and c.id = r.customer_id
  left join subscriptions s on s.partner_id = r.partner_id and s.id = r.subscription_id
  left join orders o on o.partner_id = r.partner_id and o.number = r.order_number`;

/** How many requests one page or file shows; older ones are behind their subscriptions. */
export const REQUESTS_SHOWN = 200;

/** The partner's inbox, open ones first, then the newest. */
export function inbox(scope: Scope, state: RequestState | null): Promise<ChangeRequest[]> {
  return scope.portal.sql<ChangeRequest>(
    'request_inbox',
    `select ${COLUMNS} from ${TABLES}
     where r.partner_id = $1 and ($2::request_state is null or r.state = $2::request_state)
     order by r.state = 'open' desc, r.asked_at desc, r.id desc limit ${REQUESTS_SHOWN}`,
    [partnerOf(scope), state],
  );
}

/** One request of the partner's customers. @throws NotFound for a foreign or absent one */
export async function requestById(scope: Scope, id: number): Promise<ChangeRequest> {
  const [row] = await scope.portal.sql<ChangeRequest>(
    'request_by_id',
    `select ${COLUMNS} from ${TABLES} where r.partner_id = $1 and r.id = $2`,
    [partnerOf(scope), id],
  );
  if (!row) throw new NotFound();
  return row;
}

/** What the customer asked about one of its subscriptions, newest first; who of the partner decided is told. */
export function myRequests(scope: Scope, number: string): Promise<ChangeRequest[]> {
  const { partnerId, customerId } = customerOf(scope);
  return scope.portal.sql<ChangeRequest>(
    'my_requests',
    `select ${COLUMNS} from ${TABLES}
     where r.partner_id = $1 and r.customer_id = $2 and s.number = $3 order by r.asked_at desc, r.id desc limit 50`,
    [partnerId, customerId, number],
  );
}

/** Everything the customer asked, newest first, as many as `REQUESTS_SHOWN`. */
export function allMyRequests(scope: Scope): Promise<ChangeRequest[]> {
  const { partnerId, customerId } = customerOf(scope);
  return scope.portal.sql<ChangeRequest>(
    'all_my_requests',
    `select ${COLUMNS} from ${TABLES} where r.partner_id = $1 and r.customer_id = $2
     order by r.state = 'open' desc, r.asked_at desc, r.id desc limit ${REQUESTS_SHOWN}`,
    [partnerId, customerId],
  );
}

/** A request for a new product, as the order that answers it is filled in. */
export interface ProductWish {
  readonly id: number;
  readonly sku: string;
  readonly customerId: number;
  readonly customerName: string;
  readonly seats: number;
  readonly comment: string | null;
  readonly state: RequestState;
}

/** @throws NotFound for a foreign or absent one, and for what changes a subscription */
export async function productWish(scope: Scope, id: number): Promise<ProductWish> {
  const [row] = await scope.portal.sql<ProductWish>(
    'product_wish',
    `select r.id, r.sku, r.customer_id as "customerId", c.name as "customerName", r.seats, r.comment, r.state::text as state
     from change_requests r join customers c on c.partner_id = r.partner_id and c.id = r.customer_id
     where r.partner_id = $1 and r.id = $2 and r.sku is not null and r.seats is not null`,
    [partnerOf(scope), id],
  );
  if (!row) throw new NotFound();
  return row;
}
