import { wordsOfUnit } from '#src/catalog/catalog.rules.ts';
import type { ProductFacts } from '#src/catalog/shop/catalog.queries.ts';
import { decimalRub, formatRub } from '#src/lib/money.ts';
import { grouped, plural } from '#src/lib/russian.ts';
import { addressOf } from '#src/platform/http/lists.ts';
import type { OpenStorefront } from '../storefront.types.ts';
import { jsonLd } from './json-ld.ts';
import type { RetailOffer, RetailProduct } from './shelf.rules.ts';
import { itemOf, organization, type StoreItem } from './store.pages.ts';
import { frameOf, type StorePage } from './store-frame.ts';

export interface StoreProductPage extends StorePage {
  name: string;
  vendor: { name: string; about: string; href: string };
  category: { name: string; href: string };
  description: string;
  requirements: string;
  registry: string | null;
  offers: StoreOffer[];
}

interface StoreOffer {
  sku: string;
  name: string;
  /** null is «Цена по запросу». */
  price: string | null;
  per: string;
  limits: string;
  /** The form of a request for it. */
  ask: string;
}

/** `/store/:code/products/:slug` */
export function storeProductPage(facts: ProductFacts, product: RetailProduct, store: OpenStorefront, portalUrl: string): StoreProductPage {
  const frame = frameOf(store, portalUrl);
  const canonical = `${portalUrl}${frame.home}/products/${facts.slug}`;
  const { registryNumber } = facts;
  return {
    title: `${facts.name} — ${store.name}`,
    section: '',
    snippet: facts.description.slice(0, 200),
    canonical,
    frame,
    jsonLd: jsonLd(productData(facts, product, store, canonical, portalUrl)),
    name: facts.name,
    vendor: { name: facts.vendorName, about: facts.vendorAbout, href: addressOf(frame.home, { vendor: facts.vendorSlug }) },
    category: { name: facts.categoryName, href: addressOf(frame.home, { category: facts.categorySlug }) },
    description: facts.description,
    requirements: facts.requirements,
    registry: registryNumber === null ? null : `В реестре российского ПО, № ${registryNumber}`,
    offers: product.offers.map((offer) => ({
      sku: offer.sku,
      name: offer.name,
      price: offer.price === null ? null : formatRub(offer.price),
      per: `${wordsOfUnit(offer.unit).per} в месяц`,
      limits: limitsOf(offer),
      ask: addressOf(`${frame.home}/requests`, { offer: offer.sku }),
    })),
  };
}

function limitsOf({ unit, minSeats, maxSeats }: RetailOffer): string {
  const { few, many } = wordsOfUnit(unit);
  const genitive = plural(maxSeats, few, many, many);
  return minSeats === maxSeats ? `ровно ${grouped(minSeats)} ${genitive}` : `от ${grouped(minSeats)} до ${grouped(maxSeats)} ${genitive}`;
}

/** Product with its offers (schema.org); an offer «по запросу» has no price and is left out. */
function productData(facts: ProductFacts, product: RetailProduct, store: OpenStorefront, url: string, portalUrl: string): object {
  const seller = organization(store, portalUrl);
  const offers = product.offers.flatMap(({ sku, price }) => {
    if (price === null) return [];
    const cost = { price: decimalRub(price), priceCurrency: 'RUB' };
    return [
      {
        '@type': 'Offer',
        ...{ url, sku, ...cost, seller, availability: 'https://schema.org/InStock' },
        priceSpecification: {
          '@type': 'UnitPriceSpecification',
          ...{ ...cost, unitCode: 'MON', billingIncrement: 1 },
        },
      },
    ];
  });
  return {
    '@type': 'Product',
    ...{ name: facts.name, description: facts.description, url, category: facts.categoryName, sku: product.offers[0]?.sku },
    brand: { '@type': 'Brand', name: facts.vendorName },
    ...(offers.length > 0 ? { offers } : {}),
  };
}

export interface StoreGonePage extends StorePage {
  name: string;
  substitutes: StoreItem[];
}

/** What is told of a product that is not for sale any more. */
export function storeGonePage(
  name: string,
  substitutes: readonly RetailProduct[],
  store: OpenStorefront,
  portalUrl: string,
): StoreGonePage {
  const frame = frameOf(store, portalUrl);
  return {
    title: `${name} — снят с продажи`,
    section: '',
    snippet: `${name} больше не продаётся.`,
    canonical: null,
    frame,
    jsonLd: null,
    name,
    substitutes: substitutes.map((product) => itemOf(product, frame.home)),
  };
}
