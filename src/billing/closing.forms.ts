import { z } from 'zod';
import { isMonth, month } from '#src/lib/days.ts';

/** Months the portal can have to do with: documents and rates before and after them are not known. */
const isNear = (text: string): boolean => text >= '2020-01' && text < '2100';

/** `/admin/closing/2026-11` */
export const monthParam = z.string().refine(isMonth).refine(isNear).transform(month);
export const closingQuery = z.strictObject({ page: z.coerce.number().int().min(1).max(1000).catch(1).default(1) });
export const runForm = z.strictObject({ token: z.uuid() });
