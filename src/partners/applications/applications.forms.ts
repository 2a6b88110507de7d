import { z } from 'zod';
import { consentFields } from '#src/consents/consents.parts.ts';
import { bareCode, checkInn, checkMpnId } from '#src/lib/requisites.ts';
import { readPhone, requiredLine, typedEmail, typedLogin } from '#src/partners/partner-parts.forms.ts';
import { listOf } from '#src/platform/http/list.ts';
import { carriedField, searchField } from '#src/platform/http/list-fields.ts';
import type { ApplicationStatus } from './applications.types.ts';

const text = z.string().default('');

/** A code that `check` finds right; an empty one is null, or told by `empty`. */
function code(check: (bare: string) => string | null, empty: string | null) {
  return text.transform((typed, ctx): string | null => {
    const bare = bareCode(typed);
    const fault = bare === '' ? empty : check(bare);
    if (fault) ctx.addIssue({ code: 'custom', message: fault });
    return bare === '' ? null : bare;
  });
}

/** `POST /application`: every fault at its field (product rule §4). `website` is a trap: people don't see it. */
export const applicationForm = z.strictObject({
  companyName: requiredLine(200, 'Укажите название компании'),
  inn: code(checkInn, 'Укажите ИНН: 10 цифр у организации, 12 у предпринимателя').transform((inn) => inn ?? ''),
  mpnId: code(checkMpnId, null),
  lastName: requiredLine(60, 'Укажите фамилию'),
  firstName: requiredLine(60, 'Укажите имя'),
  email: typedEmail,
  phone: text.transform((typed, ctx): string => {
    if (typed.trim() !== '') return readPhone(typed, ctx);
    ctx.addIssue({ code: 'custom', message: 'Укажите телефон' });
    return z.NEVER;
  }),
  login: typedLogin,
  ...consentFields('без него мы не можем рассмотреть анкету'),
  website: text,
  stamp: z.string().max(200),
});

export type ApplicationInput = Omit<z.infer<typeof applicationForm>, 'website' | 'stamp' | 'consent' | 'consentHash'>;

/** `/application?sent=1` is where a sent form leads. */
export const applicationQuery = z.strictObject({ sent: z.literal('1').optional() });

/** How an анкета in a state is called. */
export const applicationWords: Record<ApplicationStatus, string> = { new: 'Новая', approved: 'Одобрена', rejected: 'Отклонена' };

/** `/admin/applications?q=&status=&page=` */
export const applicationList = listOf({
  q: searchField('Найти', 'Компания, ИНН, имя, почта, логин'),
  status: carriedField(['new', 'approved', 'rejected'], (status) => applicationWords[status]),
});

export type ApplicationFilter = z.infer<typeof applicationList.exportQuery>;

/** `POST /admin/applications/:id/rejection` */
export const applicationRejectionForm = z.strictObject({
  reason: requiredLine(500, 'Напишите причину: её прочтёт заявитель'),
  token: z.uuid(),
});
