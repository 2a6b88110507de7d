import { z } from 'zod';

const longestQuery = 100;
/** The last word of a product's address. */
export const productSlug = z.string().regex(/^[a-z0-9-]{1,80}$/);
const slug = productSlug.optional().catch(undefined);

/** The customer the order is going to be for: kept on the way from its card through the catalog to the order. */
const customer = z
  .string()
  .regex(/^[1-9]\d{0,8}$/)
  .optional()
  .catch(undefined);

/** The filter of the catalog and of its price list, as links and forms of the portal write it. */
const filter = {
  q: z
    .string()
    .default('')
    .transform((text) => text.slice(0, longestQuery).trim()),
  vendor: z
    .literal('')
    .transform(() => undefined)
    .or(slug),
  category: z
    .literal('')
    .transform(() => undefined)
    .or(slug),
};

/** `/catalog?q=&vendor=&category=&page=` */
export const catalogQuery = z.strictObject({ ...filter, customer, page: z.coerce.number().int().min(1).max(10_000).catch(1).default(1) });

/** `/catalog.csv` and `/catalog.xlsx`: the same without a page. */
export const priceListQuery = z.strictObject(filter);

/** `/catalog/:slug` */
export const productQuery = z.strictObject({ customer });

export type CatalogFilter = z.infer<typeof priceListQuery>;
export type CatalogView = z.infer<typeof catalogQuery>;
