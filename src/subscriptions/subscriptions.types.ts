/** What subscriptions tell the rest of the portal (`src/reactions.ts`). */
export interface StopEvents {
  /** A subscription was stopped: orders that wait for it have lost their purpose. `isToldTogether` when one letter tells of many stops. */
  subscriptionStopped: { partnerId: number; subscriptionId: number; isToldTogether?: boolean };
  /** The same of very many at a month's end. */
  subscriptionsStopped: { partnerIds: readonly number[]; subscriptionIds: readonly number[] };
}
