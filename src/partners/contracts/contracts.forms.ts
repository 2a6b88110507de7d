import { z } from 'zod';
import type { Day } from '#src/lib/days.ts';
import { requiredLine, typedSigned } from '#src/partners/partner-parts.forms.ts';

const fields = (today: Day) => ({
  number: requiredLine(60, 'Укажите номер договора'),
  signedOn: typedSigned('Укажите дату договора', today),
  docMode: z.enum(['upd', 'act_sf'], 'Выберите документы'),
  base: z
    .literal('')
    .or(z.string().regex(/^[1-9]\d{0,8}$/))
    .default('')
    .transform((id) => (id === '' ? null : Number(id))),
  token: z.uuid(),
});

/** `POST /admin/partners/:id/contracts` */
export const contractForm = (today: Day) => z.strictObject(fields(today));

/** `POST /admin/partners/:id/contracts/:contractId`; `version` is that of the contract as it was shown. */
export const mendForm = (today: Day) => z.strictObject({ ...fields(today), version: z.string().regex(/^[0-9a-f]{32}$/) });

export type ContractInput = Omit<z.infer<ReturnType<typeof contractForm>>, 'token'>;
export type MendInput = z.infer<ReturnType<typeof mendForm>>;
