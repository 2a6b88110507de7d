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

async function addProducts(tx: Tx): Promise<void> {
  const vendorIds = new Map((await tx.db.vendor.findMany()).map(({ slug, id }) => [slug, id]));
  const categoryIds = new Map((await tx.db.category.findMany()).map(({ slug, id }) => [slug, id]));
  for (const { vendor, category, offers, registryOn, ...product } of products) {
    const { id: productId } = await tx.db.product.create({
      data: {
        ...product,
        registryOn: registryOn ? asDate(registryOn) : null,
        vendorId: known(vendorIds, vendor),
        categoryId: known(categoryIds, category),
        createdAt: tx.now,
      },
      select: { id: true },
    });
    for (const { prices, discontinuedOn, ...offer } of offers) {
      await tx.db.offer.create({
        data: {
          ...offer,
          productId,
          discontinuedOn: discontinuedOn ? asDate(discontinuedOn) : null,
          prices: { create: prices.map(({ validFrom, gross }) => ({ validFrom: asDate(validFrom), gross })) },
        },
      });
    }
  }
}

const asDate = (text: string) => new Date(day(text));

function known(ids: ReadonlyMap<string, number>, slug: string): number {
  const id = ids.get(slug);
  if (id === undefined) throw new RangeError(`the demo data has no ${slug}`);
  return id;
}
