import { z } from 'zod';
import { dayFilter, exactDays, toldDays } from '#src/platform/http/filter-days.ts';
import { listOf } from '#src/platform/http/list.ts';
import { choiceField, dayField, foundField, idField, searchField, sortField } from '#src/platform/http/list-fields.ts';
import { groupWords } from '#src/subscriptions/history/timeline.words.ts';
import { HISTORY_GROUPS } from './history/events.rules.ts';

/** States a list can be narrowed to; `stopping` and `attention` are groups the counts link to. */
export const LIST_STATUSES = ['active', 'stopping', 'stopped', 'attention', 'pending', 'suspended', 'cancelled'] as const;

export type ListStatus = (typeof LIST_STATUSES)[number];

const statusWords: Record<ListStatus, string> = {
  active: 'Активные',
  stopping: 'Остановятся',
  stopped: 'Остановленные',
  attention: 'Требуют внимания',
  pending: 'Ожидают',
  suspended: 'Приостановленные',
  cancelled: 'Отменённые',
};

/** `/subscriptions?q=&status=&vendor=&customer=&sort=&page=` */
export const subscriptionList = listOf({
  q: searchField('Поиск', 'Заказчик, ИНН, продукт, артикул или номер'),
  status: choiceField('Статус', LIST_STATUSES, (status) => statusWords[status]),
  vendor: foundField('Вендор', z.string().regex(/^[a-z0-9-]{1,80}$/), 'Все вендоры'),
  customer: idField('Заказчик'),
  sort: sortField(['product', 'customer', 'sum', 'renewal', 'number'], '-number'),
});

export type ListFilter = z.infer<typeof subscriptionList.exportQuery>;
export type ListSort = ListFilter['sort'];

/** The customer's own list has only pages. */
export const myList = listOf({});

/** `/history?action=&from=&to=&page=`, of one subscription or of all; the days are included. */
export const historyList = listOf({
  action: choiceField('Что', HISTORY_GROUPS, (group) => groupWords[group], 'Все изменения'),
  from: dayField('С'),
  to: dayField('По'),
});

export const historyQuery = z.strictObject({ ...historyList.query.shape, ...dayFilter }).transform(toldDays);

export const historyExportQuery = z.strictObject({ ...historyList.exportQuery.shape, ...dayFilter }).transform(exactDays);

export type HistoryView = z.infer<typeof historyQuery>;
export type HistoryFilter = z.infer<typeof historyExportQuery>;
