import type { Request } from 'express';
import { z } from 'zod';
import { ORIGINAL_STATES, ORIGINAL_WORDS } from '#src/documents/documents.rules.ts';
import { BadRequest } from '#src/platform/errors.ts';
import { postedFields } from '#src/platform/http/forms.ts';
import { listOf, PAGE_SIZE } from '#src/platform/http/list.ts';
import { choiceField, monthField, searchField } from '#src/platform/http/list-fields.ts';

/** `/admin/documents?q=&period=2026-11&original=preparing&page=` */
export const originalList = listOf({
  q: searchField('Поиск', 'Партнёр, ИНН или номер счёта'),
  period: monthField('Месяц'),
  original: choiceField('Оригинал', ORIGINAL_STATES, (state) => ORIGINAL_WORDS[state].label),
});

export type OriginalsFilter = z.infer<typeof originalList.exportQuery>;

const id = z
  .string()
  .regex(/^[1-9]\d{0,8}$/)
  .transform(Number);

const moveForm = z.strictObject({
  state: z.enum(ORIGINAL_STATES),
  invoice: z
    .union([id, z.array(id).max(PAGE_SIZE)])
    .default([])
    .transform((ids) => [...new Set([ids].flat())]),
});

/** The invoices ticked on the list and the state pressed. @throws BadRequest for what the list doesn't send */
export function readMove(req: Request): z.infer<typeof moveForm> {
  const parsed = moveForm.safeParse(postedFields(req));
  if (!parsed.success) throw new BadRequest();
  return parsed.data;
}

export const correctionForm = z.strictObject({
  token: z.uuid(),
  reason: z.string().trim().min(3, 'Напишите, что исправлено').max(300, 'Не длиннее 300 знаков'),
});
