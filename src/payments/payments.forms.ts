import { z } from 'zod';
import { type Day, parseDay } from '#src/lib/days.ts';
import { type Kopecks, parseRub } from '#src/lib/money.ts';

const search = z
  .string()
  .default('')
  .transform((text) => text.slice(0, 100).trim());

/** `/admin/payments?q=&page=` */
export const listQuery = z.strictObject({ q: search, page: z.coerce.number().int().min(1).max(20_000).catch(1).default(1) });
export const exportQuery = z.strictObject({ q: search });
export type PaymentFilter = z.infer<typeof exportQuery>;

/** `/admin/payments/new?partner=7700000016` */
export const newQuery = z.strictObject({ partner: search });

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
    .transform((sum) => sum as Kopecks),
  payerName: z.string().trim().max(300, 'Не длиннее 300 знаков'),
  docNumber: optional,
  purpose: z.string().trim().min(1, 'Укажите назначение платежа').max(500, 'Не длиннее 500 знаков'),
  /** Number of the invoice to settle first; empty: oldest first. */
  invoice: z.string().trim().max(40).default(''),
});

export const reversalForm = z.strictObject({
  token: z.uuid(),
  reason: z.string().trim().min(3, 'Напишите, почему платёж снимается').max(300, 'Не длиннее 300 знаков'),
});

export type PaymentForm = z.infer<typeof paymentForm>;
