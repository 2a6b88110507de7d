import { available } from '#src/credit/credit.rules.ts';
import { orderFormFacts, type QuoteFacts, quoteFacts } from '#src/orders/new/new-order.queries.ts';
import { quoteNew } from '#src/orders/orders.rules.ts';
import { placeOrder } from '#src/orders/orders.service.ts';
import type { Scope } from '#src/platform/scope.ts';
import { type Managed, seatsChange, startChange } from '#src/subscriptions/manage/changes.rules.ts';
import { changeSeats, startSubscription } from '#src/subscriptions/manage/seats-and-start.service.ts';
import type { OrderAct, SeatsAct, StartAct } from './acts.ts';
import { formToken, type Stage } from './stage.ts';

/** Fills in the order form as it is shown at the moment and submits it. An act that leaves too little for one seat does nothing. */
export async function orderAsShown(stage: Stage, scope: Scope, act: OrderAct): Promise<void> {
  const { autoRenew = true, stopOn = null, sku } = act;
  const { termsVersion, ...facts } = await orderFormFacts(scope, sku);
  const seats = affordable(facts, act);
  if (seats < facts.offer.minSeats) return;
  const id = stage.customers.get(act.customer) ?? 0;
  const shown = { unitPrice: facts.offer.unitPrice, charge: charge(facts, seats), creditLimit: facts.credit.limit };
  const order = { sku, customer: { id }, seats, autoRenew, stopOn, termsVersion, shown };
  stage.orders.set(act.key, await placeOrder(scope, order, formToken()));
}

export async function changeSeatsAsShown(scope: Scope, s: Managed, act: SeatsAct): Promise<void> {
  const { today, credit } = await quoteFacts(scope, s.sku);
  const shown = { unitPrice: s.unitPrice, charge: seatsChange(s, today, act.seats).delta, creditLimit: credit.limit };
  await changeSeats(scope, s.number, { version: s.version, seats: act.seats, comment: act.comment ?? null, shown }, formToken());
}

export async function startAsShown(scope: Scope, s: Managed, act: StartAct): Promise<void> {
  const { today, credit, offer } = await quoteFacts(scope, s.sku);
  const change = startChange(s, today, { ...offer, seats: s.seats });
  const shown = { unitPrice: offer.unitPrice, charge: change.delta, creditLimit: credit.limit };
  await startSubscription(scope, s.number, { version: s.version, comment: act.comment ?? null, shown }, formToken());
}

const charge = ({ offer, credit, today }: QuoteFacts, seats: number) => quoteNew(offer, { seats }, credit, today).charge;

/** The seats asked for, or as many as leave `act.leave` of the limit free. */
function affordable(facts: QuoteFacts, { seats, leave }: OrderAct): number {
  if (leave === undefined) return seats;
  const free = available(facts.credit) - leave;
  let most = 0;
  for (let step = seats; step >= 1; step = Math.floor(step / 2))
    while (most + step <= seats && charge(facts, most + step) <= free) most += step;
  return most;
}
