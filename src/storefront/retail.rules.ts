import { type Kopecks, kopecks, roundHalfUpDiv } from '#src/lib/money.ts';
import type { Retail, RetailRounding, RetailTerms, ShelfWord, ShelfWords } from './storefront.types.ts';

const WHOLE = 10_000n;

/**
 * The retail price per seat and month, kopecks with VAT, of what the partner buys for `purchase` (storefront rule 2): the markup, rounded
 * half up to the kopeck; not below the purchase price unless that is allowed; then rounded up. 214,00 + 25 % → 267,50, as rubles 268, as tens
 * 270, as …9 269, as …90 290.
 */
export function retailPrice(purchase: Kopecks, { markup, rounding, mayBeBelow }: RetailTerms): Kopecks {
  const marked = roundHalfUpDiv(purchase * (WHOLE + BigInt(markup)), WHOLE);
  return roundUp(mayBeBelow || marked > purchase ? marked : purchase, rounding);
}

/** Kopecks from one such price to the next, and where the first one lies. */
const STEPS: Record<RetailRounding, { readonly step: bigint; readonly first: bigint }> = {
  none: { step: 1n, first: 0n },
  rubles: { step: 1_00n, first: 0n },
  tens: { step: 10_00n, first: 0n },
  nine: { step: 10_00n, first: 9_00n },
  ninety: { step: 100_00n, first: 90_00n },
};

/** The lowest price of that kind that is not below `price`. */
function roundUp(price: bigint, rounding: RetailRounding): Kopecks {
  const { step, first } = STEPS[rounding];
  const steps = price <= first ? 0n : (price - first + step - 1n) / step;
  return kopecks(price <= 0n ? 0n : first + steps * step);
}

/** The price of an offer on the storefront: the product's word, then the vendor's, then the storefront's own. */
export function retailOf(
  offer: { readonly vendorId: number; readonly productId: number; readonly purchase: Kopecks },
  terms: RetailTerms,
  words: ShelfWords,
): Retail {
  const { place, markup } = wordOn(offer, terms, words);
  return place === 'shown' ? { place, price: retailPrice(offer.purchase, { ...terms, markup }) } : { place, price: null };
}

/** What is said of a product in the end. */
export function wordOn(
  { vendorId, productId }: { readonly vendorId: number; readonly productId: number },
  terms: RetailTerms,
  { vendors, products }: ShelfWords,
): { readonly [K in keyof ShelfWord]: NonNullable<ShelfWord[K]> } {
  const [product, vendor] = [products.get(productId), vendors.get(vendorId)];
  return { place: product?.place ?? vendor?.place ?? 'shown', markup: product?.markup ?? vendor?.markup ?? terms.markup };
}

/** What the partner keeps of a retail price: kopecks, and basis points of that price (half up; null of nothing). */
export function marginOf(purchase: Kopecks, retail: Kopecks): { readonly rubles: Kopecks; readonly share: number | null } {
  const rubles = kopecks(retail - purchase);
  return { rubles, share: retail > 0n ? Number(roundHalfUpDiv(rubles * WHOLE, retail)) : null };
}
