import { z } from 'zod';
import { isMonth, month } from '#src/lib/days.ts';

/** `/admin/closing/2026-11` */
export const monthParam = z.string().refine(isMonth).transform(month);
export const closingQuery = z.strictObject({ page: z.coerce.number().int().min(1).max(1000).catch(1).default(1) });
export const runForm = z.strictObject({ token: z.uuid() });
