import type { OrderStatus } from '#src/orders/orders.types.ts';

/** `product`: a new subscription; the others change one. */
export type RequestKind = 'seats' | 'stop' | 'product';
export type RequestState = 'open' | 'accepted' | 'declined' | 'withdrawn';

/** What a customer asked for; neither price nor sum is part of it. */
export interface ChangeRequest {
  readonly id: number;
  /** Of the subscription; null where a new product is asked for. */
  readonly number: string | null;
  /** Of the offer asked for; null where a subscription is to change. */
  readonly sku: string | null;
  readonly productName: string;
  readonly customerName: string;
  readonly customerId: number;
  readonly kind: RequestKind;
  /** Seats wished; null for the kind `stop`. */
  readonly seats: number | null;
  readonly seatsBefore: number;
  readonly comment: string | null;
  readonly state: RequestState;
  readonly askedById: number;
  readonly askedByName: string;
  readonly askedAt: Date;
  readonly decidedByName: string | null;
  readonly decidedAt: Date | null;
  readonly answer: string | null;
  readonly orderNumber: string | null;
  /** Of the order the accepted change made; null when it made none. */
  readonly orderStatus: OrderStatus | null;
}
