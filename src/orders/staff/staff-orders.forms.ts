import { z } from 'zod';
import { kindWords, reasonWords, statusWords } from '#src/orders/orders.words.ts';
import { listOf } from '#src/platform/http/list.ts';
import { carriedField, choiceField, idField, searchField } from '#src/platform/http/list-fields.ts';

const REASONS = ['partner_blocked', 'credit_limit', 'renewal_first'] as const;
const waitWords = { decision: 'Решать вам', money: 'Ждут оплаты или лимита' };

/** `/admin/orders?q=&status=&reason=&kind=&wait=&whose=&partner=&page=` */
export const staffOrderList = listOf({
  q: searchField('Найти', 'Номер, партнёр, ИНН, продукт, заказчик'),
  status: choiceField('Состояние', ['held', 'done', 'cancelled', 'rejected'], statusWords),
  reason: carriedField(REASONS, (reason) => `Ждёт: ${reasonWords[reason]}`),
  kind: choiceField('Вид', ['new', 'increase', 'restart', 'renewal'], (kind) => kindWords[kind]),
  wait: choiceField('Чего ждут', ['decision', 'money'], (wait) => waitWords[wait], 'Неважно'),
  whose: choiceField('Чьи', ['mine'], () => 'Мои партнёры'),
  partner: idField('Партнёр'),
});

export type StaffOrdersFilter = z.infer<typeof staffOrderList.exportQuery>;

const explained = (empty: string) =>
  z
    .string()
    .default('')
    .transform((typed) => typed.trim())
    .refine((typed) => typed !== '', empty)
    .refine((typed) => typed.length <= 500, 'Не больше 500 знаков');

/** `POST /admin/orders/:number/release` */
export const releaseForm = z.strictObject({ comment: explained('Напишите, почему заказ выполняется сверх лимита'), token: z.uuid() });

/** `POST /admin/orders/:number/rejection` */
export const rejectionForm = z.strictObject({ reason: explained('Напишите причину: её прочтёт партнёр'), token: z.uuid() });
