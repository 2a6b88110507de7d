import { offerForOrder } from '#src/catalog/catalog.service.ts';
import type { OfferUnit } from '#src/catalog/catalog.types.ts';
import type { Kopecks } from '#src/lib/money.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Portal } from '#src/platform/scope.ts';
import { retailOf } from '../retail.rules.ts';
import { wordsOfStorefront } from '../storefront.queries.ts';
import type { OpenStorefront } from '../storefront.types.ts';

/** An offer as a visitor asks for it; nothing in it tells what the partner pays. */
export interface AskedOffer {
  readonly sku: string;
  readonly productId: number;
  readonly productSlug: string;
  readonly productName: string;
  readonly offerName: string;
  readonly vendorName: string;
  readonly unit: OfferUnit;
  readonly minSeats: number;
  readonly maxSeats: number;
  /** Retail, kopecks per seat and month; null where it is on request. */
  readonly price: Kopecks | null;
}

/** An offer of the storefront at its retail price of today. @throws NotFound for one that it does not sell */
export async function askedOffer({ sql, clock }: Portal, store: OpenStorefront, sku: string): Promise<AskedOffer> {
  const [offer, words] = await Promise.all([offerForOrder(sql, sku, clock.today()), wordsOfStorefront(sql, store.partnerId)]);
  if (!offer || offer.isDiscontinued) throw new NotFound('Этого предложения на витрине нет: оно снято с продажи.');
  const { place, price } = retailOf({ ...offer, purchase: offer.unitPrice }, store, words);
  if (place === 'hidden') throw new NotFound('Этого предложения на витрине нет.');
  const { productId, productSlug, productName, offerName, vendorName, unit, minSeats, maxSeats } = offer;
  return { sku, productId, productSlug, productName, offerName, vendorName, unit, minSeats, maxSeats, price };
}
