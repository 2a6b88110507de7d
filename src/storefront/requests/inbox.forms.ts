import { z } from 'zod';
import { cleanLine } from '#src/lib/clean-text.ts';
import { listOf } from '#src/platform/http/list.ts';
import { carriedField, searchField } from '#src/platform/http/list-fields.ts';
import { stateWords } from './requests.words.ts';

/** `/requests/store?q=&state=&page=` */
export const storeRequestList = listOf({
  q: searchField('Найти', 'Номер, компания, имя, телефон, почта, продукт'),
  state: carriedField(['new', 'taken', 'ordered', 'declined'], (state) => stateWords[state]),
});

export type StoreRequestFilter = z.infer<typeof storeRequestList.exportQuery>;

/** «Взять» asks nothing more. */
export const takingForm = z.strictObject({ token: z.uuid() });

/** «Отклонить» says why: the visitor reads it. */
export const storeRefusalForm = z.strictObject({
  token: z.uuid(),
  reason: z
    .string()
    .default('')
    .transform(cleanLine)
    .pipe(z.string().min(1, 'Напишите, почему: этот текст уйдёт письмом').max(500, 'Не длиннее 500 знаков')),
});
