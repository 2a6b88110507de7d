import { z } from 'zod';
import { changeFields, comment } from '#src/subscriptions/change-fields.parts.ts';
import { seatsField, shownFields } from './shown-terms.parts.ts';

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
