import { customerOf } from '#src/accounts/actor.rules.ts';
import { productsForSale } from '#src/catalog/shelf.queries.ts';
import type { Kopecks } from '#src/lib/money.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import type { Scope } from '#src/platform/scope.ts';
import { type RetailProduct, retailProduct, shownOf } from './public/shelf.rules.ts';
import { retailOf } from './retail.rules.ts';
import { wordsOfStorefront } from './storefront.queries.ts';
import type { RetailTerms } from './storefront.types.ts';

/** The catalog as a customer of a partner may see it. */
export interface MyShelf {
  /** What can be ordered today and the partner does not hide; a price is null where none is shown. */
  readonly products: readonly RetailProduct[];
  /** The partner shows retail prices to its customers. */
  readonly isPriced: boolean;
}

/** What the partner of the customer that asks offers to it: retail prices where they are shown, and nothing of what the partner pays. */
export async function myShelf(scope: Scope): Promise<MyShelf> {
  const { sql, clock } = scope.portal;
  const { partnerId } = customerOf(scope);
  const [terms, words, all] = await Promise.all([
    termsForCustomers(sql, partnerId),
    wordsOfStorefront(sql, partnerId),
    productsForSale(sql, clock.today()),
  ]);
  const shown = shownOf(all, terms, words).map((product) => retailProduct(product, terms, words));
  return { products: terms.isShown ? shown : shown.map(unpriced), isPriced: terms.isShown };
}

/** Without prices in the order of their names: the order of prices tells nothing either. */
function unpriced(product: RetailProduct): RetailProduct {
  const offers = product.offers.map((offer) => ({ ...offer, price: null }));
  return { ...product, offers: offers.sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name))) };
}

interface CustomerTerms extends RetailTerms {
  readonly isShown: boolean;
}

/** How retail prices are made, and whether customers see them; a partner without a storefront shows none. */
async function termsForCustomers(sql: Sql, partnerId: number): Promise<CustomerTerms> {
  const [row] = await sql<CustomerTerms>(
    'terms_for_customers',
    `select markup, rounding::text as rounding, may_be_below as "mayBeBelow", is_shown_to_customers as "isShown" from storefronts where partner_id = $1`,
    [partnerId],
  );
  return row ?? { markup: 0, rounding: 'none', mayBeBelow: false, isShown: false };
}

/** Retail prices per seat and month of the customer's subscriptions, by their ids; null where the partner shows none. */
export type MyRetail = ReadonlyMap<number, Kopecks> | null;

/**
 * What the customer's subscriptions cost it by the rules of its partner's storefront, from what the partner pays for each now. One whose
 * product is hidden or «по запросу» has no price.
 */
export async function myRetail(scope: Scope): Promise<MyRetail> {
  const { sql } = scope.portal;
  const { partnerId, customerId } = customerOf(scope);
  const terms = await termsForCustomers(sql, partnerId);
  if (!terms.isShown) return null;
  const [words, rows] = await Promise.all([
    wordsOfStorefront(sql, partnerId),
    sql<{ id: number; vendorId: number; productId: number; purchase: Kopecks }>(
      'my_subscription_offers',
      `select s.id, s.vendor_id as "vendorId", o.product_id as "productId", s.unit_price as purchase
       from subscriptions s join offers o on o.id = s.offer_id where s.partner_id = $1 and s.customer_id = $2`,
      [partnerId, customerId],
    ),
  ]);
  return new Map(
    rows.flatMap(({ id, ...offer }) => {
      const { price } = retailOf(offer, terms, words);
      return price === null ? [] : [[id, price] as const];
    }),
  );
}
