import { z } from 'zod';
import { LOGIN_PATTERN } from '#src/accounts/users.rules.ts';
import { type Day, parseDay } from '#src/lib/days.ts';
import { checkEmail, cleanEmail } from '#src/lib/email.ts';
import { parsePhone } from '#src/lib/phone.ts';

const text = z.string().default('');

/** One line of text without odd characters. */
export const oneLine = (typed: string): string => typed.replace(/[\s\p{Cc}]+/gu, ' ').trim();

export const requiredLine = (most: number, empty: string) =>
  text
    .transform(oneLine)
    .refine((typed) => typed !== '', empty)
    .refine((typed) => typed.length <= most, `Не больше ${most} знаков`);

/** A typed day; `empty` is told when there is none. */
export const typedDay = (empty: string) =>
  text.transform((typed, ctx): Day => {
    const read = parseDay(typed);
    if (read) return read;
    ctx.addIssue({ code: 'custom', message: typed.trim() === '' ? empty : 'Такой даты нет: укажите её как 30.11.2026' });
    return z.NEVER;
  });

export const typedEmail = text.transform((typed, ctx) => {
  const email = cleanEmail(typed);
  const fault = email === '' ? 'Укажите адрес почты' : checkEmail(email);
  if (fault) ctx.addIssue({ code: 'custom', message: fault });
  return email;
});

/** A typed phone as it is stored: E.164 with «;ext=» for an extension. */
export const readPhone = (typed: string, ctx: z.RefinementCtx): string => {
  const phone = parsePhone(typed);
  if (phone) return phone.ext ? `${phone.e164};ext=${phone.ext}` : phone.e164;
  ctx.addIssue({ code: 'custom', message: 'Проверьте номер: нужен телефон с кодом, например +7 495 123-45-67' });
  return z.NEVER;
};

/** A wished login, lower-case; null for none. */
export const typedLogin = text.transform((typed, ctx): string | null => {
  const login = typed.trim().toLowerCase();
  if (login === '') return null;
  if (LOGIN_PATTERN.test(login)) return login;
  ctx.addIssue({ code: 'custom', message: 'Логин: от 2 до 40 латинских букв, цифр, точек, дефисов; начинается с буквы или цифры' });
  return z.NEVER;
});

/** `POST /admin/partners/:id/contracts` */
export const contractForm = z.strictObject({
  number: requiredLine(60, 'Укажите номер договора'),
  signedOn: typedDay('Укажите дату договора'),
  docMode: z.enum(['upd', 'act_sf'], 'Выберите документы'),
  base: z
    .literal('')
    .or(z.string().regex(/^[1-9]\d{0,8}$/))
    .default('')
    .transform((id) => (id === '' ? null : Number(id))),
  token: z.uuid(),
});

export type ContractInput = Omit<z.infer<typeof contractForm>, 'token'>;
