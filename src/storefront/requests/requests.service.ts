import { partnerOf } from '#src/accounts/actor.rules.ts';
import type { Kopecks } from '#src/lib/money.ts';
import { command } from '#src/platform/command.ts';
import { Conflict, NotFound } from '#src/platform/errors.ts';
import type { EventMap } from '#src/platform/events.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';
import { tellDeclined } from './request-letters.service.ts';
import type { StoreOfLetter } from './requests.letters.ts';
import type { StoreRequestState } from './requests.types.ts';

/** «Взять»: the actor works on a new request. Taken by the actor already, it stays so. @throws NotFound, Conflict when a colleague was faster */
export function takeStoreRequest(scope: Scope, id: number, token: string): Promise<void> {
  return command(scope, { action: 'store-request.take', token }, async (tx) => {
    const request = await lockRequest(tx, id);
    const { userId, name } = scope.actor;
    if (request.state === 'taken' && request.takenById === userId) return;
    if (request.state !== 'new') throw new Conflict(tooLate(request));
    await tx.sql(
      'store_request_take',
      `update storefront_requests set state = 'taken', taken_at = $3::timestamptz, taken_by_id = $4::int, taken_by_name = $5
       where partner_id = $1 and id = $2::bigint`,
      [partnerOf(scope), id, tx.now, userId, name],
    );
    await tx.audit({ action: 'store-request.taken', subject: subjectOf(id) });
  });
}

/** «Отклонить», with a sentence for who asked. @throws NotFound, Conflict when it is closed */
export function declineStoreRequest(scope: Scope, id: number, reason: string, token: string): Promise<void> {
  return command(scope, { action: 'store-request.decline', token }, async (tx) => {
    const request = await lockRequest(tx, id);
    refuseClosed(request);
    await tx.sql(
      'store_request_decline',
      `update storefront_requests set state = 'declined', closed_at = $3::timestamptz, closed_by_id = $4::int, closed_by_name = $5, decline_reason = $6
       where partner_id = $1 and id = $2::bigint`,
      [partnerOf(scope), id, tx.now, scope.actor.userId, scope.actor.name, reason],
    );
    const { email, store } = request;
    await tellDeclined(tx, { ...request, id }, { partnerId: partnerOf(scope), email, store, reason });
    await tx.audit({ action: 'store-request.declined', subject: subjectOf(id) }); // the reason stays with the request, which is erased in time
  });
}

/** The order that a request asked for is placed: the request is closed with it (storefront rule 7). @throws NotFound, also where another product is ordered; Conflict when it is closed already */
export async function closeOrdered(
  tx: Tx,
  { requestId, customerId, sku, number, subscriptionNumber }: EventMap['storeRequestOrdered'],
): Promise<void> {
  const request = await lockRequest(tx, requestId);
  if (request.sku !== sku) throw new NotFound();
  refuseClosed(request);
  const { userId, name } = tx.scope.actor;
  await tx.sql(
    'store_request_order',
    `update storefront_requests set state = 'ordered', closed_at = $3::timestamptz, closed_by_id = $4::int, closed_by_name = $5,
       customer_id = $6::int, order_number = $7, subscription_number = $8
     where partner_id = $1 and id = $2::bigint`,
    [partnerOf(tx.scope), requestId, tx.now, userId, name, customerId, number, subscriptionNumber],
  );
  await tx.audit({ action: 'store-request.ordered', subject: subjectOf(requestId), after: { number, subscriptionNumber } });
}

interface Locked {
  readonly state: StoreRequestState;
  readonly takenById: number | null;
  readonly takenByName: string | null;
  readonly closedByName: string | null;
  readonly orderNumber: string | null;
  readonly sku: string;
  readonly productName: string;
  readonly offerName: string;
  readonly seats: number;
  readonly sum: Kopecks | null;
  readonly email: string;
  readonly store: StoreOfLetter;
}

/** The partner's request, locked. @throws NotFound */
async function lockRequest(tx: Tx, id: number): Promise<Locked> {
  const [row] = await tx.sql<Locked>(
    'store_request_lock',
    `select r.state::text as state, r.taken_by_id as "takenById", r.taken_by_name as "takenByName", r.closed_by_name as "closedByName",
       r.order_number as "orderNumber", r.sku, r.product_name as "productName", r.offer_name as "offerName", r.seats, r.sum, r.email,
       json_build_object('code', s.code, 'name', s.name, 'phone', s.phone, 'email', s.email) as store
     from storefront_requests r join storefronts s on s.partner_id = r.partner_id
     where r.partner_id = $1 and r.id = $2::bigint for update of r`,
    [partnerOf(tx.scope), id],
  );
  if (!row) throw new NotFound();
  return row;
}

function refuseClosed(request: Locked): void {
  if (request.state === 'ordered' || request.state === 'declined') throw new Conflict(tooLate(request));
}

function tooLate({ state, takenByName, closedByName, orderNumber }: Locked): string {
  if (state === 'taken') return `Заявку уже взял другой сотрудник: ${takenByName}.`;
  if (state === 'ordered') return `По этой заявке уже оформлен заказ ${orderNumber}: ${closedByName}.`;
  return `Эту заявку уже отклонил другой сотрудник: ${closedByName}.`;
}

const subjectOf = (id: number): string => `заявка ${id}`;
