import { offerForOrder } from '#src/catalog/catalog.service.ts';
import type { Offer } from '#src/catalog/catalog.types.ts';
import type { Verdict } from '#src/credit/credit.rules.ts';
import { lockCredit } from '#src/credit/credit.service.ts';
import { createCustomerIn, customerForOrder, type OrderingCustomer } from '#src/customers/customers.service.ts';
import { currentContract } from '#src/partners/partners.service.ts';
import { command } from '#src/platform/command.ts';
import { Conflict, Forbidden, Invalid, NotFound } from '#src/platform/errors.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';
import { recordEvent } from '#src/subscriptions/history.service.ts';
import { activate, addSubscription, cancelPending } from '#src/subscriptions/lifecycle.service.ts';
import { confirmOrder, tellCancelled, tellHeld } from './order-letters.service.ts';
import { canDecide, changedSince, faultsOfNew, type Quote, quoteNew } from './orders.rules.ts';
import type { OrderKind, OrderStatus, PlacedOrder, PlaceOrder } from './orders.types.ts';
import { currentTerms } from './terms.queries.ts';

/**
 * Places an order for a new subscription: locks the partner, decides by hold and limit, and either carries it out
 * or records it as held; history, letters and jobs in the same transaction (product rule §7).
 * @throws Invalid with a sentence per field, also when price, sum or limit changed since the form was shown;
 *   NotFound for a customer or an offer the actor can't have.
 */
export function placeOrder(scope: Scope, input: PlaceOrder, token: string): Promise<PlacedOrder> {
  return command(scope, { action: 'order.place', token }, async (tx) => {
    const partnerId = orderingPartner(scope);
    const credit = await lockCredit(tx, partnerId);
    const offer = await offerForOrder(tx.sql, input.sku, tx.today);
    if (!offer) throw new NotFound();
    refuse(faultsOfNew(offer, input, tx.today));
    const terms = await currentTerms(tx.sql, tx.today);
    if (terms.version !== input.termsVersion) throw new Invalid({ terms: 'Условия обновились. Прочитайте их и подтвердите ещё раз.' });
    const quote = quoteNew(offer, input, credit, tx.today);
    const changed = changedSince(input.shown, { unitPrice: offer.unitPrice, charge: quote.charge, creditLimit: credit.limit });
    if (changed) throw new Invalid({ '': changed });
    const customer =
      'id' in input.customer
        ? await customerForOrder(tx.sql, partnerId, input.customer.id)
        : await createCustomerIn(tx, partnerId, input.customer.create);
    return takeOn(tx, { partnerId, offer, customer, quote, input });
  });
}

interface NewOrder {
  readonly partnerId: number;
  readonly offer: Offer;
  readonly customer: OrderingCustomer;
  readonly quote: Quote;
  readonly input: PlaceOrder;
}

async function takeOn(tx: Tx, order: NewOrder): Promise<PlacedOrder> {
  const { partnerId, offer, customer, quote, input } = order;
  const contractId = await currentContract(tx.sql, partnerId, tx.today);
  const subscription = await addSubscription(tx, {
    partnerId,
    contractId,
    customer,
    offer,
    seats: input.seats,
    autoRenew: input.autoRenew,
    stopOn: input.stopOn,
  });
  const { id, number } = await insertOrder(tx, order, contractId, subscription.id);
  await recordEvent(tx, {
    subscriptionId: subscription.id,
    partnerId,
    action: 'ordered',
    before: {},
    after: { seats: input.seats, unitPrice: String(offer.unitPrice), autoRenew: input.autoRenew, stopOn: input.stopOn },
    monthDelta: 0n,
    fullMonthDelta: 0n,
    orderId: id,
  });
  const letter = { number, partnerId, subscription, offer, customer, seats: input.seats, quote };
  if (quote.verdict.status === 'done') {
    await activate(tx, { ...subscription, partnerId, contractId, seats: input.seats, unitPrice: offer.unitPrice }, quote.change, id);
    await confirmOrder(tx, letter);
  } else {
    await tellHeld(tx, { ...letter, reason: quote.verdict.reason });
  }
  await tx.audit({
    action: `order.${quote.verdict.status}`,
    subject: `заказ ${number}`,
    after: { seats: input.seats, sku: offer.sku, charge: String(quote.charge) },
  });
  return { number, subscriptionNumber: subscription.number, status: quote.verdict.status, heldReason: heldReason(quote.verdict) };
}

