import { z } from 'zod';
import { type Day, parseDay } from '#src/lib/days.ts';
import { listOf } from '#src/platform/http/list.ts';
import { choiceField, idField, searchField } from '#src/platform/http/list-fields.ts';

const ADVANCE_STATES = ['late', 'issued', 'all'] as const;
const stateWords: Record<(typeof ADVANCE_STATES)[number], string> = { late: 'Срок прошёл', issued: 'Выписаны', all: 'Все' };

/** `/admin/receivables/advances?q=&state=&manager=&page=`; without a state those that want a счёт-фактура. */
export const advanceList = listOf({
  q: searchField('Найти', 'Партнёр, ИНН, номер платежа или счёта-фактуры'),
  state: choiceField('Какие', ADVANCE_STATES, (state) => stateWords[state], 'Ждут счёта-фактуры'),
  manager: idField('Менеджер'),
});

export type AdvanceFilter = z.infer<typeof advanceList.exportQuery>;

const number = z.string().trim().max(50, 'Не длиннее 50 знаков');

const typedDay = (message: string) =>
  z.string().transform((text, ctx): Day | null => {
    const day = parseDay(text);
    if (text.trim() !== '' && !day) ctx.addIssue({ code: 'custom', message });
    return day;
  });

/** What is typed of a счёт-фактура; both parts of a correction or neither. */
export const advanceForm = z
  .strictObject({
    token: z.uuid(),
    version: z.string().max(200),
    step: z.enum(['save', 'remove']).default('save'),
    number: number.default(''),
    issuedOn: typedDay('Укажите дату, например 25.11.2026'),
    correctionNumber: number.default(''),
    correctionOn: typedDay('Укажите дату, например 25.11.2026'),
  })
  .superRefine(({ step, number, issuedOn, correctionNumber, correctionOn }, ctx) => {
    const fault = (path: string, message: string) => ctx.addIssue({ code: 'custom', path: [path], message });
    if (step === 'remove') return;
    if (number === '') fault('number', 'Укажите номер счёта-фактуры');
    if (issuedOn === null) fault('issuedOn', 'Укажите дату счёта-фактуры');
    if (correctionNumber === '' && correctionOn) fault('correctionNumber', 'Укажите номер исправления');
    if (correctionNumber !== '' && !correctionOn) fault('correctionOn', 'Укажите дату исправления');
    if (issuedOn && correctionOn && correctionOn < issuedOn) fault('correctionOn', 'Не раньше самого счёта-фактуры');
  });

export type AdvanceForm = z.infer<typeof advanceForm>;
