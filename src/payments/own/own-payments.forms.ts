import { z } from 'zod';
import { dayFilter, exactDays, toldDays } from '#src/platform/http/filter-days.ts';
import { listOf } from '#src/platform/http/list.ts';
import { choiceField, dayField, searchField, sortField } from '#src/platform/http/list-fields.ts';

const KINDS = ['prepaid', 'reversed'] as const;
const kindWords: Record<(typeof KINDS)[number], string> = { prepaid: 'С авансом', reversed: 'Возвраты' };

/** `/payments?q=&kind=&from=&to=&sort=&page=` */
export const ownPaymentList = listOf({
  q: searchField('Поиск', 'Плательщик, номер, счёт или назначение'),
  kind: choiceField('Какие', KINDS, (kind) => kindWords[kind]),
  from: dayField('с'),
  to: dayField('по'),
  sort: sortField(['on', 'amount'], '-on'),
});

export const ownPaymentQuery = z.strictObject({ ...ownPaymentList.query.shape, ...dayFilter }).transform(toldDays);

/** The same for `.csv` and `.xlsx`. */
export const ownPaymentExportQuery = z.strictObject({ ...ownPaymentList.exportQuery.shape, ...dayFilter }).transform(exactDays);

export type OwnPaymentView = z.infer<typeof ownPaymentQuery>;
export type OwnPaymentFilter = z.infer<typeof ownPaymentExportQuery>;
