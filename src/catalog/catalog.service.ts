import { type Day, lastOfMonth } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import { vatRate } from '#src/lib/vat.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import type { Offer } from './catalog.types.ts';

/**
 * The offer with this SKU as an order on the day `today` takes it: the price is the last one dated that day or before,
 * the VAT rate is that of the month's last day (product rule §5).
 * @returns null when there is no such offer, or none of its prices is valid yet
 */
export async function offerForOrder(sql: Sql, sku: string, today: Day): Promise<Offer | null> {
  const [row] = await sql<OfferRow>('offer_for_order', `${selected} where o.sku = $2`, [today, sku]);
  return row ? offerFrom(row, today) : null;
}

/** The same of the offer of a partner's subscription. */
export async function offerOfSubscription(sql: Sql, partnerId: number, number: string, today: Day): Promise<Offer | null> {
  const [row] = await sql<OfferRow>(
    'offer_of_subscription',
    `${selected} where o.id = (select offer_id from subscriptions where partner_id = $2 and number = $3)`,
    [today, partnerId, number],
  );
  return row ? offerFrom(row, today) : null;
}

type OfferRow = Omit<Offer, 'unitPrice' | 'vatRate'> & { unitPrice: bigint };

const offerFrom = (row: OfferRow, today: Day): Offer => ({
  ...row,
  unitPrice: kopecks(row.unitPrice),
  vatRate: vatRate(row.vatClass, lastOfMonth(today)),
});

const selected = `select o.id as "offerId", o.sku, o.name as "offerName", o.unit, o.billing_rule as "billingRule",
            o.min_seats as "minSeats", o.max_seats as "maxSeats",
            coalesce(o.discontinued_on <= $1::date, false) as "isDiscontinued",
            price.gross as "unitPrice", price.valid_from::text as "priceFrom", p.vat_class as "vatClass",
            p.id as "productId", p.slug as "productSlug", p.name as "productName", p.description as "productDescription",
            v.id as "vendorId", v.slug as "vendorSlug", v.name as "vendorName", v.initials as "vendorInitials",
            v.uses_domain_prefix as "usesDomainPrefix"
       from offers o
       join products p on p.id = o.product_id
       join vendors v on v.id = p.vendor_id
       cross join lateral (select gross, valid_from from prices
                            where offer_id = o.id and valid_from <= $1::date order by valid_from desc limit 1) as price`;
