import { z } from 'zod';
import { parseDay } from '#src/lib/days.ts';

const wholeNumber = 'Укажите количество целым числом';

/** A number of seats as typed, spaces allowed. */
export const seatsField = z
  .string(wholeNumber)
  .transform((text) => text.replace(/[\s\u00a0]/g, ''))
  .pipe(
    z
      .string()
      .regex(/^\d{1,7}$/, wholeNumber)
      .transform(Number),
  );

/** A stop date as typed. */
export const stopDateField = z.string('Укажите дату остановки').transform((text, context) => {
  const found = parseDay(text);
  if (found) return found;
  context.addIssue({ code: 'custom', message: text.trim() ? 'Такой даты нет: укажите день в виде 30.11.2026' : 'Укажите дату остановки' });
  return z.NEVER;
});

/** The same field where no stop date is asked for: whatever stands in it counts for nothing. */
export const noStopDateField = z
  .string()
  .optional()
  .transform(() => null);
