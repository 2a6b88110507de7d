import { z } from 'zod';
import { type Day, parseDay } from '#src/lib/days.ts';
import { type Kopecks, kopecks, parseRub } from '#src/lib/money.ts';

/** The largest limit and debt that can be typed: 100 billion rubles. */
const MOST = kopecks(10_000_000_000_000n);

const text = z.string().default('');
const line = (most: number, message: string) => text.transform((typed) => typed.trim()).refine((typed) => typed.length <= most, message);
const required = (most: number, empty: string) => line(most, `Не больше ${most} знаков`).refine((typed) => typed !== '', empty);

/** A comment that explains an action of staff: it stays in the journal. */
const comment = required(500, 'Напишите комментарий: он останется в журнале');

const token = z.uuid();

/** A typed sum of rubles; what is no sum, negative or beyond reason is told. */
const sum = (typed: string, ctx: z.RefinementCtx): Kopecks => {
  const read = parseRub(typed);
  if (read !== null && read >= 0n && read <= MOST) return read;
  ctx.addIssue({ code: 'custom', message: 'Укажите сумму в рублях, например 300 000' });
  return z.NEVER;
};

/** `POST /admin/partners/:id/holds` */
export const holdForm = z.strictObject({
  contract: z
    .literal('')
    .or(z.string().regex(/^[1-9]\d{0,8}$/))
    .default('')
    .transform((id) => (id === '' ? null : Number(id))),
  amount: text.transform((typed, ctx) => (typed.trim() === '' ? null : sum(typed, ctx))),
  text: required(500, 'Напишите, что прочтёт партнёр: причина и что сделать'),
  comment: line(500, 'Не больше 500 знаков').transform((typed) => typed || null),
  token,
});

/** `POST /admin/partners/:id/holds/:holdId/lift`; without a comment the hold is lifted all the same: two clicks. */
export const liftForm = z.strictObject({
  comment: line(500, 'Не больше 500 знаков').transform((typed) => typed || 'Снято без комментария'),
  token,
});

const shown = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform((digits) => kopecks(digits));

/** `POST /admin/partners/:id/limit`; an empty `untilOn` is for good. */
export const limitForm = z.strictObject({
  limit: text.transform(sum),
  untilOn: text.transform((typed, ctx): Day | null => {
    if (typed.trim() === '') return null;
    const read = parseDay(typed);
    if (read) return read;
    ctx.addIssue({ code: 'custom', message: 'Такой даты нет: укажите её как 30.11.2026' });
    return z.NEVER;
  }),
  comment,
  shown,
  token,
});
