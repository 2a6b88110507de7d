import type { z } from 'zod';
import { listOf } from '#src/platform/http/list.ts';
import { choiceField, monthField, searchField } from '#src/platform/http/list-fields.ts';

const REGISTER_STATES = ['issued', 'cancelled'] as const;
const stateWords: Record<(typeof REGISTER_STATES)[number], string> = { issued: 'В силе', cancelled: 'Аннулированы' };

/** `/admin/receivables/register?period=2026-11&q=&state=&page=`; without a month the latest one with documents. */
export const registerList = listOf({
  q: searchField('Найти', 'Партнёр, ИНН или номер'),
  period: monthField('Месяц'),
  state: choiceField('Состояние', REGISTER_STATES, (state) => stateWords[state]),
});

export type RegisterFilter = z.infer<typeof registerList.exportQuery>;
