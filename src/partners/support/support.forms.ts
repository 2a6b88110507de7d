import { z } from 'zod';
import { listOf } from '#src/platform/http/list.ts';
import { carriedField } from '#src/platform/http/list-fields.ts';

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
export const questionList = listOf({
  state: carriedField(['open', 'answered'], (state) => (state === 'open' ? 'Ждут ответа' : 'Отвечены')),
});

export type QuestionFilter = z.infer<typeof questionList.exportQuery>;
