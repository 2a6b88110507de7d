import { z } from 'zod';
import { shownFields } from '#src/orders/shown-terms.parts.ts';
import { seatsField } from '#src/orders/terms-fields.parts.ts';
import { changeFields, comment } from '#src/subscriptions/manage/change-fields.parts.ts';

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