const heldReason = (verdict: Verdict) => (verdict.status === 'held' ? verdict.reason : null);

/**
 * Cancels a held order; its pending subscription is cancelled with it. A held order costs nothing.
 * @throws NotFound for a foreign order, Conflict when it was decided meanwhile.
 */
export function cancelOrder(scope: Scope, number: string): Promise<{ number: string }> {
  return command(scope, { action: 'order.cancel' }, async (tx) => {
    const partnerId = orderingPartner(scope);
    await lockCredit(tx, partnerId);
    const order = await lockOrder(tx, partnerId, number);
    if (!canDecide(order.status)) throw new Conflict('Этот заказ уже решён: проверьте его состояние.');
    await tx.db.order.update({
      where: { id: order.id },
      data: {
        status: 'cancelled',
        heldReason: null,
        cancelledAt: tx.now,
        decidedById: scope.actor.userId,
        decidedByName: scope.actor.name,
      },
    });
    if (order.kind === 'new') await cancelPending(tx, partnerId, order.subscriptionId, order.id);
    await tellCancelled(tx, { partnerId, number, subscriptionId: order.subscriptionId });
    await tx.audit({ action: 'order.cancelled', subject: `заказ ${number}` });
    return { number };
  });
}

interface LockedOrder {
  id: number;
  number: string;
  kind: OrderKind;
  status: OrderStatus;
  subscriptionId: number;
}

async function lockOrder(tx: Tx, partnerId: number, number: string): Promise<LockedOrder> {
  const [order] = await tx.sql<LockedOrder>(
    'lock_order',
    `select id, number, kind, status, subscription_id as "subscriptionId" from orders where partner_id = $1 and number = $2 for update`,
    [partnerId, number],
  );
  if (!order) throw new NotFound();
  return order;
}

async function insertOrder(tx: Tx, { partnerId, offer, customer, quote, input }: NewOrder, contractId: number, subscriptionId: number) {
  const { actor, address } = tx.scope;
  const held = quote.verdict.status === 'held';
  const [row] = await tx.sql<{ id: number; number: string }>(
    'insert_order',
    `insert into orders (number, partner_id, contract_id, customer_id, offer_id, subscription_id, kind, status, held_reason, seats,
       unit_price, vat_rate, billing_rule, charge, terms_version, placed_by_id, placed_by_name, placed_at, address, held_at, done_at)
     values ('O-' || nextval('order_numbers'), $1, $2, $3, $4, $5, 'new', $6::order_status, $7::held_reason, $8,
       $9::bigint, $10::int, $11::billing_rule, $12::bigint, $13, $14::int, $15, $16::timestamptz, $17, $18::timestamptz, $19::timestamptz)
     returning id, number`,
    [
      partnerId,
      contractId,
      customer.id,
      offer.offerId,
      subscriptionId,
      quote.verdict.status,
      heldReason(quote.verdict),
      input.seats,
      offer.unitPrice,
      offer.vatRate,
      offer.billingRule,
      quote.charge,
      input.termsVersion,
      actor.userId,
      actor.name,
      tx.now,
      address,
      held ? tx.now : null,
      held ? null : tx.now,
    ],
  );
  if (!row) throw new Error('no order was written');
  return row;
}

function refuse(faults: Record<string, string>): void {
  if (Object.keys(faults).length > 0) throw new Invalid(faults);
}

/** The partner the actor orders for. @throws Forbidden for people of no partner. */
function orderingPartner(scope: Scope): number {
  if (scope.actor.partnerId === null || scope.actor.role === 'customer') throw new Forbidden();
  return scope.actor.partnerId;
}
