import type { BillingRule, OfferUnit, VatClass } from '#src/catalog/catalog.types.ts';
import type { Day } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';
import type { Scope } from '#src/platform/scope.ts';

/** A product in a list of the catalog. */
export interface ProductRow {
  id: number;
  slug: string;
  name: string;
  description: string;
  vatClass: VatClass;
  vendorName: string;
  vendorInitials: string;
  categoryName: string;
  skus: string[];
  /** Of the cheapest offer that can be ordered today; null when none can. */
  price: Kopecks | null;
  unit: OfferUnit | null;
  offerCount: number;
}

/** Today's price of an offer `o`, as a lateral join. */
const currentPrice = (day: string) =>
  `lateral (select gross, valid_from from prices where offer_id = o.id and valid_from <= ${day}::date order by valid_from desc limit 1)`;

/** Products by id, in the order of the ids, with what they cost today. */
export function productRows(scope: Scope, ids: readonly number[]): Promise<ProductRow[]> {
  return scope.portal.sql<ProductRow>(
    'catalog_rows',
    `select p.id, p.slug, p.name, p.description, p.vat_class as "vatClass", v.name as "vendorName", v.initials as "vendorInitials",
            c.name as "categoryName", offer.skus, offer.price, offer.unit, offer.count as "offerCount"
       from unnest($1::int[]) with ordinality as asked (id, place)
       join products p using (id)
       join vendors v on v.id = p.vendor_id
       join categories c on c.id = p.category_id
       cross join lateral (
         select coalesce(array_agg(o.sku order by o.sku), '{}') as skus, count(*)::int as count,
                min(price.gross) filter (where is_sold) as price,
                (array_agg(o.unit order by price.gross) filter (where is_sold))[1] as unit
           from offers o
           left join ${currentPrice('$2')} price on true,
                lateral (select price.gross is not null and coalesce(o.discontinued_on > $2::date, true) as is_sold) as state
          where o.product_id = p.id) as offer
      order by asked.place`,
    [ids, scope.portal.clock.today()],
  );
}

/** A product as its page shows it. */
export interface ProductFacts {
  id: number;
  slug: string;
  name: string;
  description: string;
  requirements: string;
  vatClass: VatClass;
  registryNumber: string | null;
  registryOn: Day | null;
  vendorName: string;
  vendorSlug: string;
  vendorInitials: string;
  vendorAbout: string;
  usesDomainPrefix: boolean;
  categoryName: string;
  categorySlug: string;
}

/** The product with this slug, null when there is none. */
export async function productBySlug(scope: Scope, slug: string): Promise<ProductFacts | null> {
  const [row] = await scope.portal.sql<ProductFacts>(
    'catalog_product',
    `select p.id, p.slug, p.name, p.description, p.requirements, p.vat_class as "vatClass", p.registry_number as "registryNumber",
            p.registry_on::text as "registryOn", v.name as "vendorName", v.slug as "vendorSlug", v.initials as "vendorInitials",
            v.about as "vendorAbout", v.uses_domain_prefix as "usesDomainPrefix", c.name as "categoryName", c.slug as "categorySlug"
       from products p join vendors v on v.id = p.vendor_id join categories c on c.id = p.category_id
      where p.slug = $1`,
    [slug],
  );
  return row ?? null;
}

/** An offer of a product with today's price and the next one dated ahead; kopecks per seat and month with VAT. */
export interface OfferRow {
  sku: string;
  name: string;
  unit: OfferUnit;
  billingRule: BillingRule;
  minSeats: number;
  maxSeats: number;
  discontinuedOn: Day | null;
  price: Kopecks | null;
  priceFrom: Day | null;
  nextPrice: Kopecks | null;
  nextFrom: Day | null;
}

const offerColumns = `o.sku, o.name, o.unit, o.billing_rule as "billingRule", o.min_seats as "minSeats", o.max_seats as "maxSeats",
  o.discontinued_on::text as "discontinuedOn", price.gross as price, price.valid_from::text as "priceFrom",
  next.gross as "nextPrice", next.valid_from::text as "nextFrom"`;

const offerJoins = `left join ${currentPrice('$2')} price on true
  left join lateral (select gross, valid_from from prices where offer_id = o.id and valid_from > $2::date order by valid_from limit 1) next on true`;

/** The offers of a product, those still sold first, by price. */
export function offersOf(scope: Scope, productId: number): Promise<OfferRow[]> {
  return scope.portal.sql<OfferRow>(
    'catalog_offers',
    `select ${offerColumns} from offers o ${offerJoins} where o.product_id = $1
      order by coalesce(o.discontinued_on <= $2::date, false), price.gross nulls last, o.sku`,
    [productId, scope.portal.clock.today()],
  );
}

/** A line of the price list. */
export interface PriceRow extends OfferRow {
  productName: string;
  vendorName: string;
  categoryName: string;
  vatClass: VatClass;
}

/** The price list of these products, in the order of the ids; discontinued offers are left out. */
export function priceRows(scope: Scope, ids: readonly number[]): Promise<PriceRow[]> {
  return scope.portal.sql<PriceRow>(
    'catalog_prices',
    `select ${offerColumns}, p.name as "productName", v.name as "vendorName", c.name as "categoryName", p.vat_class as "vatClass"
       from unnest($1::int[]) with ordinality as asked (id, place)
       join products p using (id)
       join vendors v on v.id = p.vendor_id
       join categories c on c.id = p.category_id
       join offers o on o.product_id = p.id and coalesce(o.discontinued_on > $2::date, true)
       ${offerJoins}
      order by asked.place, price.gross nulls last, o.sku`,
    [ids, scope.portal.clock.today()],
  );
}
