import { z } from 'zod';
import { bareCode, checkMpnId } from '#src/lib/requisites.ts';
import { codeFaults, readPhone, requiredLine, termDays, typedEmail } from '#src/partners/partner-parts.forms.ts';

const text = z.string().default('');
const bare = text.transform(bareCode);

/** `POST /admin/partners/:id/requisites`. The ИНН is of whom the contracts are with: it stays, and says which codes there are. */
export const requisitesForm = (inn: string) =>
  z
    .strictObject({
      name: requiredLine(200, 'Укажите название партнёра'),
      kpp: bare,
      ogrn: bare,
      address: requiredLine(300, 'Укажите адрес: он встанет в документы'),
      email: typedEmail,
      phone: text.transform((typed, ctx) => (typed.trim() === '' ? null : readPhone(typed, ctx))),
      mpnId: bare,
      axDebtorCode: requiredLine(40, 'Укажите код дебитора'),
      axPayerCode: requiredLine(40, 'Укажите код плательщика'),
      paymentTermDays: termDays,
      managerId: z.coerce.number('Выберите менеджера').int().min(1, 'Выберите менеджера').max(2_000_000_000, 'Выберите менеджера'),
      version: z.string().regex(/^[0-9a-f]{32}$/),
      token: z.uuid(),
    })
    .transform((form, ctx) => {
      const mpnFault = form.mpnId === '' ? null : checkMpnId(form.mpnId);
      const faults = [...codeFaults({ ...form, inn }), ...(mpnFault ? [['mpnId', mpnFault] as const] : [])];
      for (const [field, message] of faults) ctx.addIssue({ code: 'custom', path: [field], message });
      return { ...form, kpp: form.kpp || null, ogrn: form.ogrn || null, mpnId: form.mpnId || null };
    });

export type RequisitesInput = z.infer<ReturnType<typeof requisitesForm>>;
