import type { Kopecks } from '#src/lib/money.ts';
import type { OrderStatus } from '#src/orders/orders.types.ts';

export type StoreRequestState = 'new' | 'taken' | 'ordered' | 'declined';

/** «Оставить заявку» as the partner sees it; sums are kopecks a month at the retail price that was shown. */
export interface StoreRequest {
  readonly id: number;
  readonly state: StoreRequestState;
  readonly sku: string;
  readonly productName: string;
  readonly offerName: string;
  readonly seats: number;
  /** null where the price is on request. */
  readonly unitPrice: Kopecks | null;
  readonly sum: Kopecks | null;
  /** Who asks; '' when erased. */
  readonly name: string;
  /** E.164, with «;ext=» for an extension. */
  readonly phone: string;
  readonly email: string;
  readonly company: string;
  readonly inn: string | null;
  readonly comment: string | null;
  readonly createdAt: Date;
  readonly takenAt: Date | null;
  readonly takenByName: string | null;
  readonly closedAt: Date | null;
  readonly closedByName: string | null;
  readonly declineReason: string | null;
  readonly customerId: number | null;
  readonly orderNumber: string | null;
  readonly subscriptionNumber: string | null;
  /** Of the order it became. */
  readonly orderStatus: OrderStatus | null;
  readonly orderedSeats: number | null;
  readonly erasedAt: Date | null;
  /** To personal data: which words, when, from what network address; null when erased. */
  readonly consentVersion: number;
  readonly consentHash: string;
  readonly consentAt: Date;
  readonly consentAddress: string | null;
}
