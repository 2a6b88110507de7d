import { z } from 'zod';

const none = z.literal('').transform(() => null);

const words = (most: number, empty: string | null) =>
  z
    .string()
    .default('')
    .transform((typed) => typed.trim())
    .refine((typed) => empty === null || typed !== '', empty ?? '')
    .refine((typed) => typed.length <= most, `Не больше ${most} знаков`);

/** `POST /support` */
export const questionForm = z.strictObject({ body: words(4_000, 'Напишите вопрос'), token: z.uuid() });

/** `POST /admin/support/:id/answer`: a text is sent to who asked; without it the question is only marked as answered. */
export const answerForm = z.strictObject({ answer: words(4_000, null).transform((text) => text || null), token: z.uuid() });

/** `/admin/support?state=&page=` */
export const questionListQuery = z.strictObject({
  state: none
    .or(z.enum(['open', 'answered']))
    .catch(null)
    .default(null),
  page: z.coerce.number().int().min(1).max(20_000).catch(1).default(1),
});

export type QuestionFilter = z.infer<typeof questionListQuery>;
