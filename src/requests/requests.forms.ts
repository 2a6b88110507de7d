import { z } from 'zod';
import { seatsField } from '#src/orders/terms-fields.parts.ts';
import { changeFields, comment } from '#src/subscriptions/manage/change-fields.parts.ts';

const ignored = z
  .string()
  .optional()
  .transform(() => null);

/** «Попросить изменить»: seats count only when they are what is asked for. */
export const askForm = (kind: string) =>
  z.strictObject({
    token: z.uuid(),
    kind: z.enum(['seats', 'stop'], 'Выберите, что изменить'),
    seats: kind === 'seats' ? seatsField : ignored,
    comment,
  });

/** Taking a request back asks nothing more. */
export const withdrawalForm = z.strictObject({ token: z.uuid() });

/** `/requests?state=` */
export const inboxQuery = z.strictObject({
  state: z
    .literal('')
    .transform(() => null)
    .or(z.enum(['open', 'accepted', 'declined', 'withdrawn']))
    .default(null),
});

const sum = z.string().regex(/^-?\d{1,18}$/);

/** Accepting shows the sums like any change, and carries them. */
export const acceptForm = z.strictObject({
  ...changeFields,
  comment,
  shownPrice: sum.optional(),
  shownCharge: sum.optional(),
  shownLimit: sum.optional(),
  shownFor: z.string().max(20).optional(),
});

/** Declining says why: the customer reads it. */
export const declineForm = z.strictObject({
  token: z.uuid(),
  answer: z
    .string()
    .default('')
    .transform((text) => text.trim())
    .pipe(z.string().min(1, 'Напишите заказчику, почему').max(500, 'Не длиннее 500 знаков')),
});
