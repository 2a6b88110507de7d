import { z } from 'zod';

const statuses = ['held', 'done', 'cancelled', 'rejected'] as const;
const kinds = ['new', 'increase', 'restart', 'renewal'] as const;
const sorts = ['placed', '-placed', 'number', '-number', 'customer', '-customer', 'charge', '-charge'] as const;

/** A choice of a filter; «all» is sent as an empty text. */
const oneOf = <const T extends readonly string[]>(values: T) =>
  z
    .union([z.literal('').transform(() => undefined), z.enum(values)])
    .optional()
    .catch(undefined);

const filter = {
  q: z
    .string()
    .default('')
    .transform((text) => text.slice(0, 100).trim()),
  status: oneOf(statuses),
  kind: oneOf(kinds),
  sort: oneOf(sorts),
};

/** `/orders?q=&status=&kind=&sort=&page=` */
export const orderListQuery = z.strictObject({ ...filter, page: z.coerce.number().int().min(1).max(100_000).catch(1).default(1) });

/** `/orders.csv` and `/orders.xlsx`: the same without a page. */
export const orderExportQuery = z.strictObject(filter);

export type OrderFilter = z.infer<typeof orderExportQuery>;
export type OrderSort = (typeof sorts)[number];

/** `/orders/:number?placed=1` is where a placed order leads. */
export const orderQuery = z.strictObject({ placed: z.literal('1').optional() });

/** Cancelling needs nothing but the decision. */
export const cancellationForm = z.strictObject({});
