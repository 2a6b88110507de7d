import { z } from 'zod';
import { type Kopecks, kopecks } from '#src/lib/money.ts';

const sum = z
  .string()
  .regex(/^-?\d{1,18}$/)
  .transform(kopecks);

/** The sums of the preview, so that a change at other ones comes back saying so (product rule §7). */
export const shownFields = { shownPrice: sum, shownCharge: sum, shownLimit: sum, shownFor: z.string().max(20) };

/** The terms as the form showed them. */
export function shownTerms(form: Readonly<Record<'shownPrice' | 'shownCharge' | 'shownLimit', Kopecks>>) {
  return { unitPrice: form.shownPrice, charge: form.shownCharge, creditLimit: form.shownLimit };
}
