import { z } from 'zod';
import { listOf } from '#src/platform/http/list.ts';
import { idField, type ListField, searchField } from '#src/platform/http/list-fields.ts';

/** The last word of a product's address. */
export const productSlug = z.string().regex(/^[a-z0-9-]{1,80}$/);

/** The customer the order is going to be for: kept on the way from its card through the catalog to the order. */
const customer = z
  .string()
  .regex(/^[1-9]\d{0,8}$/)
  .optional()
  .catch(undefined);

/** A choice of the catalog's; what can be none holds nothing, as the catalog is linked to from outside. */
const facet = (label: string): ListField<string | null> => ({
  label,
  parse: productSlug.nullable().catch(null).default(null),
  usual: null,
});

/** `/catalog?q=&vendor=&category=&customer=&page=`: chosen by links, with counts. */
export const productList = listOf({
  q: searchField('Поиск', ''),
  vendor: facet('Вендор'),
  category: facet('Категория'),
  customer: { ...idField('Заказчик'), chip: () => 'Для выбранного заказчика' },
});

/** `/catalog/:slug` */
export const productQuery = z.strictObject({ customer });

export type CatalogFilter = z.infer<typeof productList.exportQuery>;
export type CatalogView = z.infer<typeof productList.query>;
