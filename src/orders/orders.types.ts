import type { HeldReason } from '#src/credit/credit.rules.ts';
import type { NewCustomer } from '#src/customers/customers.types.ts';
import type { Day } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';

export type OrderKind = 'new' | 'increase' | 'restart' | 'renewal';
export type OrderStatus = 'held' | 'done' | 'cancelled' | 'rejected';

/** What the form showed; if it no longer holds, the form comes back saying so (product rule §7). Kopecks. */
export interface ShownTerms {
  readonly unitPrice: Kopecks;
  /** null when the person changed seats after it was shown and had no new one computed (no script). */
  readonly charge: Kopecks | null;
  readonly creditLimit: Kopecks;
}

export interface PlaceOrder {
  readonly sku: string;
  /** An existing customer of the partner, or one to be made in the same transaction. */
  readonly customer: { readonly id: number } | { readonly create: NewCustomer };
  readonly seats: number;
  readonly autoRenew: boolean;
  /** Last day of service, if already known. */
  readonly stopOn: Day | null;
  readonly termsVersion: string;
  readonly shown: ShownTerms;
  /** The request of the partner's storefront that it answers; closed with it. */
  readonly storeRequestId?: number | null;
  /** The request of the customer for a new product that it answers; closed with it. */
  readonly customerRequestId?: number | null;
}

/** Answer of `placeOrder`; kept beside the form token, so a repeated submit gets the same. */
export interface PlacedOrder {
  readonly number: string;
  readonly subscriptionNumber: string;
  readonly status: 'done' | 'held';
  readonly heldReason: HeldReason | null;
}

/** What orders tell the rest of the portal (`src/reactions.ts`). */
export interface OrderEvents {
  /** An order that waited was carried out, cancelled or rejected. */
  orderDecided: { partnerId: number; number: string; outcome: 'done' | 'cancelled' | 'rejected' };
  /** A request of the partner's storefront became an order. */
  storeRequestOrdered: { requestId: number; customerId: number; sku: string; number: string; subscriptionNumber: string };
  /** A customer's request for a new product became an order, carried out or waiting. */
  customerRequestOrdered: { partnerId: number; requestId: number; customerId: number; sku: string; orderNumber: string; isHeld: boolean };
}
