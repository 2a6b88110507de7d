import { z } from 'zod';
import { typedDay } from '#src/platform/http/typed-day.ts';

const endedOn = typedDay('Укажите последний день договора');
/** «stop»: nothing follows. */
const successor = z
  .literal('stop')
  .or(z.string('Выберите, куда перейдут подписки').regex(/^[1-9]\d{0,8}$/, 'Выберите, куда перейдут подписки'))
  .transform((value) => (value === 'stop' ? null : Number(value)));

/** `POST …/contracts/:contractId/ending`; `step=show` tells what will change and does nothing. */
export const endingForm = z.strictObject({
  endedOn,
  successor,
  step: z.enum(['show', 'end']).default('end'),
  shown: z.string().max(64).default(''),
  token: z.uuid(),
});

/** What the form shows while it is filled in. */
export const endingQuery = z.strictObject({
  endedOn: endedOn.nullable().catch(null).default(null),
  successor: successor.nullable().optional().catch(undefined),
});
