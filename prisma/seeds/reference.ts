import { day } from '#src/lib/days.ts';
import { command } from '#src/platform/command.ts';
import { type Portal, systemScope, type Tx } from '#src/platform/scope.ts';
import { categories } from './data/categories.ts';
import { products } from './data/products.ts';
import { seller } from './data/seller.ts';
import { terms } from './data/terms.ts';
import { vendors } from './data/vendors.ts';

/** Loads the catalogue and the terms of use into an empty database. */
export async function seedReference(portal: Portal): Promise<void> {
  await command(systemScope(portal, 'seed'), { action: 'seed.reference' }, async (tx) => {
    await tx.db.vendor.createMany({ data: vendors.map((vendor) => ({ ...vendor, aliases: vendor.aliases.join(' ') })) });
    await tx.db.category.createMany({ data: categories.map((category, position) => ({ ...category, position })) });
    await addProducts(tx);
    const body = terms.paragraphs.map(({ heading, text }) => `${heading}\n${text}`).join('\n\n');
    await tx.db.setting.create({ data: { key: 'seller', value: { ...seller, bank: { ...seller.bank } } } });
    await tx.db.terms.create({ data: { version: terms.version, validFrom: asDate(terms.validFrom), body } });
  });
}

/** Three statements for the whole catalog: each of them indexes the products it writes for the search. */
async function addProducts(tx: Tx): Promise<void> {
  const vendorIds = new Map((await tx.db.vendor.findMany()).map(({ slug, id }) => [slug, id]));
  const categoryIds = new Map((await tx.db.category.findMany()).map(({ slug, id }) => [slug, id]));
  const productIds = byKey(
    await tx.db.product.createManyAndReturn({
      data: products.map(({ vendor, category, offers: _, registryOn, ...product }) => ({
        ...product,
        registryOn: registryOn ? asDate(registryOn) : null,
        vendorId: known(vendorIds, vendor),
        categoryId: known(categoryIds, category),
        createdAt: tx.now,
      })),
      select: { id: true, slug: true },
    }),
    ({ slug }) => slug,
  );
  const offers = products.flatMap(({ slug, offers }) => offers.map((offer) => ({ ...offer, productId: known(productIds, slug) })));
  const offerIds = byKey(
    await tx.db.offer.createManyAndReturn({
      data: offers.map(({ prices: _, discontinuedOn, ...offer }) => ({
        ...offer,
        discontinuedOn: discontinuedOn ? asDate(discontinuedOn) : null,
      })),
      select: { id: true, sku: true },
    }),
    ({ sku }) => sku,
  );
  await tx.db.price.createMany({
    data: offers.flatMap(({ sku, prices }) =>
      prices.map(({ validFrom, gross }) => ({ offerId: known(offerIds, sku), validFrom: asDate(validFrom), gross })),
    ),
  });
}

function byKey<Row extends { id: number }>(rows: readonly Row[], key: (row: Row) => string): Map<string, number> {
  return new Map(rows.map((row) => [key(row), row.id]));
}

const asDate = (text: string) => new Date(day(text));

function known(ids: ReadonlyMap<string, number>, slug: string): number {
  const id = ids.get(slug);
  if (id === undefined) throw new RangeError(`the demo data has no ${slug}`);
  return id;
}
