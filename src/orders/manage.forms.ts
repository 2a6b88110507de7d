import { z } from 'zod';
import { kopecks } from '#src/lib/money.ts';
import { changeFields, comment } from '#src/subscriptions/manage.forms.ts';

const wholeNumber = 'Укажите количество целым числом';

/** A number of seats as typed, spaces allowed. */
export const seatsField = z
  .string(wholeNumber)
  .transform((text) => text.replace(/[\s\u00a0]/g, ''))
  .pipe(
    z
      .string()
      .regex(/^\d{1,7}$/, wholeNumber)
      .transform(Number),
  );

const sum = z
  .string()
  .regex(/^-?\d{1,18}$/)
  .transform(kopecks);

/** The sums of the preview, so that a change at other ones comes back saying so (product rule §7). */
const shownFields = { shownPrice: sum, shownCharge: sum, shownLimit: sum, shownFor: z.string().max(20) };

/** «Параметры»; `step=recalculate` asks for the sums alone. */
export const seatsForm = z.strictObject({
  ...changeFields,
  ...shownFields,
  comment,
  seats: seatsField,
  step: z.enum(['confirm', 'recalculate']).default('confirm'),
});

/** «Старт». */
export const startForm = z.strictObject({ ...changeFields, ...shownFields, comment });

/** `…/parameters/preview?seats=`: raw, as typed so far. */
export const previewQuery = z.strictObject({ seats: z.string().max(40).default('') });

/** The terms as the form showed them. */
export function shownTerms(form: Pick<z.infer<typeof startForm>, 'shownPrice' | 'shownCharge' | 'shownLimit'>) {
  return { unitPrice: form.shownPrice, charge: form.shownCharge, creditLimit: form.shownLimit };
}
