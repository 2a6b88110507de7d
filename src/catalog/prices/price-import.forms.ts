import { z } from 'zod';
import { NO_EARLY_REASON } from '#src/catalog/editing/editing.forms.ts';
import { type Day, parseDay } from '#src/lib/days.ts';

/** `POST /admin/catalog/import`; the file comes beside the fields. */
export const ImportForm = z.strictObject({
  validFrom: z.string().transform((typed, ctx): Day => {
    const found = parseDay(typed);
    if (!found) ctx.addIssue({ code: 'custom', message: 'Укажите дату, например 01.12.2026' });
    return found ?? z.NEVER;
  }),
  token: z.uuid(),
});

const ticked = z
  .literal('on')
  .optional()
  .transform((on) => on === 'on');

const place = z
  .string()
  .regex(/^\d{1,3}$/, 'Выберите из списка')
  .transform(Number)
  .optional();

/** `POST /admin/catalog/import/:id/reading`: another sheet or other columns, by their places. */
export const ReadingForm = z.strictObject({ sheet: place, sku: place, price: place, token: z.uuid() });

/** `POST /admin/catalog/import/:id/confirmation`; `early` is for every raise of the list, with one reason. */
export const ConfirmForm = z
  .strictObject({
    skipUnknown: ticked,
    replaceAhead: ticked,
    acceptLeaps: ticked,
    early: ticked,
    earlyReason: z.string().trim().max(500, 'Не больше 500 знаков').default(''),
    /** `digestOf` what the page showed. */
    seen: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional(),
    token: z.uuid(),
  })
  .refine(({ early, earlyReason }) => !early || earlyReason !== '', NO_EARLY_REASON);
