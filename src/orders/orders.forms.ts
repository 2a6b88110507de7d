import { z } from 'zod';
import { listOf } from '#src/platform/http/list.ts';
import { choiceField, searchField, sortField } from '#src/platform/http/list-fields.ts';
import { kindWords, statusWords } from './orders.words.ts';

const statuses = ['held', 'done', 'cancelled', 'rejected'] as const;
const kinds = ['new', 'increase', 'restart', 'renewal'] as const;

/** `/orders?q=&status=&kind=&sort=&page=`; held ones come first unless sorted otherwise. */
export const orderList = listOf({
  q: searchField('Найти', 'Номер, продукт, заказчик'),
  status: choiceField('Состояние', statuses, statusWords, 'Все, ждущие первыми'),
  kind: choiceField('Вид', kinds, (kind) => kindWords[kind]),
  sort: sortField(['placed', 'number', 'customer', 'charge'], 'held'),
});

export type OrderFilter = z.infer<typeof orderList.exportQuery>;
export type OrderSort = OrderFilter['sort'];

/** `/orders/:number?placed=1` is where a placed order leads. */
export const orderQuery = z.strictObject({ placed: z.literal('1').optional() });

/** Cancelling needs nothing but the decision. */
export const cancellationForm = z.strictObject({});
