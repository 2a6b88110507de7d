import { z } from 'zod';
import { LETTER_TEMPLATES, type LetterTemplate } from './letters.rules.ts';
import type { LetterState } from './letters.types.ts';

const STATES: readonly LetterState[] = ['queued', 'sending', 'sent', 'failed', 'unknown', 'kept', 'settled'];
const none = z.literal('').transform(() => null);

const filter = {
  /** Words of the recipient, the subject or the partner's name. */
  q: z
    .string()
    .default('')
    .transform((text) => text.slice(0, 100).replaceAll('\0', '').trim()),
  status: none.or(z.enum(STATES)).default(null),
  template: none.or(z.enum(Object.keys(LETTER_TEMPLATES) as LetterTemplate[])).default(null),
  partner: none
    .or(
      z
        .string()
        .regex(/^[1-9]\d{0,8}$/)
        .transform(Number),
    )
    .default(null),
};

/** `/admin/letters?q=&status=&template=&partner=&page=` */
export const listQuery = z.strictObject({ ...filter, page: z.coerce.number().int().min(1).max(20_000).catch(1).default(1) });

/** The same for `.csv` and `.xlsx`, which have no pages. */
export const exportQuery = z.strictObject(filter);

export type LetterFilter = z.infer<typeof exportQuery>;

/** «Отправить ещё раз». */
export const resendForm = z.strictObject({ token: z.uuid() });

/** `POST /admin/letters/settling`, `/unsettling`: numbers of letters with commas between, as many as a page shows. */
export const settlingForm = z.strictObject({
  ids: z
    .string()
    .regex(/^[1-9]\d{0,8}(,[1-9]\d{0,8}){0,49}$/)
    .transform((typed) => typed.split(',').map(Number)),
  token: z.uuid(),
});
