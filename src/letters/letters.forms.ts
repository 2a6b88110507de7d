import { z } from 'zod';
import { listOf } from '#src/platform/http/list.ts';
import { choiceField, idField, searchField } from '#src/platform/http/list-fields.ts';
import { LETTER_TEMPLATES, type LetterTemplate } from './letters.rules.ts';
import type { LetterState } from './letters.types.ts';
import { letterBadges } from './letters.words.ts';

const STATES: readonly LetterState[] = ['queued', 'sending', 'sent', 'failed', 'unknown', 'kept', 'settled'];
/** `/admin/letters?q=&status=&template=&partner=&page=` */
export const letterList = listOf({
  q: searchField('Поиск', 'Получатель, адрес, тема или партнёр'),
  status: choiceField('Состояние', STATES, (state) => letterBadges[state].label),
  template: choiceField('Письмо', Object.keys(LETTER_TEMPLATES) as LetterTemplate[], (template) => LETTER_TEMPLATES[template]),
  partner: idField('Партнёр'),
});

export type LetterFilter = z.infer<typeof letterList.exportQuery>;

/** «Отправить ещё раз». */
export const resendForm = z.strictObject({ token: z.uuid() });

/** `POST /admin/letters/settling`, `/unsettling`: numbers of letters with commas between, as many as a page shows. */
export const settlingForm = z.strictObject({
  ids: z
    .string()
    .regex(/^[1-9]\d{0,8}(,[1-9]\d{0,8}){0,49}$/)
    .transform((typed) => typed.split(',').map(Number)),
  token: z.uuid(),
});
