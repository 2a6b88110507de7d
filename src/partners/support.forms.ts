import { z } from 'zod';

const none = z.literal('').transform(() => null);

const words = (most: number, empty: string) =>
  z
    .string()
    .default('')
    .transform((typed) => typed.trim())
    .refine((typed) => typed !== '', empty)
    .refine((typed) => typed.length <= most, `Не больше ${most} знаков`);

/** `POST /support` */
export const questionForm = z.strictObject({ body: words(4_000, 'Напишите вопрос'), token: z.uuid() });

/** `POST /admin/support/:id/answer`: the text goes to who asked. */
export const answerForm = z.strictObject({
  answer: words(4_000, 'Напишите ответ. Если он уже дан иначе, нажмите «Закрыть без ответа»'),
  token: z.uuid(),
});

/** `POST /admin/support/:id/closing` and `/reopening`: nothing but their button. */
export const turnForm = z.strictObject({ token: z.uuid() });

/** `/admin/support?state=&page=` */
export const questionListQuery = z.strictObject({
  state: none
    .or(z.enum(['open', 'answered']))
    .catch(null)
    .default(null),
  page: z.coerce.number().int().min(1).max(20_000).catch(1).default(1),
});

export type QuestionFilter = z.infer<typeof questionListQuery>;
