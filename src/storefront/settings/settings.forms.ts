import { z } from 'zod';
import { cleanLine } from '#src/lib/clean-text.ts';
import { checkEmail, cleanEmail } from '#src/lib/email.ts';
import { parsePhone } from '#src/lib/phone.ts';
import { readAccent } from '../look/accent.rules.ts';
import type { RetailRounding, RetailTerms, ShelfPlace } from '../storefront.types.ts';

const text = z.string().default('');
const ticked = z
  .literal('on')
  .optional()
  .transform((on) => on === 'on');
const version = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);

/** A line that may be left empty. */
const line = (most: number) =>
  text
    .transform(cleanLine)
    .refine((typed) => typed.length <= most, `Не больше ${most} знаков`)
    .transform((typed) => typed || null);

/** `POST /team/storefront` */
export const settingsForm = z.strictObject({
  isOn: ticked,
  name: text
    .transform(cleanLine)
    .refine((typed) => typed !== '', 'Укажите название: оно стоит в заголовке витрины')
    .refine((typed) => typed.length <= 80, 'Не больше 80 знаков'),
  text: text.transform((typed) => typed.replaceAll('\r\n', '\n').trim()).refine((typed) => typed.length <= 2000, 'Не больше 2000 знаков'),
  phone: text.transform((typed, ctx) => {
    const phone = parsePhone(typed);
    if (typed.trim() !== '' && !phone) ctx.addIssue({ code: 'custom', message: 'Проверьте номер: нужен телефон с кодом города' });
    return phone && (phone.ext ? `${phone.e164};ext=${phone.ext}` : phone.e164);
  }),
  email: text.transform((typed, ctx) => {
    const email = cleanEmail(typed);
    const fault = email === '' ? null : checkEmail(email);
    if (fault) ctx.addIssue({ code: 'custom', message: fault });
    return email || null;
  }),
  address: line(200),
  hours: line(100),
  accent: text.transform((typed, ctx) => {
    if (typed.trim() === '') return null;
    const accent = readAccent(typed);
    if (!accent) ctx.addIssue({ code: 'custom', message: 'Цвет — шесть шестнадцатеричных цифр, например #0f766e' });
    return accent;
  }),
  isShownToCustomers: ticked,
  step: z.enum(['show', 'save']).default('save'),
  version,
  token: z.uuid(),
});
export type SettingsInput = Omit<z.output<typeof settingsForm>, 'step'>;

/** `GET /team/storefront/preview`: what of the form is shown while somebody types; the rest of it comes along. */
export const lookQuery = z.object({
  name: text.transform((typed) => cleanLine(typed).slice(0, 80)),
  text: text.transform((typed) => typed.slice(0, 2000)),
  accent: text,
});

/** `POST /team/storefront/code` */
/** `newCode`: what is called `code` is a one-time code to the form that waits for a log-on, and not kept. */
export const codeForm = z.strictObject({
  newCode: text
    .transform((typed) => typed.trim().toLowerCase())
    .refine(
      (typed) => /^[a-z0-9][a-z0-9-]{1,39}$/.test(typed),
      'Адрес: от 2 до 40 латинских букв, цифр и дефисов; начинается с буквы или цифры',
    ),
  token: z.uuid(),
});

/** A form of one button. */
export const buttonForm = z.strictObject({ token: z.uuid() });

const ROUNDINGS = ['none', 'rubles', 'tens', 'nine', 'ninety'] as const satisfies readonly RetailRounding[];
const PLACES = ['shown', 'on_request', 'hidden'] as const satisfies readonly ShelfPlace[];
export const roundingWords: Record<RetailRounding, string> = {
  none: 'Не округлять: 267,50 ₽',
  rubles: 'До рубля вверх: 268 ₽',
  tens: 'До десяти рублей вверх: 270 ₽',
  nine: 'До …9 рублей: 269 ₽',
  ninety: 'До …90 рублей: 290 ₽',
};
export const placeWords: Record<ShelfPlace, string> = {
  shown: 'Показывать с ценой',
  on_request: 'Цена по запросу',
  hidden: 'Не показывать',
};

/** Basis points of a typed markup, `12,5` or `−10 %`; null where it is none or beyond what there can be. */
export function readMarkup(typed: string): number | null {
  const found = /^([-−]?)(\d{1,4})(?:[.,](\d{1,2}))?\s*%?$/.exec(typed.trim());
  if (!found) return null;
  const [, minus, whole = '', part = ''] = found;
  const points = (Number(whole) * 100 + Number(part.padEnd(2, '0'))) * (minus ? -1 : 1);
  return points >= -10_000 && points <= 100_000 ? points : null;
}

/** `12,5` of 1250, as it is typed. */
export const markupText = (points: number): string => String(points / 100).replace('.', ',');

const MARKUP_FAULT = 'Наценка — число процентов от −100 до 1000, не больше двух знаков после запятой';
const typedMarkup = text.transform((typed, ctx): number | null => {
  if (typed.trim() === '') return null;
  const points = readMarkup(typed);
  if (points === null) ctx.addIssue({ code: 'custom', message: MARKUP_FAULT });
  return points;
});
const typedPlace = z
  .literal('')
  .or(z.enum(PLACES))
  .default('')
  .transform((place) => place || null);

/** What every form of prices carries: what to do, and the numbers that were seen. */
const common = { step: z.enum(['show', 'save']).default('save'), seen: z.string().max(64).default(''), version, token: z.uuid() };

/** The fields of a table of vendors or products, `m7` and `p7` of the one with id 7. */
const wordFields = (ids: readonly number[]) =>
  Object.fromEntries(
    ids.flatMap((id): [string, z.ZodType<number | string | null>][] => [
      [`m${id}`, typedMarkup],
      [`p${id}`, typedPlace],
    ]),
  );

/** What is read of every form of prices; its rows are read by `typedWords`. */
export interface PricesInput extends Readonly<Record<string, unknown>> {
  /** Look first, or save what was looked at. */
  readonly step: 'show' | 'save';
  readonly seen: string;
  readonly version: number;
  readonly token: string;
}
export interface TermsInput extends PricesInput, RetailTerms {}

const points = text.transform((typed, ctx) => {
  const read = readMarkup(typed);
  if (read === null) ctx.addIssue({ code: 'custom', message: MARKUP_FAULT });
  return read ?? 0;
});

/** `POST /team/storefront/prices`: the terms, and a row for each vendor. */
export const termsForm = (vendorIds: readonly number[]): z.ZodType<TermsInput> =>
  formOf<TermsInput>({ markup: points, rounding: z.enum(ROUNDINGS), mayBeBelow: ticked }, vendorIds);

/** `POST /team/storefront/prices/:vendor`: a row for each product of a page. */
export const productsForm = (productIds: readonly number[]): z.ZodType<PricesInput> => formOf<PricesInput>({}, productIds);

function formOf<T>(own: Readonly<Record<string, z.ZodType>>, ids: readonly number[]): z.ZodType<T> {
  const form: z.ZodType<unknown> = z.strictObject({ ...own, ...common, ...wordFields(ids) });
  return form as z.ZodType<T>; // which rows it has is known only when it is read
}
