import type { BillingRule, OfferUnit, VatClass } from '#src/catalog/catalog.types.ts';
import type { Day } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';
import { keySql, searchPatterns } from '#src/lib/search-key.ts';
import type { Part } from '#src/lib/table.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';
import type { OfferFilter } from './editing.forms.ts';

export interface EditedOffer {
  readonly id: number;
  readonly sku: string;
  readonly name: string;
  readonly productId: number;
  readonly productName: string;
  readonly vendorName: string;
  readonly unit: OfferUnit;
  readonly billingRule: BillingRule;
  readonly minSeats: number;
  readonly maxSeats: number;
  readonly discontinuedOn: Day | null;
  readonly price: Kopecks | null;
  readonly priceFrom: Day | null;
  readonly nextPrice: Kopecks | null;
  readonly nextFrom: Day | null;
  /** Running subscriptions. */
  readonly running: number;
  readonly version: string;
}

/** $1 is the day of today. */
const OFFER = `select o.id, o.sku, o.name, p.id as "productId", p.name as "productName", v.name as "vendorName", o.unit,
    o.billing_rule::text as "billingRule", o.min_seats as "minSeats", o.max_seats as "maxSeats", o.discontinued_on::text as "discontinuedOn",
    price.gross as price, price.valid_from::text as "priceFrom", next.gross as "nextPrice", next.valid_from::text as "nextFrom",
    (select count(*)::int from subscriptions s where s.offer_id = o.id and s.status = 'active') as running, md5(o::text) as version
  from offers o join products p on p.id = o.product_id join vendors v on v.id = p.vendor_id
    left join lateral (select gross, valid_from from prices where offer_id = o.id and valid_from <= $1::date order by valid_from desc limit 1) price on true
    left join lateral (select gross, valid_from from prices where offer_id = o.id and valid_from > $1::date order by valid_from limit 1) next on true`;

/** $2 words · $3 vendor · $4 state. */
const FILTER = `($2::text[] is null or ${keySql('o.sku', 'o.name', 'p.name', 'v.name')} like all ($2::text[]))
  and ($3::int is null or p.vendor_id = $3)
  and ($4::text is null or $4 = case when o.discontinued_on <= $1::date then 'discontinued'
    when not exists (select 1 from prices where offer_id = o.id and valid_from <= $1::date) then 'no-price' else 'sold' end)`;

const filterValues = (scope: Scope, { q, vendor, state }: OfferFilter): unknown[] => [
  scope.portal.clock.today(),
  searchPatterns(q),
  vendor,
  state,
];

/** A part of the offers by vendor and product, and how many the filter finds. */
export async function editedOffers(
  scope: Scope,
  filter: OfferFilter,
  { limit, offset }: Part<number | null>,
): Promise<{ rows: EditedOffer[]; total: number }> {
  const { sql } = scope.portal;
  const [rows, [counted]] = await Promise.all([
    sql<EditedOffer>('edited_offers', `${OFFER} where ${FILTER} order by v.name, p.name, o.sku limit $5 offset $6`, [
      ...filterValues(scope, filter),
      limit,
      offset,
    ]),
    sql<{ count: number }>(
      'edited_offers_count',
      `select count(*)::int as count from offers o join products p on p.id = o.product_id join vendors v on v.id = p.vendor_id where ${FILTER}`,
      filterValues(scope, filter),
    ),
  ]);
  return { rows, total: counted?.count ?? 0 };
}

/** The offers of one product. */
export function offersOfProduct(scope: Scope, productId: number): Promise<EditedOffer[]> {
  return scope.portal.sql<EditedOffer>('edited_product_offers', `${OFFER} where o.product_id = $2::int order by o.sku`, [
    scope.portal.clock.today(),
    productId,
  ]);
}

/** @throws NotFound */
export async function editedOffer(scope: Scope, id: number): Promise<EditedOffer> {
  const [row] = await scope.portal.sql<EditedOffer>('edited_offer', `${OFFER} where o.id = $2::int`, [scope.portal.clock.today(), id]);
  if (!row) throw new NotFound();
  return row;
}

/** Every price an offer has had and is going to have, latest first. */
export function pricesOf(scope: Scope, offerId: number): Promise<{ readonly validFrom: Day; readonly gross: Kopecks }[]> {
  return scope.portal.sql(
    'edited_prices',
    `select valid_from::text as "validFrom", gross from prices where offer_id = $1::int order by valid_from desc`,
    [offerId],
  );
}

export interface EditedVendor {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly initials: string;
  readonly about: string;
  readonly aliases: string;
  readonly usesDomainPrefix: boolean;
  readonly products: number;
  readonly version: string;
}

const VENDOR = `select v.id, v.slug, v.name, v.initials, v.about, v.aliases, v.uses_domain_prefix as "usesDomainPrefix",
    (select count(*)::int from products p where p.vendor_id = v.id) as products, md5(v::text) as version from vendors v`;

export const editedVendors = ({ portal }: Scope): Promise<EditedVendor[]> =>
  portal.sql<EditedVendor>('edited_vendors', `${VENDOR} order by v.name`);

/** @throws NotFound */
export async function editedVendor({ portal }: Scope, id: number): Promise<EditedVendor> {
  const [row] = await portal.sql<EditedVendor>('edited_vendor', `${VENDOR} where v.id = $1::int`, [id]);
  if (!row) throw new NotFound();
  return row;
}

export const categoryNames = ({ portal }: Scope): Promise<{ readonly id: number; readonly name: string }[]> =>
  portal.sql('edited_categories', 'select id, name from categories order by position, name');

export interface EditedProduct {
  readonly id: number;
  readonly slug: string;
  readonly vendorId: number;
  readonly categoryId: number;
  readonly name: string;
  readonly description: string;
  readonly requirements: string;
  readonly vatClass: VatClass;
  readonly registryNumber: string | null;
  readonly registryOn: Day | null;
  readonly version: string;
}

/** @throws NotFound */
export async function editedProduct({ portal }: Scope, id: number): Promise<EditedProduct> {
  const [row] = await portal.sql<EditedProduct>(
    'edited_product',
    `select id, slug, vendor_id as "vendorId", category_id as "categoryId", name, description, requirements, vat_class::text as "vatClass",
       registry_number as "registryNumber", registry_on::text as "registryOn", md5(p::text) as version from products p where id = $1::int`,
    [id],
  );
  if (!row) throw new NotFound();
  return row;
}

/** All versions of the terms of use, latest first. */
export function termsVersions({
  portal,
}: Scope): Promise<{ readonly version: string; readonly validFrom: Day; readonly orders: number }[]> {
  return portal.sql(
    'terms_versions',
    `select t.version, t.valid_from::text as "validFrom", (select count(*)::int from orders o where o.terms_version = t.version) as orders
       from terms t order by t.valid_from desc, t.version desc`,
  );
}

/** The text in force today, to begin a new version with; '' before the first one. */
export async function currentTermsText({ portal }: Scope): Promise<string> {
  const [row] = await portal.sql<{ body: string }>(
    'terms_text',
    'select body from terms where valid_from <= $1::date order by valid_from desc limit 1',
    [portal.clock.today()],
  );
  return row?.body ?? '';
}
