import type { Request } from 'express';
import { z } from 'zod';
import { type Day, parseDay } from '#src/lib/days.ts';
import { formatRub, type Kopecks, kopecks, parseRub } from '#src/lib/money.ts';
import { bareCode, checkInn } from '#src/lib/requisites.ts';
import { checkForm, onlyText, postedFields, type ReadForm } from '#src/platform/http/forms.ts';
import { listOf } from '#src/platform/http/list.ts';
import { choiceField, monthField, searchField } from '#src/platform/http/list-fields.ts';
import type { Said } from './by-hand.rules.ts';
import { decisionFields, dropped, ids, isMany, keys, partFields, sameAs, search, tickedIn } from './decision-fields.parts.ts';

/** Payments of one kind: money not used up, and what was taken back with what took it back. */
const PAYMENT_KINDS = ['prepaid', 'reversed'] as const;
const kindWords: Record<(typeof PAYMENT_KINDS)[number], string> = { prepaid: 'С авансом', reversed: 'Сторно и сторнированные' };

/** `/admin/payments?q=&period=2026-11&kind=prepaid&page=` */
export const paymentList = listOf({
  q: searchField('Поиск', 'Партнёр, ИНН, плательщик, номер или назначение'),
  period: monthField('Месяц'),
  kind: choiceField('Какие', PAYMENT_KINDS, (kind) => kindWords[kind]),
});

export type PaymentFilter = z.infer<typeof paymentList.exportQuery>;

/** `/admin/payments/new?partner=7700000016` */
export const newQuery = z.strictObject({ partner: search });

/** No payment is larger, kopecks. */
const MOST = kopecks(10_000_000_000_000n);

/** Text of a field, or null when it was left empty. */
const optional = z
  .string()
  .trim()
  .max(300, 'Не длиннее 300 знаков')
  .transform((text) => text || null);

export const paymentForm = z.strictObject({
  token: z.uuid(),
  partner: z.string().trim().min(1, 'Укажите ИНН, код или код дебитора партнёра').max(100),
  receivedOn: z
    .string()
    .transform((text) => parseDay(text))
    .refine((day) => day !== null, 'Укажите дату поступления, например 30.11.2026')
    .transform((day) => day as Day),
  amount: z
    .string()
    .transform((text) => parseRub(text))
    .refine((sum) => sum !== null && sum > 0n, 'Укажите сумму в рублях, например 12 500,00')
    .refine((sum) => sum === null || sum <= MOST, `Не больше ${formatRub(MOST)}: проверьте сумму`)
    .transform((sum) => sum as Kopecks),
  payerName: z.string().trim().max(300, 'Не длиннее 300 знаков').default(''),
  payerInn: z
    .string()
    .default('')
    .transform((text, ctx) => {
      const inn = bareCode(text);
      const fault = inn === '' ? null : checkInn(inn);
      if (fault) ctx.addIssue({ code: 'custom', message: fault });
      return inn;
    }),
  docNumber: optional,
  purpose: z.string().trim().min(1, 'Укажите назначение платежа').max(500, 'Не длиннее 500 знаков'),
  /** `find`: show the partner's invoices and keep what was typed. */
  step: z.enum(['find', 'register']).default('register'),
  ...decisionFields,
});

/** The same while it is typed: what does not fit is not there yet. */
const soft = <T>(schema: z.ZodType<T>) => schema.nullable().catch(null).default(null);
const { shape } = paymentForm;

/** A payment still being typed: what can't be read yet is null or empty. */
const softPayment = z.object({
  ...{ receivedOn: soft(shape.receivedOn), amount: soft(shape.amount), payerInn: soft(shape.payerInn), docNumber: soft(shape.docNumber) },
  ...{ purpose: z.string().max(500).catch('').default(''), payerName: z.string().max(300).catch('').default('') },
});

export type TypedSoFar = z.infer<typeof softPayment>;

/** What of a posted form can be read already. */
export const typedSoFar = (values: Readonly<Record<string, string>>): TypedSoFar => softPayment.parse(values);

/** What the payment would settle, asked while it is typed. */
export const spreadQuery = z.strictObject({
  ...{
    partner: search,
    invoice: ids,
    sure: keys,
    same: sameAs,
    drop: dropped,
    ...partFields,
    contract: soft(shape.contract),
    way: shape.way.catch(''),
  },
  ...softPayment.shape,
});

export const reversalForm = z.strictObject({
  token: z.uuid(),
  reason: z.string().trim().min(3, 'Напишите, почему платёж снимается').max(300, 'Не длиннее 300 знаков'),
});

export type PaymentForm = z.infer<typeof paymentForm>;

/** What was ticked and taken beside the text fields of the form. */
type Ticked = Omit<Said, 'way' | 'contractId'>;

/** The payment as it was typed, and what was ticked: invoices, answers, held orders to drop. @throws BadRequest for what the form does not send */
export function readPayment(req: Request): { form: ReadForm<PaymentForm>; ticked: Ticked } {
  const fields = postedFields(req);
  const typed = Object.fromEntries(Object.entries(fields).filter(([name]) => !isMany(name)));
  return { form: checkForm(onlyText(typed), paymentForm), ticked: tickedIn(fields) };
}
