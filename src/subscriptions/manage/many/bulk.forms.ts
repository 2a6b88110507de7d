import type { Request } from 'express';
import { z } from 'zod';
import { kopecks } from '#src/lib/money.ts';
import { BadRequest } from '#src/platform/errors.ts';
import { postedFields } from '#src/platform/http/forms.ts';
import { comment } from '#src/subscriptions/manage/change-fields.parts.ts';
import { BULK_ACTIONS, type BulkLine, MOST_LINES } from './bulk.types.ts';
import { numberOf, readSeatLines } from './lines.rules.ts';

const chosenForm = z.strictObject({
  action: z.enum(BULK_ACTIONS).exclude(['seats']),
  number: z
    .union([z.string(), z.array(z.string()).max(MOST_LINES)])
    .default([])
    .transform((one) => [one].flat()),
});

/** The rows ticked on the list and the button pressed. @throws BadRequest for what the list doesn't send */
export function readChosen(req: Request): { action: z.infer<typeof chosenForm>['action']; lines: BulkLine[] } {
  const parsed = chosenForm.safeParse(postedFields(req));
  if (!parsed.success) throw new BadRequest();
  return { action: parsed.data.action, lines: linesOf(parsed.data.number) };
}

function linesOf(numbers: readonly string[]): BulkLine[] {
  if (numbers.length > MOST_LINES) throw new BadRequest();
  return [...new Set(numbers)].map((text) => {
    const number = numberOf(text);
    if (!number) throw new BadRequest();
    return { number, seats: null };
  });
}

/** «номер; мест» as pasted. */
export const pastedForm = z.strictObject({ lines: z.string().max(20_000, 'Список слишком длинный').default('') });

const versions = z
  .string()
  .regex(/^(S-\d{1,12}:\d{1,9}( |$))*$/)
  .transform(
    (text) =>
      new Map(
        text
          .split(' ')
          .filter(Boolean)
          .map((one) => [one.split(':')[0] ?? '', Number(one.split(':')[1])]),
      ),
  );

/** The confirmed preview. */
export const confirmForm = z
  .strictObject({
    token: z.uuid(),
    action: z.enum(BULK_ACTIONS),
    lines: z.string().max(20_000),
    versions,
    shownCharge: z
      .string()
      .regex(/^-?\d{1,18}$/)
      .transform(kopecks),
    mayWait: z
      .literal('on')
      .optional()
      .transform((value) => value === 'on'),
    comment,
  })
  .transform((form) => ({
    ...form,
    lines: form.action === 'seats' ? [...readSeatLines(form.lines).lines] : linesOf(form.lines.split('\n').filter(Boolean)),
  }));
