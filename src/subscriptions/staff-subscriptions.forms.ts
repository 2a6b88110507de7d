import { z } from 'zod';
import { LIST_STATUSES } from './subscriptions.forms.ts';

const none = z.literal('').transform(() => null);
const id = none.or(z.coerce.number().int().min(1).max(2_000_000_000)).catch(null).default(null);

const filter = {
  q: z
    .string()
    .default('')
    .transform((text) => text.slice(0, 100).replaceAll('\0', '').trim()),
  status: none.or(z.enum(LIST_STATUSES)).catch(null).default(null),
  vendor: none
    .or(z.string().regex(/^[a-z0-9-]{1,80}$/))
    .catch(null)
    .default(null),
  partner: id,
  customer: id,
};

/** `/admin/subscriptions?q=&status=&vendor=&partner=&customer=&page=` */
export const staffSubscriptionsQuery = z.strictObject({ ...filter, page: z.coerce.number().int().min(1).max(20_000).catch(1).default(1) });

/** `/admin/subscriptions.csv`, `/admin/subscriptions.xlsx` */
export const staffSubscriptionsExportQuery = z.strictObject(filter);

export type StaffSubscriptionsFilter = z.infer<typeof staffSubscriptionsExportQuery>;
