import { z } from 'zod';
import type { BillingRule } from '#src/catalog/catalog.types.ts';
import { type Kopecks, parseRub } from '#src/lib/money.ts';

const text = z
  .string()
  .default('')
  .transform((typed) => typed.slice(0, 30).trim());

/** `/finance?seats=&price=&sum=&billing=`: «что если»; what can't be read is told beside the field, the page stays. */
export const financeQuery = z.strictObject({
  ...{ seats: text, price: text, sum: text },
  billing: z.enum(['prorated', 'full_month']).default('prorated'),
});

export type WhatIfQuery = z.infer<typeof financeQuery>;

/** What would be taken on, in a full month, kopecks, and how it is charged; or what is wrong with the question. */
export type WhatIf =
  | { readonly kind: 'none' }
  | { readonly kind: 'asked'; readonly month: Kopecks; readonly billing: BillingRule }
  | { readonly kind: 'faulty'; readonly errors: Readonly<Record<string, string>> };

const MOST = 10_000_000_000_000n;

/** Reads the question: seats at a price, or a sum a month. */
export function readWhatIf({ seats, price, sum, billing }: WhatIfQuery): WhatIf {
  if (seats === '' && price === '' && sum === '') return { kind: 'none' };
  if (sum !== '') {
    const month = parseRub(sum);
    return month !== null && month > 0n && month <= MOST
      ? { kind: 'asked', month, billing }
      : faulty({ sum: 'Укажите сумму в рублях, например 12 000' });
  }
  const count = /^\d{1,6}$/.test(seats) ? BigInt(seats) : 0n;
  const each = parseRub(price);
  const errors: Record<string, string> = {};
  if (count < 1n) errors['seats'] = 'Укажите, сколько мест: целое число от 1';
  if (each === null || each <= 0n || each > MOST) errors['price'] = 'Укажите цену за место в месяц, например 214,00';
  if (Object.keys(errors).length > 0 || each === null) return faulty(errors);
  return { kind: 'asked', month: (each * count) as Kopecks, billing };
}

const faulty = (errors: Record<string, string>): WhatIf => ({ kind: 'faulty', errors });
