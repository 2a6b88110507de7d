import { z } from 'zod';
import { isMonth, month } from '#src/lib/days.ts';

/** Months the portal can have to do with: documents and rates before and after them are not known. */
const isNear = (text: string): boolean => text >= '2020-01' && text < '2100';

/** `/admin/closing/2026-11` */
export const monthParam = z.string().refine(isMonth).refine(isNear).transform(month);

const none = z.literal('').transform(() => null);

/** `attention`: what needs a person first. */
export const CLOSING_SORTS = ['attention', 'name', '-name', 'gross', '-gross'] as const;

const filter = {
  /** Words of the partner's name, or its ИНН. */
  q: z
    .string()
    .default('')
    .transform((text) => text.slice(0, 100).trim()),
  only: none
    .or(z.enum(['faults', 'held']))
    .catch(null)
    .default(null),
  /** Of a month closed for some: those still to be closed, or those that are. */
  tab: z.enum(['open', 'closed']).catch('open').default('open'),
  sort: z.enum(CLOSING_SORTS).catch('attention').default('attention'),
};

/** `/admin/closing/2026-11?q=&only=faults&tab=closed&sort=-gross&page=` */
export const closingQuery = z.strictObject({ ...filter, page: z.coerce.number().int().min(1).max(1000).catch(1).default(1) });
/** The same for `.csv` and `.xlsx`, which have no pages. */
export const closingExportQuery = z.strictObject(filter);
export type ClosingFilter = z.infer<typeof closingExportQuery>;

export const runForm = z.strictObject({ token: z.uuid() });

/** `POST /admin/closing/:period/partners/:id/pass`: the words that were shown, and why they are right. */
export const passForm = z.strictObject({
  token: z.uuid(),
  fault: z.string().min(1).max(500),
  reason: z
    .string()
    .default('')
    .transform((typed) => typed.trim())
    .refine((typed) => typed.length >= 5, 'Напишите причину: она останется в журнале')
    .refine((typed) => typed.length <= 500, 'Не больше 500 знаков'),
});
