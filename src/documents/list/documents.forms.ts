import { z } from 'zod';
import { PAYMENT_STATES } from '#src/documents/documents.rules.ts';
import { type Day, isMonth, type Month } from '#src/lib/days.ts';

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
    .regex(/^(20\d\d|all)$/)
    .nullable()
    .catch(null)
    .default(null),
  state: z.enum(PAYMENT_STATES).nullable().catch(null).default(null),
});

export type DocumentsFilter = z.infer<typeof documentsQuery>;

/** The year shown, null for all: the one named, else all where a state is named, else the latest that has invoices. */
export function yearShown({ period, year, state }: DocumentsFilter, years: readonly string[], today: Day): string | null {
  if (year === 'all') return null;
  return period?.slice(0, 4) ?? year ?? (state ? null : (years[0] ?? today.slice(0, 4)));
}

/** `/documents/archive?period=2026-11` */
export const archiveQuery = z.strictObject({
  period: z
    .string()
    .refine(isMonth)
    .transform((text) => text as Month),
});
