import type { Day } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';
import type { VatClass } from '#src/lib/vat.ts';

export type { VatClass };

/** By the days used, or by the whole month however few the days (product rule §8). */
export type BillingRule = 'prorated' | 'full_month';
export type OfferUnit = 'user' | 'device' | 'server' | 'licence';

/** An offer as an order takes it: with the price and the VAT of the day. */
export interface Offer {
  readonly offerId: number;
  readonly sku: string;
  readonly offerName: string;
  readonly unit: OfferUnit;
  readonly billingRule: BillingRule;
  readonly minSeats: number;
  readonly maxSeats: number;
  /** No new orders; running subscriptions go on (product rule §5). */
  readonly isDiscontinued: boolean;
  /** Kopecks per seat and month with VAT: the last price dated today or before. */
  readonly unitPrice: Kopecks;
  readonly priceFrom: Day;
  readonly vatClass: VatClass;
  /** Per cent of this month's service; null is «без НДС». */
  readonly vatRate: number | null;
  readonly productId: number;
  readonly productSlug: string;
  readonly productName: string;
  readonly productDescription: string;
  readonly vendorId: number;
  readonly vendorSlug: string;
  readonly vendorName: string;
  readonly vendorInitials: string;
  /** The customer's domain prefix matters to this vendor. */
  readonly usesDomainPrefix: boolean;
}

/** What the catalog has done after a commit (`src/jobs.ts`). */
export interface CatalogJobs {
  /** Tell partners of changed prices at once, not in the morning. */
  'tell-prices': Record<string, never>;
}

/** What the catalogue tells the rest of the portal (`src/reactions.ts`). */
export interface CatalogEvents {
  /** A vendor was saved: subscriptions carry its name. */
  vendorRenamed: { vendorId: number; name: string };
  /** A product was saved: subscriptions carry its name. */
  productRenamed: { productId: number; name: string };
}
