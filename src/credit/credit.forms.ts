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

/** Numbers of the orders whose boxes are ticked in a form as it came. */
export const droppedIn = (values: Readonly<Record<string, unknown>>): string[] =>
  Object.keys(values).flatMap((name) => (name.startsWith('drop-') ? [name.slice('drop-'.length)] : []));

/** Orders cancelled with the act, by boxes named `drop-O-100001`, and those the page said would run; null where it showed none. */
const runs = z.looseObject({ seen: z.string().max(20_000).optional() }).transform(({ seen, ...rest }, ctx) => {
  const boxes = Object.keys(rest);
  const strange = boxes.filter((name) => !/^drop-O-\d{1,12}$/.test(name));
  if (strange.length > 0) ctx.addIssue({ code: 'unrecognized_keys', keys: strange, input: rest });
  return { drop: droppedIn(rest), seen: seen === undefined ? null : seen.split(' ').filter(Boolean) };
});

/** Fields of the form beside those of its list of orders. */
function withRuns<S extends z.ZodRawShape>(shape: S) {
  const own = Object.keys(shape);
  return z.record(z.string(), z.string()).transform((form, ctx) => {
    const entries = Object.entries(form);
    const fields = z.object(shape).safeParse(Object.fromEntries(entries.filter(([name]) => own.includes(name))));
    const agreed = runs.safeParse(Object.fromEntries(entries.filter(([name]) => !own.includes(name))));
    for (const { error } of [fields, agreed]) for (const issue of error?.issues ?? []) ctx.addIssue({ ...issue, input: form } as never);
    return fields.success && agreed.success ? { ...fields.data, agreed: agreed.data } : z.NEVER;
  });
}

/** `POST /admin/partners/:id/holds/:holdId/lift`; without a comment the hold is lifted all the same: two clicks. */
export const liftForm = withRuns({
  comment: line(500, 'Не больше 500 знаков').transform((typed) => typed || 'Снято без комментария'),
  token,
});

const shown = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform((digits) => kopecks(digits));

/** `POST /admin/partners/:id/limit`; an empty `untilOn` is for good. */
export const limitForm = withRuns({
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

/** `GET /admin/partners/:id/limit`: the sum to begin with, where a link goes back to an earlier limit. */
export const limitQuery = z
  .strictObject({ limit: z.string().max(30).optional() })
  .transform(({ limit }) => (limit ? { limit } : {}) as Record<string, string>);
