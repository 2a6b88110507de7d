import { z } from 'zod';
import { LOGIN_PATTERN } from '#src/accounts/users.rules.ts';
import { cleanLine } from '#src/lib/clean-text.ts';
import { checkEmail, cleanEmail } from '#src/lib/email.ts';
import { parsePhone } from '#src/lib/phone.ts';
import type { Role } from '#src/platform/actor.ts';

/** Who somebody is and how they are reached. */
export const personFields = {
  name: z.string().transform(cleanLine).pipe(z.string().min(1, 'Укажите имя и фамилию').max(100, 'Не больше 100 знаков')),
  email: z.string().transform((typed, ctx) => {
    const email = cleanEmail(typed);
    const fault = email === '' ? 'Укажите адрес почты' : checkEmail(email);
    if (fault) ctx.addIssue({ code: 'custom', message: fault });
    return email;
  }),
  phone: z
    .string()
    .default('')
    .transform((typed, ctx) => {
      const phone = parsePhone(typed);
      if (typed.trim() !== '' && !phone)
        ctx.addIssue({ code: 'custom', message: 'Проверьте номер: нужен телефон с кодом, например +7 495 123-45-67' });
      return phone ? `${phone.e164}${phone.ext ? `;ext=${phone.ext}` : ''}` : null;
    }),
};

/** A new colleague. A login left empty is made of the e-mail. */
export const colleagueForm = (roles: readonly Role[]) =>
  z.strictObject({
    ...personFields,
    login: z
      .string()
      .default('')
      .transform((typed) => typed.trim().toLowerCase())
      .refine((login) => login === '' || LOGIN_PATTERN.test(login), 'Логин: от 2 до 40 латинских букв, цифр, точек и дефисов'),
    role: z.enum(roles as [Role, ...Role[]], 'Выберите роль'),
    token: z.uuid(),
  });

/** «Изменить роль»; `seen` is the role the page showed. */
export function roleForm(roles: readonly Role[]) {
  const role = z.enum(roles as [Role, ...Role[]], 'Выберите роль');
  return z.strictObject({ role, seen: role.optional() });
}

/** A form of nothing but its button. */
export const ButtonForm = z.strictObject({});

/** A form that must work once. */
export const TokenForm = z.strictObject({ token: z.uuid() });
