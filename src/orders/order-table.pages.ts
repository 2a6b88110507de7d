import type { Table } from '#src/lib/table.ts';
import { kindWords, orderBadge } from './order-words.pages.ts';
import type { OrderRow } from './orders.queries.ts';

type OrderLine = Omit<OrderRow, 'kind' | 'status' | 'heldReason' | 'customerId' | 'seatsBefore'> & { kind: string; status: string };

/** The list as a file: what the filter shows, all pages. */
export function orderTable(rows: readonly OrderRow[]): Table<OrderLine> {
  return {
    columns: [
      { key: 'number', title: 'Заказ', kind: 'text' },
      { key: 'placedAt', title: 'Оформлен', kind: 'moment' },
      { key: 'decidedAt', title: 'Решён', kind: 'moment' },
      { key: 'kind', title: 'Вид', kind: 'text' },
      { key: 'status', title: 'Состояние', kind: 'text' },
      { key: 'productName', title: 'Продукт', kind: 'text' },
      { key: 'vendorName', title: 'Вендор', kind: 'text' },
      { key: 'sku', title: 'Артикул', kind: 'text' },
      { key: 'customerName', title: 'Заказчик', kind: 'text' },
      { key: 'subscriptionNumber', title: 'Подписка', kind: 'text' },
      { key: 'seats', title: 'Количество', kind: 'number' },
      { key: 'unitPrice', title: 'Цена за место, с НДС', kind: 'money' },
      { key: 'charge', title: 'За месяц заказа, с НДС', kind: 'money' },
      { key: 'placedByName', title: 'Кто оформил', kind: 'text' },
    ],
    rows: rows.map((order) => ({ ...order, kind: kindWords[order.kind], status: orderBadge(order).label })),
  };
}
