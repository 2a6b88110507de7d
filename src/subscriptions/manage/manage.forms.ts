import { z } from 'zod';
import { noStopDateField, stopDateField } from '#src/orders/terms-fields.parts.ts';
import { changeFields, comment } from './change-fields.parts.ts';

/** «Стоп». */
export const stopForm = z.strictObject({ ...changeFields, comment });

/** «Автопродление»: on, off, or until a day. */
export const RENEWAL_CHOICES = ['on', 'off', 'date'] as const;
export type RenewalChoice = (typeof RENEWAL_CHOICES)[number];

/** The date counts only when it is chosen. */
export const autoRenewalForm = (renewal: string) =>
  z.strictObject({
    ...changeFields,
    renewal: z.enum(RENEWAL_CHOICES, 'Выберите, продлевать ли подписку'),
    stopOn: renewal === 'date' ? stopDateField : noStopDateField,
  });
