import { z } from 'zod';
import { cleanLine } from '#src/lib/clean-text.ts';
import { type Day, parseDay } from '#src/lib/days.ts';
import { parseRub } from '#src/lib/money.ts';
import { listOf } from '#src/platform/http/list.ts';
import { choiceField, idField, searchField } from '#src/platform/http/list-fields.ts';

const line = (most: number, message: string) =>
  z
    .string()
    .transform(cleanLine)
    .pipe(z.string().min(1, message).max(most, `Не больше ${most} знаков`));
const optionalLine = (most: number) =>
  z
    .string()
    .default('')
    .transform(cleanLine)
    .pipe(z.string().max(most, `Не больше ${most} знаков`));
const prose = (most: number) =>
  z
    .string()
    .default('')
    .transform((text) => text.trim())
    .pipe(z.string().max(most, `Не больше ${most} знаков`));
const slug = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?$/, 'Латинские буквы, цифры и дефисы, например kaspersky');
const id = (message: string) =>
  z
    .string()
    .regex(/^[1-9]\d{0,8}$/, message)
    .transform(Number);
/** Changes with every change of the row: the second of two editors is told. */
const version = z.string().regex(/^[0-9a-f]{32}$/);
/** Of the form: sent twice, it works once. */
const token = z.uuid();
const optionalDay = (message: string) =>
  z
    .string()
    .default('')
    .transform((typed, ctx): Day | null => {
      if (typed.trim() === '') return null;
      const found = parseDay(typed);
      if (!found) ctx.addIssue({ code: 'custom', message });
      return found;
    });
const day = (message: string) =>
  optionalDay(message).transform((found, ctx): Day => {
    if (found) return found;
    if (ctx.issues.length === 0) ctx.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

const vendor = {
  name: line(100, 'Укажите название'),
  initials: line(3, 'Укажите 1–3 буквы'),
  about: prose(1_000),
  aliases: optionalLine(500),
  usesDomainPrefix: z
    .literal('on')
    .optional()
    .transform((on) => on === 'on'),
};
export const NewVendorForm = z.strictObject({ slug, ...vendor, token });
export const VendorForm = z.strictObject({ ...vendor, version, token });

const product = {
  vendorId: id('Выберите вендора'),
  categoryId: id('Выберите категорию'),
  name: line(200, 'Укажите название'),
  description: prose(4_000).pipe(z.string().min(1, 'Опишите продукт')),
  requirements: prose(2_000),
  vatClass: z.enum(['standard', 'registry'], 'Выберите налог'),
  registryNumber: optionalLine(20).transform((text) => text || null),
  registryOn: optionalDay('Такой даты нет'),
};
const hasNumber = (form: { vatClass: string; registryNumber: string | null }) =>
  form.vatClass !== 'registry' || form.registryNumber !== null;
const noNumber = { path: ['registryNumber'], message: 'Без НДС продаётся только ПО из реестра: укажите номер записи' };
export const NewProductForm = z.strictObject({ slug, ...product, token }).refine(hasNumber, noNumber);
export const ProductForm = z.strictObject({ ...product, version, token }).refine(hasNumber, noNumber);

const seats = z
  .string()
  .trim()
  .regex(/^[1-9]\d{0,5}$/, 'Целое число от 1 до 999 999')
  .transform(Number);
const limits = { name: line(200, 'Укажите название'), minSeats: seats, maxSeats: seats };
const isOrdered = (form: { minSeats: number; maxSeats: number }) => form.maxSeats >= form.minSeats;
const notOrdered = { path: ['maxSeats'], message: 'Не меньше наименьшего числа мест' };
const gross = z.string().transform((typed, ctx) => {
  const sum = parseRub(typed);
  if (sum === null || sum <= 0n || sum > 1_000_000_000n)
    ctx.addIssue({ code: 'custom', message: 'Укажите цену в рублях, например 214,00' });
  return sum ?? z.NEVER;
});
export const NewOfferForm = z
  .strictObject({
    sku: z
      .string()
      .trim()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._/-]{1,59}$/, 'Латинские буквы, цифры, точки и дефисы, от 2 до 60 знаков'),
    ...limits,
    unit: z.enum(['user', 'device', 'server', 'licence'], 'Выберите единицу'),
    billingRule: z.enum(['prorated', 'full_month'], 'Выберите, как списывать'),
    gross,
    validFrom: day('Укажите дату, например 01.12.2026'),
    token,
  })
  .refine(isOrdered, notOrdered);
export const OfferForm = z
  .strictObject({ ...limits, discontinuedOn: optionalDay('Такой даты нет'), version, token })
  .refine(isOrdered, notOrdered);

export const NO_EARLY_REASON = {
  path: ['earlyReason'],
  message: 'Напишите, почему цена вводится раньше срока: причина останется в журнале',
};

/** A price to come: rows are only added. */
export const PriceForm = z
  .strictObject({
    gross,
    validFrom: day('Укажите дату, например 01.12.2026'),
    /** Whom it touches was shown. */
    seen: z.literal('1').optional(),
    early: z.literal('on').optional(),
    earlyReason: z.string().trim().max(500, 'Не больше 500 знаков').default(''),
    token,
  })
  .refine(({ early, earlyReason }) => !early || earlyReason !== '', NO_EARLY_REASON);

/** `POST /admin/catalog/offers/:id/prices/:day/withdrawal` */
export const WithdrawalForm = z.strictObject({ token });

export const TermsForm = z.strictObject({
  version: z
    .string()
    .trim()
    .regex(/^[\p{L}\d][\p{L}\d._-]{0,29}$/u, 'От 1 до 30 букв, цифр, точек и дефисов'),
  validFrom: day('Укажите дату, например 01.12.2026'),
  body: prose(60_000).pipe(z.string().min(100, 'Текст условий слишком короткий')),
  token,
});

const states = ['sold', 'discontinued', 'no-price'] as const;
const stateWords: Record<(typeof states)[number], string> = { sold: 'В продаже', discontinued: 'Сняты с продажи', 'no-price': 'Без цены' };

/** `/admin/catalog?q=&vendor=&state=&page=` */
export const offerList = listOf({
  q: searchField('Поиск', 'Артикул, продукт или вендор'),
  vendor: idField('Вендор'),
  state: choiceField('Состояние', states, (state) => stateWords[state]),
});

export type OfferFilter = z.infer<typeof offerList.exportQuery>;

export type NewVendorInput = z.infer<typeof NewVendorForm>;
export type VendorInput = z.infer<typeof VendorForm>;
export type NewProductInput = z.infer<typeof NewProductForm>;
export type ProductInput = z.infer<typeof ProductForm>;
export type NewOfferInput = z.infer<typeof NewOfferForm>;
export type OfferInput = z.infer<typeof OfferForm>;
export type PriceInput = z.infer<typeof PriceForm>;
export type TermsInput = z.infer<typeof TermsForm>;
