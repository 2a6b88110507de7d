import type { Day } from '#src/lib/days.ts';
import { type Kopecks, kopecks } from '#src/lib/money.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import type { OfferUnit } from './catalog.types.ts';

/** An offer that can be ordered on a day. */
export interface ShelfOffer {
  readonly sku: string;
  readonly name: string;
  readonly unit: OfferUnit;
  readonly minSeats: number;
  readonly maxSeats: number;
  /** What a partner pays per seat and month, kopecks with VAT. */
  readonly purchase: Kopecks;
}

/** A product that can be ordered on a day, with its offers, the cheapest first. */
export interface ShelfProduct {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  /** How the description begins. */
  readonly about: string;
  readonly vendorId: number;
  readonly vendorSlug: string;
  readonly vendorName: string;
  readonly vendorInitials: string;
  readonly categorySlug: string;
  readonly categoryName: string;
  readonly categoryPosition: number;
  /** The day of the last change of its prices, or that it was added. */
  readonly changedOn: Day;
  readonly offers: readonly ShelfOffer[];
}

/** Everything that can be ordered on the day, by name (product rule §5); of one vendor where its slug is given. */
export async function productsForSale(sql: Sql, today: Day, vendor: string | null = null): Promise<ShelfProduct[]> {
  const rows = await sql<ShelfRow>(
    'catalog_for_sale',
    `select p.id, p.slug, p.name, left(p.description, 300) as about, v.id as "vendorId", v.slug as "vendorSlug", v.name as "vendorName",
            v.initials as "vendorInitials", c.slug as "categorySlug", c.name as "categoryName", c.position as "categoryPosition",
            greatest((p.created_at at time zone 'Europe/Moscow')::date, sold.changed_on)::text as "changedOn", sold.offers
       from products p
       join vendors v on v.id = p.vendor_id
       join categories c on c.id = p.category_id
       join (select o.product_id, max(price.valid_from) as changed_on,
                    jsonb_agg(jsonb_build_object('sku', o.sku, 'name', o.name, 'unit', o.unit, 'minSeats', o.min_seats,
                                                 'maxSeats', o.max_seats, 'purchase', price.gross::text) order by price.gross, o.sku) as offers
               from offers o
               cross join lateral (select gross, valid_from from prices
                                    where offer_id = o.id and valid_from <= $1::date order by valid_from desc limit 1) price
              where coalesce(o.discontinued_on > $1::date, true)
              group by o.product_id) sold on sold.product_id = p.id
      where $2::text is null or v.slug = $2
      order by p.name, p.id`,
    [today, vendor],
  );
  return rows.map((row) => ({ ...row, offers: row.offers.map((offer) => ({ ...offer, purchase: kopecks(offer.purchase) })) }));
}

/** Kopecks come as text within JSON. */
type ShelfRow = Omit<ShelfProduct, 'offers'> & { offers: readonly (Omit<ShelfOffer, 'purchase'> & { readonly purchase: string })[] };

/** A product by an address of its own, of today or of before. */
export interface KnownProduct {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly categorySlug: string;
  /** It had offers, and all of them were withdrawn by today. */
  readonly isSoldNoMore: boolean;
}

/** null where no product ever had that address. */
export async function productByAnySlug(sql: Sql, slug: string, today: Day): Promise<KnownProduct | null> {
  const [row] = await sql<KnownProduct>(
    'catalog_by_any_slug',
    `select p.id, p.slug, p.name, c.slug as "categorySlug",
            coalesce((select bool_and(coalesce(o.discontinued_on <= $2::date, false)) from offers o where o.product_id = p.id), false) as "isSoldNoMore"
       from products p join categories c on c.id = p.category_id
      where p.slug = $1 or p.id = (select product_id from old_product_slugs where slug = $1)
      order by p.slug = $1 desc limit 1`,
    [slug, today],
  );
  return row ?? null;
}

/** What a product is and needs, in full. */
export async function productText(sql: Sql, id: number): Promise<{ description: string; requirements: string }> {
  const [row] = await sql<{ description: string; requirements: string }>(
    'product_text',
    'select description, requirements from products where id = $1::int',
    [id],
  );
  return row ?? { description: '', requirements: '' };
}
