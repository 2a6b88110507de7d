/** What payments tell the rest of the portal (`src/reactions.ts`). */
export interface PaymentEvents {
  /** Money came, went or moved between a partner's invoices, or one of them is gone: before anything is lifted or decided of it. */
  debtsChanged: { partnerId: number };
}
