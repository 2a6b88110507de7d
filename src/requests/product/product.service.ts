import { customerOf } from '#src/accounts/actor.rules.ts';
import { offerForOrder } from '#src/catalog/catalog.service.ts';
import type { Offer } from '#src/catalog/catalog.types.ts';
import { seatsFault } from '#src/orders/orders.rules.ts';
import { command } from '#src/platform/command.ts';
import { Conflict, Invalid, NotFound } from '#src/platform/errors.ts';
import type { EventMap } from '#src/platform/events.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';
import { myShelf } from '#src/storefront/my-shelf.queries.ts';
import { tellAccepted, tellAsked } from '../request-letters.service.ts';
import { toldOf } from '../told.queries.ts';

export interface ProductWishInput {
  /** Of the offer. */
  readonly offer: string;
  readonly seats: number;
  readonly comment: string | null;
}

/**
 * A customer asks its partner for a new product (product rule §12): nothing is ordered yet, the partner gets a letter.
 * @throws NotFound for a product the customer does not see, Invalid for an offer not of it and for seats it does not allow, Conflict when
 *   this offer is asked for already
 */
export async function askForProduct(scope: Scope, slug: string, input: ProductWishInput, token: string): Promise<{ id: number }> {
  const product = (await myShelf(scope)).products.find((one) => one.slug === slug);
  if (!product) throw new NotFound();
  if (!product.offers.some(({ sku }) => sku === input.offer)) throw new Invalid({ offer: 'Выберите предложение' });
  return command(scope, { action: 'request.ask', token }, async (tx) => {
    const offer = await offerForOrder(tx.sql, input.offer, tx.today);
    if (!offer || offer.isDiscontinued) throw new Conflict('Этот продукт сняли с продажи. Выберите другой или спросите партнёра.');
    const fault = seatsFault(offer, input.seats);
    if (fault) throw new Invalid({ seats: fault });
    const id = await insertWish(tx, offer, input);
    const told = await toldOf(tx.sql, customerOf(scope).partnerId, id);
    if (told) await tellAsked(tx, told);
    const { sku } = offer;
    const { seats, comment } = input;
    await tx.audit({ action: 'request.asked', subject: `запрос ${id}`, after: { kind: 'product', sku, seats, comment } });
    return { id };
  });
}

async function insertWish(tx: Tx, { sku, productName }: Offer, { seats, comment }: ProductWishInput): Promise<number> {
  const { partnerId, customerId } = customerOf(tx.scope);
  const { userId, name } = tx.scope.actor;
  const [row] = await tx.sql<{ id: number }>(
    'insert_product_wish',
    `insert into change_requests (partner_id, customer_id, kind, sku, product_name, seats, seats_before, comment, state, asked_by_id, asked_by_name, asked_at)
     values ($1, $2, 'product', $3, $4, $5::int, 0, $6, 'open', $7, $8, $9::timestamptz)
     on conflict (partner_id, customer_id, sku) where state = 'open' and sku is not null do nothing returning id`,
    [partnerId, customerId, sku, productName, seats, comment, userId, name, tx.now],
  );
  if (!row) throw new Conflict('Этот продукт уже попросили. Дождитесь ответа партнёра или отзовите запрос.');
  return row.id;
}

/**
 * The order that a request for a new product became: the request is accepted with it, the customer is told.
 * @throws NotFound for a foreign or absent request, Conflict when it was decided meanwhile, Invalid for an order for another customer
 */
export async function acceptByOrder(tx: Tx, event: EventMap['customerRequestOrdered']): Promise<void> {
  const { partnerId, requestId: id, customerId, sku, orderNumber, isHeld } = event;
  const [request] = await tx.sql<{ state: string; customerId: number; sku: string }>(
    'wish_to_accept',
    `select state::text as state, customer_id as "customerId", sku from change_requests
     where partner_id = $1 and id = $2 and sku is not null for update`,
    [partnerId, id],
  );
  if (!request || request.sku !== sku) throw new NotFound();
  if (request.state !== 'open') throw new Conflict('Этот запрос уже решён: проверьте, чем.');
  const told = await toldOf(tx.sql, partnerId, id);
  if (!told) throw new NotFound();
  if (request.customerId !== customerId) throw new Invalid({ customer: `Запрос от ${told.customerName}: выберите этого заказчика.` });
  const { userId, name } = tx.scope.actor;
  await tx.sql(
    'wish_accept',
    `update change_requests set state = 'accepted', decided_by_id = $3, decided_by_name = $4, decided_at = $5::timestamptz, order_number = $6
     where partner_id = $1 and id = $2`,
    [partnerId, id, userId, name, tx.now, orderNumber],
  );
  await tellAccepted(tx, told, isHeld);
  await tx.audit({ action: 'request.accepted', subject: `запрос ${id}`, after: { orderNumber, status: isHeld ? 'held' : 'done' } });
}
