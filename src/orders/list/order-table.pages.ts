import type { Column } from '#src/lib/table.ts';
import type { OrderRow } from '#src/orders/orders.queries.ts';
import { kindWords, orderBadge } from '#src/orders/orders.words.ts';

/** The list as a file: what the filter shows, all pages. */
export const orderColumns: Column<OrderRow>[] = [
  { title: 'Заказ', kind: 'text', of: (row) => row.number },
  { title: 'Оформлен', kind: 'moment', of: (row) => row.placedAt },
  { title: 'Решён', kind: 'moment', of: (row) => row.decidedAt },
  { title: 'Вид', kind: 'text', of: (row) => kindWords[row.kind] },
  { title: 'Состояние', kind: 'text', of: (row) => orderBadge(row).label },
  { title: 'Продукт', kind: 'text', of: (row) => row.productName },
  { title: 'Вендор', kind: 'text', of: (row) => row.vendorName },
  { title: 'Артикул', kind: 'text', of: (row) => row.sku },
  { title: 'Заказчик', kind: 'text', of: (row) => row.customerName },
  { title: 'Подписка', kind: 'text', of: (row) => row.subscriptionNumber },
  { title: 'Количество', kind: 'number', of: (row) => row.seats },
  { title: 'Цена за место, с НДС', kind: 'money', of: (row) => row.unitPrice },
  { title: 'За месяц заказа, с НДС', kind: 'money', of: (row) => row.charge },
  { title: 'Кто оформил', kind: 'text', of: (row) => row.placedByName },
];
