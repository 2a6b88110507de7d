import type { PortfolioEvents } from '#src/accounts/accounts.types.ts';
import type { CloseEvents } from '#src/billing/close/close.types.ts';
import { skipClosedMonths } from '#src/billing/close/newcomers.service.ts';
import type { CatalogEvents } from '#src/catalog/catalog.types.ts';
import type { CreditEvents } from '#src/credit/credit.types.ts';
import { tellInvoices, tellReplaced } from '#src/exchange/sending/billing.service.ts';
import { tellPartner } from '#src/exchange/sending/partners.service.ts';
import { cancelHeldOf, cancelHeldOfMany } from '#src/orders/held/cancellation.service.ts';
import { decideHeldOrders } from '#src/orders/held/held-orders.service.ts';
import type { OrderEvents } from '#src/orders/orders.types.ts';
import { renewAll } from '#src/orders/renewals/renewals.service.ts';
import type { PartnerEvents } from '#src/partners/partners.types.ts';
import { giveTo } from '#src/partners/standing.service.ts';
import { useAllPrepayments } from '#src/payments/payments.service.ts';
import type { PaymentEvents } from '#src/payments/payments.types.ts';
import { holdAnew } from '#src/payments/receivables.service.ts';
import { moveSettlements } from '#src/payments/replaced-invoice.service.ts';
import type { Events } from '#src/platform/events.ts';
import type { Tx } from '#src/platform/scope.ts';
import { followInvoice, reviewPromises } from '#src/promises/outcome.service.ts';
import { tellOutcome } from '#src/requests/outcome.service.ts';
import { acceptByOrder } from '#src/requests/product/product.service.ts';
import { closeOrdered } from '#src/storefront/requests/requests.service.ts';
import { makeStorefront } from '#src/storefront/storefront.service.ts';
import { moveFromEnded } from '#src/subscriptions/contract-end/contract-end.service.ts';
import { renameProduct, renameVendor } from '#src/subscriptions/names.service.ts';
import type { StopEvents } from '#src/subscriptions/subscriptions.types.ts';

declare module '#src/platform/events.ts' {
  /** Everything that can happen, feature by feature. */
  interface EventMap
    extends PortfolioEvents,
      CatalogEvents,
      CreditEvents,
      CloseEvents,
      PartnerEvents,
      OrderEvents,
      PaymentEvents,
      StopEvents {}
}

/** event → verb: everything an event can start, the only place where the flow goes back. */
export function setUpReactions(events: Events<Tx>): void {
  events.on('creditEased', (tx, { partnerId }) => decideHeldOrders(tx, [partnerId]));
  events.on('creditsEased', (tx, { partnerIds }) => decideHeldOrders(tx, partnerIds));
  events.on('renewalsDue', moveFromEnded);
  events.on('renewalsDue', renewAll);
  events.on('invoicesIssued', useAllPrepayments);
  events.on('invoicesIssued', tellInvoices);
  events.on('invoiceReplaced', moveSettlements);
  events.on('invoiceReplaced', tellReplaced);
  events.on('invoiceReplaced', followInvoice);
  events.on('debtsChanged', reviewPromises);
  events.on('invoiceCorrected', (tx, { partnerId }) => holdAnew(tx, partnerId));
  events.on('partnerCreated', skipClosedMonths);
  events.on('partnerCreated', tellPartner);
  events.on('partnerCreated', makeStorefront);
  events.on('partnerChanged', tellPartner);
  events.on('portfolioMoved', giveTo);
  events.on('vendorRenamed', renameVendor);
  events.on('productRenamed', renameProduct);
  events.on('orderDecided', tellOutcome);
  events.on('storeRequestOrdered', closeOrdered);
  events.on('customerRequestOrdered', acceptByOrder);
  events.on('subscriptionStopped', cancelHeldOf);
  events.on('subscriptionsStopped', cancelHeldOfMany);
}
