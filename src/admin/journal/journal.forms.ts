import { z } from 'zod';
import { dayFilter, exactDays, toldDays } from '#src/platform/http/filter-days.ts';
import { listOf } from '#src/platform/http/list.ts';
import { choiceField, dayField, searchField, textField } from '#src/platform/http/list-fields.ts';
import { actionGroups } from './journal.words.ts';

/** `/admin/journal?q=&who=&partner=&group=&from=&to=&page=`; `partner` is an id (links) or words of its name. */
export const journalList = listOf({
  q: searchField('Поиск', 'Что менялось: номер, логин, значение'),
  who: textField('Кто', 'Имя или логин', (words) => `Кто: «${words}»`),
  partner: textField('Партнёр', 'Название или код', (words) => `Партнёр «${words}»`),
  group: choiceField('Действие', actionGroups, (group) => group),
  from: dayField('с'),
  to: dayField('по'),
});

export const journalQuery = z.strictObject({ ...journalList.query.shape, ...dayFilter }).transform(toldDays);

/** The same for `.csv` and `.xlsx`. */
export const journalExportQuery = z.strictObject({ ...journalList.exportQuery.shape, ...dayFilter }).transform(exactDays);

export type JournalView = z.infer<typeof journalQuery>;
export type JournalFilter = z.infer<typeof journalExportQuery>;
