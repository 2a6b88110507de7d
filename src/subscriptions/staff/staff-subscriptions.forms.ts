import { z } from 'zod';
import { listOf } from '#src/platform/http/list.ts';
import { choiceField, foundField, idField, searchField } from '#src/platform/http/list-fields.ts';
import { statusWord } from '#src/subscriptions/service/status.rules.ts';
import { LIST_STATUSES, type ListStatus } from '#src/subscriptions/subscriptions.forms.ts';

const groups: Partial<Record<ListStatus, string>> = { stopping: 'Скоро остановятся', attention: 'Ждут или приостановлены' };
const stateWord = (status: ListStatus): string => groups[status] ?? statusWord(status as Exclude<ListStatus, 'stopping' | 'attention'>);

/** `/admin/subscriptions?q=&status=&vendor=&partner=&customer=&page=` */
export const staffSubscriptionList = listOf({
  q: searchField('Найти', 'Номер, продукт, заказчик, ИНН, партнёр'),
  status: choiceField('Статус', LIST_STATUSES, stateWord),
  vendor: foundField('Вендор', z.string().regex(/^[a-z0-9-]{1,80}$/)),
  partner: idField('Партнёр'),
  customer: idField('Заказчик'),
});

export type StaffSubscriptionsFilter = z.infer<typeof staffSubscriptionList.exportQuery>;
