import { offerForOrder } from '#src/catalog/catalog.service.ts';
import type { Offer } from '#src/catalog/catalog.types.ts';
import type { Credit } from '#src/credit/credit.rules.ts';
import { creditAndWaiting, creditLocked, lockCredit, olderFirst, sendLock } from '#src/credit/credit.service.ts';
import { createCustomerIn, customerForOrder } from '#src/customers/customers.service.ts';
import { type Day, earlierDay } from '#src/lib/days.ts';
import { zero } from '#src/lib/money.ts';
import { currentContract } from '#src/partners/partners.service.ts';
import { partnerRecipients } from '#src/partners/recipients.queries.ts';
import { command } from '#src/platform/command.ts';
import { askTogether } from '#src/platform/db/questions.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { Conflict, Forbidden, Invalid, NotFound } from '#src/platform/errors.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';
import { recordEvent } from '#src/subscriptions/history/history.service.ts';
import { addSubscription, type SubscriptionKey } from '#src/subscriptions/subscription-rows.service.ts';
import { takeOn } from './decision.service.ts';
import { cancelHeld } from './held/cancellation.service.ts';
import { lockOrder } from './held/held-orders.service.ts';
import type { OrderToDecide } from './held/order-to-decide.types.ts';
import { termsVersion } from './new/terms.queries.ts';
import type { OrderKey } from './order-rows.service.ts';
import { canDecide, changedSince, faultsOfNew, firstDayOfNew, type Quote, quoteNew } from './orders.rules.ts';
import type { PlacedOrder, PlaceOrder } from './orders.types.ts';

/**
 * Places an order for a new subscription: locks the partner, decides by hold and limit, and either carries it out
 * or records it as held; history, letters and jobs in the same transaction (product rule §7).
 * @throws Invalid with a sentence per field, also when price, sum or limit changed since the form was shown;
 *   NotFound for a customer, an offer or a request the actor can't have, Conflict when the request is decided already.
 */
export function placeOrder(scope: Scope, input: PlaceOrder, token: string): Promise<PlacedOrder> {
  return command(scope, { action: 'order.place', token }, async (tx) => {
    const partnerId = orderingPartner(scope);
    const { credit, offer, terms, chosen, contract, people, keys } = await lockAndRead(tx, partnerId, input);
    const quote = checkedQuote(tx, offer, terms, input, credit);
    const customer = 'create' in input.customer ? await createCustomerIn(tx, partnerId, input.customer.create) : chosen;
    if (!customer) throw new NotFound();
    const { seats, autoRenew } = input;
    const stopOn = earliest(input.stopOn, contract.lastDay);
    const startedOn = quote.verdict.status === 'done' ? quote.from : null;
    const own = { ...keys.subscription, partnerId, contractId: contract.id, stopOn, startedOn };
    const subscription = addSubscription(tx, { ...own, customer, offer, seats, autoRenew });
    recordEvent(tx, {
      subscriptionId: subscription.id,
      partnerId,
      action: 'ordered',
      before: {},
      after: { seats, unitPrice: String(offer.unitPrice), autoRenew, stopOn },
      monthDelta: zero,
      fullMonthDelta: zero,
    });
    const { unitPrice, vatRate } = offer;
    const order: OrderToDecide = {
      kind: 'new',
      subscription,
      seats,
      unitPrice,
      vatRate,
      change: quote.change,
      termsVersion: input.termsVersion,
    };
    const { verdict } = quote;
    await takeOn(tx, verdict, order, { drawn: keys.order, people });
    const { number } = keys.order;
    const customerId = customer.id;
    if (input.storeRequestId) {
      const made = { customerId, sku: input.sku, number, subscriptionNumber: subscription.number };
      await tx.emit('storeRequestOrdered', { requestId: input.storeRequestId, ...made });
    }
    if (input.customerRequestId) {
      const made = { partnerId, customerId, sku: input.sku, orderNumber: number, isHeld: verdict.status === 'held' };
      await tx.emit('customerRequestOrdered', { requestId: input.customerRequestId, ...made });
    }
    return {
      number,
      subscriptionNumber: subscription.number,
      status: verdict.status,
      heldReason: verdict.status === 'held' ? verdict.reason : null,
    };
  });
}

