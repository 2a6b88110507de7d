import { z } from 'zod';
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

/** `POST /admin/catalog/import/:id/confirmation` */
export const ConfirmForm = z.strictObject({
  skipUnknown: z
    .literal('on')
    .optional()
    .transform((on) => on === 'on'),
  token: z.uuid(),
});
