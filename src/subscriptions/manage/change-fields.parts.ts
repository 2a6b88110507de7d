import { z } from 'zod';
import { BadRequest } from '#src/platform/errors.ts';
import { parseSeen, type Seen } from './seen.rules.ts';

/** What the person saw, from the form's hidden field. @throws BadRequest for what the portal never wrote */
const seen = z.string().transform((text): Seen => {
  const found = parseSeen(text);
  if (!found) throw new BadRequest();
  return found;
});

/** For the history; optional. */
export const comment = z
  .string()
  .default('')
  .transform((text) => text.trim())
  .pipe(z.string().max(500, 'Не длиннее 500 знаков'))
  .transform((text) => text || null);

/** What every form that changes a subscription carries: its token and what was seen. */
export const changeFields = { token: z.uuid(), seen };