/**
 * Locks the partner and reads in one statement behind the lock what the order is decided by; older orders that wait and fit go first.
 * @throws NotFound for a customer or an offer the partner can't have, Invalid without a contract
 */
async function lockAndRead(tx: Tx, partnerId: number, { sku, customer }: PlaceOrder) {
  sendLock(tx, partnerId);
  const questions = {
    found: (sql: Sql) => creditAndWaiting(sql, partnerId),
    offer: (sql: Sql) => offerForOrder(sql, sku, tx.today),
    terms: (sql: Sql) => termsVersion(sql, tx.today),
    contract: (sql: Sql) => currentContract(sql, partnerId, tx.today),
    people: (sql: Sql) => partnerRecipients(sql, partnerId, tx.scope.actor.userId),
    keys: newKeys,
  };
  const { found, ...read } =
    'id' in customer
      ? await askTogether(tx.sql, 'order_facts', { ...questions, chosen: (sql) => customerForOrder(sql, partnerId, customer.id) })
      : { ...(await askTogether(tx.sql, 'order_facts_new_customer', questions)), chosen: null };
  creditLocked(tx, found);
  const credit = await olderFirst(tx, found);
  const from = firstDayOfNew(credit, tx.today);
  const offer = from === tx.today ? read.offer : await offerForOrder(tx.sql, sku, from);
  if (!offer) throw new NotFound();
  return { ...read, credit, offer };
}

/** Id and number of a subscription and of its order, drawn before they are written: letters and journal name them. */
async function newKeys(sql: Sql): Promise<{ subscription: SubscriptionKey; order: OrderKey }> {
  const [drawn] = await sql<Record<'subscriptionId' | 'orderId', number> & Record<'subscription' | 'order', string>>(
    'new_keys',
    `select nextval('subscriptions_id_seq')::int as "subscriptionId", 'S-' || nextval('subscription_numbers') as subscription,
       nextval('orders_id_seq')::int as "orderId", 'O-' || nextval('order_numbers') as "order"`,
  );
  if (!drawn) throw new Error('no keys were drawn');
  return { subscription: { id: drawn.subscriptionId, number: drawn.subscription }, order: { id: drawn.orderId, number: drawn.order } };
}

/** The quote as the form showed it; `terms` is the version in force. @throws Invalid when the terms are wrong or something changed meanwhile. */
function checkedQuote(tx: Tx, offer: Offer, terms: string, input: PlaceOrder, credit: Credit): Quote {
  const faults = faultsOfNew(offer, input, tx.today, firstDayOfNew(credit, tx.today));
  if (Object.keys(faults).length > 0) throw new Invalid(faults);
  if (terms !== input.termsVersion) throw new Invalid({ terms: 'Условия обновились. Прочитайте их и подтвердите ещё раз.' });
  const quote = quoteNew(offer, input, credit, tx.today);
  const changed = changedSince(input.shown, { unitPrice: offer.unitPrice, charge: quote.charge, creditLimit: credit.limit });
  if (changed) throw new Invalid({ '': changed });
  return quote;
}

/**
 * Cancels a held order: it costs nothing. A pending subscription is cancelled with it, a suspended one is stopped.
 * One that is cancelled already is left as it is.
 * @throws NotFound for a foreign order, Conflict when it was carried out or rejected meanwhile.
 */
export function cancelOrder(scope: Scope, number: string): Promise<{ number: string }> {
  return command(scope, { action: 'order.cancel' }, async (tx) => {
    const partnerId = orderingPartner(scope);
    await lockCredit(tx, partnerId);
    const order = await lockOrder(tx, partnerId, number);
    if (order.status === 'cancelled') return { number }; // a second click, or a colleague was faster: it is as wanted
    if (!canDecide(order.status)) throw new Conflict('Этот заказ уже решён: проверьте его состояние.');
    await cancelHeld(tx, partnerId, order);
    return { number };
  });
}

/** Service under a contract that ends has a last day. */
const earliest = (a: Day | null, b: Day | null): Day | null => (a && b ? earlierDay(a, b) : (a ?? b));

/** The partner the actor orders for. @throws Forbidden for people of no partner. */
function orderingPartner(scope: Scope): number {
  if (scope.actor.partnerId === null || scope.actor.customerId !== null) throw new Forbidden();
  return scope.actor.partnerId;
}
