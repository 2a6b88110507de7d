import type { OrderStatus } from '#src/orders/orders.types.ts';

export type RequestKind = 'seats' | 'stop';
export type RequestState = 'open' | 'accepted' | 'declined' | 'withdrawn';

/** What a customer asked for; neither price nor sum is part of it. */
export interface ChangeRequest {
  readonly id: number;
  readonly number: string;
  readonly productName: string;
  readonly customerName: string;
  readonly customerId: number;
  readonly kind: RequestKind;
  /** Seats wished, for the kind `seats`. */
  readonly seats: number | null;
  readonly seatsBefore: number;
  readonly comment: string | null;
  readonly state: RequestState;
  readonly askedByName: string;
  readonly askedAt: Date;
  readonly decidedByName: string | null;
  readonly decidedAt: Date | null;
  readonly answer: string | null;
  readonly orderNumber: string | null;
  /** Of the order the accepted change made; null when it made none. */
  readonly orderStatus: OrderStatus | null;
}
