import { z } from 'zod';
import { consentFields } from '#src/consents/consents.parts.ts';
import { cleanLine } from '#src/lib/clean-text.ts';
import { checkEmail, cleanEmail } from '#src/lib/email.ts';
import { kopecks } from '#src/lib/money.ts';
import { parsePhone } from '#src/lib/phone.ts';
import { bareCode, checkInn } from '#src/lib/requisites.ts';
import { seatsField } from '#src/orders/terms-fields.parts.ts';

const text = z.string().default('');
const sku = z.string().min(1).max(60);

/** `/store/:code/requests?offer=SKU`, or `?sent=15` where a sent one leads; links from elsewhere may carry more. */
export const askQuery = z.object({
  offer: sku.optional(),
  sent: z
    .string()
    .regex(/^[1-9]\d{0,8}$/)
    .optional(),
});

/** `/store/:code/requests/sum`: as typed so far. */
export const sumQuery = z.strictObject({ offer: sku, seats: z.string().max(40).default('') });

const line = (most: number) => text.transform(cleanLine).refine((typed) => typed.length <= most, `Не больше ${most} знаков`);

const phone = text.transform((typed, ctx): string => {
  const read = parsePhone(typed);
  if (read) return read.ext ? `${read.e164};ext=${read.ext}` : read.e164;
  const message = typed.trim() === '' ? 'Укажите телефон' : 'Проверьте номер: нужен телефон с кодом, например +7 495 123-45-67';
  ctx.addIssue({ code: 'custom', message });
  return z.NEVER;
});

const email = text.transform((typed, ctx): string => {
  const read = cleanEmail(typed);
  const fault = read === '' ? 'Укажите адрес почты' : checkEmail(read);
  if (fault) ctx.addIssue({ code: 'custom', message: fault });
  return read;
});

const inn = text.transform((typed, ctx): string | null => {
  const bare = bareCode(typed);
  const fault = bare === '' ? null : checkInn(bare);
  if (fault) ctx.addIssue({ code: 'custom', message: fault });
  return bare === '' ? null : bare;
});

/** `POST /store/:code/requests`: every fault at its field. `website` is a trap: people don't see it. */
export const askForm = z.strictObject({
  offer: sku,
  seats: seatsField,
  name: line(100).refine((typed) => typed !== '', 'Укажите, как к вам обращаться'),
  phone,
  email,
  company: line(200),
  inn,
  comment: text
    .transform((typed) => typed.trim())
    .refine((typed) => typed.length <= 1_000, 'Не больше 1000 знаков')
    .transform((typed) => typed || null),
  ...consentFields('без него партнёр не сможет ответить'),
  website: text,
  stamp: z.string().max(200),
  /** Kopecks per seat as shown; '' where the price is on request. */
  shownPrice: z
    .string()
    .regex(/^\d{0,18}$/)
    .transform((typed) => (typed === '' ? null : kopecks(typed))),
  /** Seats that the sum was shown for. */
  shownFor: z.string().max(40),
  step: z.literal('send').default('send'),
});
