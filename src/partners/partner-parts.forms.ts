import { z } from 'zod';
import { LOGIN_PATTERN } from '#src/accounts/users.rules.ts';
import { cleanLine } from '#src/lib/clean-text.ts';
import type { Day } from '#src/lib/days.ts';
import { checkEmail, cleanEmail } from '#src/lib/email.ts';
import { parsePhone } from '#src/lib/phone.ts';
import { checkKpp, checkOgrn, checkOgrnip, isCompanyInn } from '#src/lib/requisites.ts';
import { typedDay } from '#src/platform/http/typed-day.ts';
import { signedFault } from './contracts/contracts.rules.ts';

const text = z.string().default('');

export const requiredLine = (most: number, empty: string) =>
  text
    .transform(cleanLine)
    .refine((typed) => typed !== '', empty)
    .refine((typed) => typed.length <= most, `Не больше ${most} знаков`);

/** The day a contract was signed: today or earlier, and not long before any (product rule §4). */
export const typedSigned = (empty: string, today: Day) =>
  typedDay(empty).superRefine((signedOn, ctx) => {
    const fault = signedFault(signedOn, today);
    if (fault) ctx.addIssue({ code: 'custom', message: fault });
  });

export const typedEmail = text.transform((typed, ctx) => {
  const email = cleanEmail(typed);
  const fault = email === '' ? 'Укажите адрес почты' : checkEmail(email);
  if (fault) ctx.addIssue({ code: 'custom', message: fault });
  return email;
});

/** Days to pay an invoice in. */
export const termDays = z.coerce
  .number('Укажите срок в днях')
  .int('Укажите целое число дней')
  .min(0, 'Не меньше 0')
  .max(180, 'Не больше 180 дней');

/** A typed phone as it is stored: E.164 with «;ext=» for an extension. */
export const readPhone = (typed: string, ctx: z.RefinementCtx): string => {
  const phone = parsePhone(typed);
  if (phone) return phone.ext ? `${phone.e164};ext=${phone.ext}` : phone.e164;
  ctx.addIssue({ code: 'custom', message: 'Проверьте номер: нужен телефон с кодом, например +7 495 123-45-67' });
  return z.NEVER;
};

/** What is wrong with КПП and ОГРН beside the ИНН, told by field; '' is none. */
export function codeFaults({ inn, kpp, ogrn }: { inn: string; kpp: string; ogrn: string }): [field: 'kpp' | 'ogrn', message: string][] {
  const isCompany = isCompanyInn(inn);
  const kppOfCompany = kpp === '' ? 'Укажите КПП: у организации он есть всегда' : checkKpp(kpp);
  const kppOfPerson = kpp === '' ? null : 'У предпринимателя нет КПП: оставьте поле пустым';
  const kppFault = isCompany ? kppOfCompany : kppOfPerson;
  const ogrnFault = ogrn === '' ? null : (isCompany ? checkOgrn : checkOgrnip)(ogrn);
  return [...(kppFault ? [['kpp', kppFault] as ['kpp', string]] : []), ...(ogrnFault ? [['ogrn', ogrnFault] as ['ogrn', string]] : [])];
}

/** A wished login, lower-case; null for none. */
export const typedLogin = text.transform((typed, ctx): string | null => {
  const login = typed.trim().toLowerCase();
  if (login === '') return null;
  if (LOGIN_PATTERN.test(login)) return login;
  ctx.addIssue({ code: 'custom', message: 'Логин: от 2 до 40 латинских букв, цифр, точек, дефисов; начинается с буквы или цифры' });
  return z.NEVER;
});
