/** What partners tell the rest of the portal (`src/reactions.ts`). */
export interface PartnerEvents {
  /** A partner was made: months closed before are none of its own. */
  partnerCreated: { partnerId: number };
  /** Its requisites, codes or contracts are others now. */
  partnerChanged: { partnerId: number };
}
