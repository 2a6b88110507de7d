import { z } from 'zod';
import { type Kopecks, kopecks, parseRub } from '#src/lib/money.ts';
import { listOf } from '#src/platform/http/list.ts';
import { choiceField, idField, monthField, searchField, sortField } from '#src/platform/http/list-fields.ts';
import { PROMISE_STATES, stateWords } from './promises.words.ts';

const id = z.string().regex(/^[1-9]\d{0,8}$/);

/** `GET /finance/promises/new`: which hold, or the sum that is promised for a lack of limit. */
export const newPromiseQuery = z.strictObject({ hold: id.transform(Number).optional(), sum: z.string().max(30).optional() });

/** The sum of the address; null where none is typed, `fault` where it is none. */
export function typedSum(sum: string | undefined): { readonly amount: Kopecks | null; readonly fault: string | null } {
  if (!sum?.trim()) return { amount: null, fault: null };
  const amount = parseRub(sum);
  const isSum = amount !== null && amount > 0n && amount <= 10n ** 13n;
  return isSum ? { amount: kopecks(amount), fault: null } : { amount: null, fault: 'Укажите сумму в рублях, например 300 000' };
}

/** `POST /finance/promises`; the file comes beside it. `amount` is the sum the page showed. */
export const promiseForm = z.strictObject({
  hold: z
    .literal('')
    .transform(() => null)
    .or(id.transform(Number)),
  amount: z
    .string()
    .regex(/^\d{1,14}$/)
    .transform((digits) => kopecks(digits)),
  seen: z
    .string()
    .max(20_000)
    .default('')
    .transform((numbers) => numbers.split(' ').filter(Boolean)),
  token: z.uuid(),
});

const reason = (empty: string) =>
  z
    .string()
    .default('')
    .transform((typed) => typed.trim())
    .pipe(z.string().min(3, empty).max(300, 'Не длиннее 300 знаков'));

/** `POST /admin/partners/:id/promises` */
export const grantForm = z.strictObject({
  reason: reason('Напишите, почему разрешаете ещё одно: это останется в журнале'),
  token: z.uuid(),
});

/** `POST /admin/partners/:id/promises/:promiseId/ending` */
export const endingForm = z.strictObject({ reason: reason('Напишите, почему снимаете: партнёр прочтёт это в письме'), token: z.uuid() });

/** `/admin/promises` */
export const promiseList = listOf({
  q: searchField('Партнёр, ИНН или счёт', 'Партнёр, ИНН или счёт'),
  state: choiceField('Состояние', PROMISE_STATES, (state) => stateWords[state]),
  kind: choiceField('За что', ['invoice', 'limit'], (kind) => (kind === 'invoice' ? 'Просроченный счёт' : 'Нехватка лимита')),
  period: monthField('Месяц'),
  partner: idField('Партнёр'),
  sort: sortField(['due', 'amount'], 'newest'),
});

export type PromiseFilter = Omit<z.output<typeof promiseList.query>, 'page'>;
