import { z } from 'zod';
import { type Day, parseDay } from '#src/lib/days.ts';

const person = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, 'Выберите сотрудника')
  .transform(Number);
const day = (message: string, isOptional: boolean) =>
  z.string().transform((typed, ctx): Day | null => {
    const found = parseDay(typed);
    if (!found && !(isOptional && typed.trim() === '')) ctx.addIssue({ code: 'custom', message });
    return found;
  });

/** `POST /admin/staff/handovers`; without a last day the portfolio moves for good. */
export const HandoverForm = z
  .strictObject({
    fromId: person,
    toId: person,
    fromOn: day('Укажите первый день', false),
    untilOn: day('Такой даты нет', true),
    token: z.uuid(),
  })
  .refine((form) => form.fromId !== form.toId, { path: ['toId'], message: 'Выберите другого сотрудника' })
  .refine((form) => form.untilOn === null || form.fromOn === null || form.untilOn >= form.fromOn, {
    path: ['untilOn'],
    message: 'Не раньше первого дня',
  })
  .transform(({ fromOn, ...form }) => ({ ...form, fromOn: fromOn as Day })); // an absent first day was refused above

export type HandoverInput = Omit<z.infer<typeof HandoverForm>, 'token'>;
