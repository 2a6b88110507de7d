import { z } from 'zod';
import { parseDay } from '#src/lib/days.ts';
import { changeFields, comment } from './change-fields.parts.ts';

/** «Стоп». */
export const stopForm = z.strictObject({ ...changeFields, comment });

const stopDate = z.string('Укажите дату остановки').transform((text, context) => {
  const found = parseDay(text);
  if (found) return found;
  context.addIssue({ code: 'custom', message: text.trim() ? 'Такой даты нет: укажите день в виде 30.11.2026' : 'Укажите дату остановки' });
  return z.NEVER;
});

/** «Автопродление»: on, off, or until a day. */
export const RENEWAL_CHOICES = ['on', 'off', 'date'] as const;
export type RenewalChoice = (typeof RENEWAL_CHOICES)[number];

const ignored = z
  .string()
  .optional()
  .transform(() => null);

/** The date counts only when it is chosen. */
export const autoRenewalForm = (renewal: string) =>
  z.strictObject({
    ...changeFields,
    renewal: z.enum(RENEWAL_CHOICES, 'Выберите, продлевать ли подписку'),
    stopOn: renewal === 'date' ? stopDate : ignored,
  });
