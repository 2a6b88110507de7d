import { z } from 'zod';
import { isMonth, month } from '#src/lib/days.ts';
import { listOf } from '#src/platform/http/list.ts';
import { foundField, type ListField, searchField, sortField } from '#src/platform/http/list-fields.ts';

/** Months the portal can have to do with: documents and rates before and after them are not known. */
const isNear = (text: string): boolean => text >= '2020-01' && text < '2100';

/** `/admin/closing/2026-11` */
export const monthParam = z.string().refine(isMonth).refine(isNear).transform(month);

/** Of a month closed for some: those still to be closed, or those that are. */
const tab: ListField<'open' | 'closed'> = { label: '', parse: z.enum(['open', 'closed']).catch('open').default('open'), usual: 'open' };

/** `/admin/closing/2026-11?q=&only=faults&tab=closed&sort=-gross&page=`; in order of `attention` what needs a person comes first. */
export const closeList = listOf({
  q: searchField('Поиск', 'Партнёр или ИНН'),
  only: foundField('Показать', z.enum(['faults', 'held']), 'Всех партнёров'),
  tab,
  sort: sortField(['name', 'gross'], 'attention'),
});

export type CloseFilter = z.infer<typeof closeList.exportQuery>;

export const runForm = z.strictObject({ token: z.uuid() });

/** `POST /admin/closing/:period/partners/:id/pass`: the words that were shown, and why they are right. */
export const passForm = z.strictObject({
  token: z.uuid(),
  fault: z.string().min(1).max(500),
  reason: z
    .string()
    .default('')
    .transform((typed) => typed.trim())
    .refine((typed) => typed.length >= 5, 'Напишите причину: она останется в журнале')
    .refine((typed) => typed.length <= 500, 'Не больше 500 знаков'),
});
