import type { Kopecks } from '#src/lib/money.ts';

/** To what a retail price is rounded up: kopecks, whole rubles, tens of rubles, …9 ₽, …90 ₽. */
export type RetailRounding = 'none' | 'rubles' | 'tens' | 'nine' | 'ninety';

/** How a product stands on the storefront: with its price, «по запросу», or not at all. */
export type ShelfPlace = 'shown' | 'on_request' | 'hidden';

/** How a storefront makes retail prices, where nothing else is said of a vendor or a product. */
export interface RetailTerms {
  /** Basis points on the purchase price with VAT; 2000 is 20 %. */
  readonly markup: number;
  readonly rounding: RetailRounding;
  /** Retail prices may lie below what the partner pays. */
  readonly mayBeBelow: boolean;
}

/** What is said of a vendor or of a product; null is as above it. */
export interface ShelfWord {
  readonly markup: number | null;
  readonly place: ShelfPlace | null;
}

/** What a storefront says beside its terms, by id. */
export interface ShelfWords {
  readonly vendors: ReadonlyMap<number, ShelfWord>;
  readonly products: ReadonlyMap<number, ShelfWord>;
}

/** An offer as the storefront shows it. */
export type Retail =
  | { readonly place: 'shown'; readonly price: Kopecks }
  | { readonly place: 'on_request'; readonly price: null }
  | { readonly place: 'hidden'; readonly price: null };

/** A storefront that answers to visitors. */
export interface OpenStorefront extends RetailTerms {
  readonly partnerId: number;
  readonly code: string;
  readonly name: string;
  /** Plain text; an empty line parts paragraphs. */
  readonly text: string;
  /** E.164, with «;ext=» for an extension. */
  readonly phone: string | null;
  readonly email: string | null;
  readonly address: string | null;
  readonly hours: string | null;
  /** `#rrggbb`; null is the portal's own. */
  readonly accent: string | null;
  readonly logo: { readonly sha256: string; readonly width: number; readonly height: number } | null;
  /** Raised by every change of the storefront, its markups included. */
  readonly version: number;
  readonly updatedAt: Date;
  /** Who sells: the partner, for the foot of pages and for consents. */
  readonly seller: { readonly name: string; readonly inn: string; readonly address: string | null };
  /** Raised by every change of the catalog. */
  readonly catalogVersion: bigint;
}
