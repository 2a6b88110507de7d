import { skipClosedMonths } from '#src/billing/newcomers.service.ts';
import { cancelHeldOf, cancelHeldOfMany } from '#src/orders/giving-up.service.ts';
import { decideHeldOrders } from '#src/orders/held-orders.service.ts';
import { renewAll } from '#src/orders/renewals.service.ts';
import { useAllPrepayments } from '#src/payments/payments.service.ts';
import { holdAnew } from '#src/payments/receivables.service.ts';
import type { Events } from '#src/platform/events.ts';
import { tellOutcome } from '#src/requests/outcome.service.ts';
import { moveFromEnded } from '#src/subscriptions/contract-end.service.ts';

/** event → verb: everything an event can start, the only place where the flow goes back. */
export function setUpReactions(events: Events): void {
  events.on('creditEased', (tx, { partnerId }) => decideHeldOrders(tx, [partnerId]));
  events.on('creditsEased', (tx, { partnerIds }) => decideHeldOrders(tx, partnerIds));
  events.on('renewalsDue', moveFromEnded);
  events.on('renewalsDue', renewAll);
  events.on('invoicesIssued', useAllPrepayments);
  events.on('invoiceCorrected', (tx, { partnerId }) => holdAnew(tx, partnerId));
  events.on('partnerCreated', skipClosedMonths);
  events.on('orderDecided', tellOutcome);
  events.on('subscriptionStopped', cancelHeldOf);
  events.on('subscriptionsStopped', cancelHeldOfMany);
}
