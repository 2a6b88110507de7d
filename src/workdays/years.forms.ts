import { z } from 'zod';

/** The form of `/admin/settings/calendar`; the file comes beside it. Also what takes a calendar back. */
export const TokenForm = z.strictObject({ token: z.uuid() });

/** `seen`: the id of the calendar in force as the page showed it, 0 for none. */
export const ConfirmForm = z.strictObject({
  seen: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number),
  token: z.uuid(),
});
