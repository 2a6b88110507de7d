import { offerForOrder } from '#src/catalog/catalog.service.ts';
import type { Offer } from '#src/catalog/catalog.types.ts';
import type { Credit } from '#src/credit/credit.rules.ts';
import { lockCredit, lockForCost } from '#src/credit/credit.service.ts';
import { createCustomerIn, customerForOrder } from '#src/customers/customers.service.ts';
import { type Day, earlierDay } from '#src/lib/days.ts';
import { currentContract, lastDayUnder } from '#src/partners/partners.service.ts';
import { command } from '#src/platform/command.ts';
import { Conflict, Forbidden, Invalid, NotFound } from '#src/platform/errors.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';
import { recordEvent } from '#src/subscriptions/history.service.ts';
import { addSubscription } from '#src/subscriptions/lifecycle.service.ts';
import { cancelHeld } from './cancellation.service.ts';
import { takeOn } from './decision.service.ts';
import { lockOrder } from './held-orders.service.ts';
import { canDecide, changedSince, faultsOfNew, firstDayOfNew, type Quote, quoteNew } from './orders.rules.ts';
import type { PlacedOrder, PlaceOrder } from './orders.types.ts';
import { termsVersion } from './terms.queries.ts';

/**
 * Places an order for a new subscription: locks the partner, decides by hold and limit, and either carries it out
 * or records it as held; history, letters and jobs in the same transaction (product rule §7).
 * @throws Invalid with a sentence per field, also when price, sum or limit changed since the form was shown;
 *   NotFound for a customer or an offer the actor can't have.
 */
export function placeOrder(scope: Scope, input: PlaceOrder, token: string): Promise<PlacedOrder> {
  return command(scope, { action: 'order.place', token }, async (tx) => {
    const partnerId = orderingPartner(scope);
    const credit = await lockForCost(tx, partnerId);
    const [offer, terms, chosen, contractId] = await Promise.all([
      offerForOrder(tx.sql, input.sku, firstDayOfNew(credit, tx.today)),
      termsVersion(tx.sql, tx.today),
      'id' in input.customer ? customerForOrder(tx.sql, partnerId, input.customer.id) : null,
      currentContract(tx.sql, partnerId, tx.today),
    ]);
    if (!offer) throw new NotFound();
    const quote = checkedQuote(tx, offer, terms, input, credit);
    const customer = 'create' in input.customer ? await createCustomerIn(tx, partnerId, input.customer.create) : chosen;
    if (!customer) throw new NotFound();
    const { seats, autoRenew } = input;
    const stopOn = earliest(input.stopOn, await lastDayUnder(tx.sql, contractId));
    const startedOn = quote.verdict.status === 'done' ? quote.from : null;
    const subscription = await addSubscription(tx, { partnerId, contractId, customer, offer, seats, autoRenew, stopOn, startedOn });
    recordEvent(tx, {
      subscriptionId: subscription.id,
      partnerId,
      action: 'ordered',
      before: {},
      after: { seats, unitPrice: String(offer.unitPrice), autoRenew, stopOn },
      monthDelta: 0n,
      fullMonthDelta: 0n,
    });
    const { unitPrice, vatRate } = offer;
    const order = await takeOn(tx, credit, {
      kind: 'new',
      subscription,
      seats,
      unitPrice,
      vatRate,
      change: quote.change,
      termsVersion: input.termsVersion,
    });
    const { verdict } = order;
    return {
      number: order.number,
      subscriptionNumber: subscription.number,
      status: verdict.status,
      heldReason: verdict.status === 'held' ? verdict.reason : null,
    };
  });
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
  if (scope.actor.partnerId === null || scope.actor.role === 'customer') throw new Forbidden();
  return scope.actor.partnerId;
}
