import { z } from 'zod';
import { cleanLine } from '#src/lib/clean-text.ts';
import { checkDomainPrefix, cleanDomainPrefix } from '#src/lib/domain.ts';
import { checkEmail, cleanEmail } from '#src/lib/email.ts';
import { parsePhone } from '#src/lib/phone.ts';
import { isRegionCode } from '#src/lib/regions.ts';
import { bareCode, checkInn, checkKpp, isCompanyInn } from '#src/lib/requisites.ts';
import type { CustomerInput, NewCustomer } from './customers.types.ts';

export const text = z.string().default('');
export const fields = { name: text, inn: text, kpp: text, contactName: text, email: text, phone: text, regionCode: text };
export const isDuplicateMeant = z.literal('on').optional();

type Raw = Record<keyof typeof fields, string>;
type Tell = (field: string, message: string) => void;

/** A new customer alone, e.g. inside the order's form: all faults at once, each at its field (product rule §6). */
export const newCustomer = z
  .strictObject({ ...fields, domainPrefix: text, isDuplicateMeant })
  .transform((raw, ctx): NewCustomer => readNew(raw, teller(ctx)));

export function readNew(raw: Raw & { domainPrefix: string; isDuplicateMeant?: 'on' | undefined }, tell: Tell): NewCustomer {
  const domainPrefix = cleanDomainPrefix(raw.domainPrefix);
  const customer = readCustomer(raw, tell);
  const fault = checkDomainPrefix(domainPrefix);
  if (fault) tell('domainPrefix', fault);
  return { ...customer, domainPrefix, isDuplicateMeant: raw.isDuplicateMeant === 'on' };
}

export function readCustomer(raw: Raw, tell: Tell): CustomerInput {
  const name = cleanLine(raw.name);
  if (name === '') tell('name', 'Укажите название организации');
  if (name.length > 200) tell('name', 'Не больше 200 знаков');
  const inn = bareCode(raw.inn);
  const innFault = inn === '' ? 'Укажите ИНН: 10 цифр у организации, 12 у предпринимателя' : checkInn(inn);
  if (innFault) tell('inn', innFault);
  const kpp = readKpp(bareCode(raw.kpp), inn, innFault === null, tell);
  const contactName = cleanLine(raw.contactName);
  if (contactName === '') tell('contactName', 'Укажите, с кем связываться');
  if (contactName.length > 100) tell('contactName', 'Не больше 100 знаков');
  const email = cleanEmail(raw.email);
  const emailFault = email === '' ? 'Укажите адрес почты' : checkEmail(email);
  if (emailFault) tell('email', emailFault);
  const phone = parsePhone(raw.phone);
  if (!phone)
    tell('phone', raw.phone.trim() === '' ? 'Укажите телефон' : 'Проверьте номер: нужен телефон с кодом, например +7 495 123-45-67');
  if (!isRegionCode(raw.regionCode)) tell('regionCode', 'Выберите регион');
  return { name, inn, kpp, contactName, email, phone: phone ? storedPhone(phone) : '', regionCode: raw.regionCode };
}

/** A company has a КПП, an entrepreneur has none. */
function readKpp(kpp: string, inn: string, isInnRight: boolean, tell: Tell): string | null {
  if (isInnRight && !isCompanyInn(inn)) {
    if (kpp !== '') tell('kpp', 'У предпринимателя (ИНН из 12 цифр) нет КПП: оставьте поле пустым');
    return null;
  }
  if (kpp === '') {
    if (isInnRight) tell('kpp', 'Укажите КПП: у организации он есть всегда');
    return null;
  }
  const fault = checkKpp(kpp);
  if (fault) tell('kpp', fault);
  return kpp;
}

const storedPhone = ({ e164, ext }: { e164: string; ext: string | null }): string => (ext ? `${e164};ext=${ext}` : e164);

export const teller =
  (ctx: z.RefinementCtx): Tell =>
  (field, message) =>
    ctx.addIssue({ code: 'custom', path: [field], message });
