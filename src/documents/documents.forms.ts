import { z } from 'zod';
import { isMonth, type Month } from '#src/lib/days.ts';
import { PAYMENT_STATES } from './documents.rules.ts';

const month = z
  .string()
  .refine(isMonth)
  .transform((text) => text as Month)
  .nullable()
  .catch(null)
  .default(null);

/** `/documents?year=2026&state=open&period=2026-11`; what does not fit is left out. */
export const documentsQuery = z.strictObject({
  period: month,
  year: z
    .string()
    .regex(/^20\d\d$/)
    .nullable()
    .catch(null)
    .default(null),
  state: z.enum(PAYMENT_STATES).nullable().catch(null).default(null),
});

export type DocumentsFilter = z.infer<typeof documentsQuery>;

/** `/documents/archive?period=2026-11` */
export const archiveQuery = z.strictObject({
  period: z
    .string()
    .refine(isMonth)
    .transform((text) => text as Month),
});
