import { z } from 'zod';

const none = z.literal('').transform(() => null);

const filter = {
  q: z
    .string()
    .default('')
    .transform((text) => text.slice(0, 100).replaceAll('\0', '').trim()),
  status: none
    .or(z.enum(['held', 'done', 'cancelled', 'rejected']))
    .catch(null)
    .default(null),
  reason: none
    .or(z.enum(['partner_blocked', 'credit_limit', 'renewal_first']))
    .catch(null)
    .default(null),
  kind: none
    .or(z.enum(['new', 'increase', 'restart', 'renewal']))
    .catch(null)
    .default(null),
  wait: none
    .or(z.enum(['decision', 'money']))
    .catch(null)
    .default(null),
  whose: none
    .or(z.enum(['mine']))
    .catch(null)
    .default(null),
  partner: none.or(z.coerce.number().int().min(1).max(2_000_000_000)).catch(null).default(null),
};

/** `/admin/orders?q=&status=&reason=&kind=&wait=&whose=&partner=&page=` */
export const staffOrdersQuery = z.strictObject({ ...filter, page: z.coerce.number().int().min(1).max(20_000).catch(1).default(1) });

/** `/admin/orders.csv`, `/admin/orders.xlsx` */
export const staffOrdersExportQuery = z.strictObject(filter);

export type StaffOrdersFilter = z.infer<typeof staffOrdersExportQuery>;

const explained = (empty: string) =>
  z
    .string()
    .default('')
    .transform((typed) => typed.trim())
    .refine((typed) => typed !== '', empty)
    .refine((typed) => typed.length <= 500, 'Не больше 500 знаков');

/** `POST /admin/orders/:number/release` */
export const releaseForm = z.strictObject({ comment: explained('Напишите, почему заказ выполняется сверх лимита'), token: z.uuid() });

/** `POST /admin/orders/:number/rejection` */
export const rejectionForm = z.strictObject({ reason: explained('Напишите причину: её прочтёт партнёр'), token: z.uuid() });
