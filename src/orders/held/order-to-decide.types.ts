import type { OrderKey, OrderTerms } from '#src/orders/order-rows.service.ts';
import type { Managed } from '#src/subscriptions/manage/changes.rules.ts';

/** Something that raises what a partner owes, worked out but not yet decided. */
export interface OrderToDecide extends OrderTerms {
  readonly subscription: Managed;
}

/** The same with its row written. */
export type WrittenOrder = OrderToDecide & OrderKey;
