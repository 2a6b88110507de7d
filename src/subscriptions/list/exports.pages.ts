import type { Day } from '#src/lib/days.ts';
import { regionName } from '#src/lib/regions.ts';
import type { Column } from '#src/lib/table.ts';
import { vatShort } from '#src/lib/vat.ts';
import { seatsShown } from '#src/subscriptions/service/served.rules.ts';
import { endsOn, renewedOn, statusBadge } from '#src/subscriptions/service/status.rules.ts';
import type { ExportRow } from './subscriptions.queries.ts';

/** The partner's list as a file: what the filter shows, a column per fact. */
export const subscriptionColumns = (openDay: Day): Column<ExportRow>[] => [
  { title: 'Номер', kind: 'text', of: (row) => row.number },
  { title: 'Продукт', kind: 'text', of: (row) => row.productName },
  { title: 'Вендор', kind: 'text', of: (row) => row.vendorName },
  { title: 'Артикул', kind: 'text', of: (row) => row.sku },
  { title: 'Заказчик', kind: 'text', of: (row) => row.customerName },
  { title: 'ИНН', kind: 'text', of: (row) => row.customerInn },
  { title: 'Регион', kind: 'text', of: (row) => regionName(row.regionCode) },
  { title: 'Мест', kind: 'number', of: (row) => seatsShown(row).seats },
  { title: 'Цена за место в месяц, ₽ с НДС', kind: 'money', of: (row) => row.unitPrice },
  { title: 'Сумма в месяц, ₽ с НДС', kind: 'money', of: (row) => row.unitPrice * BigInt(row.seats) },
  { title: 'НДС', kind: 'text', of: (row) => vatShort(row.vatRate) },
  { title: 'Статус', kind: 'text', of: (row) => statusBadge(row, openDay).label },
  { title: 'Продление', kind: 'day', of: (row) => renewedOn(row, openDay) },
  { title: 'Остановится', kind: 'day', of: (row) => endsOn(row, openDay) },
  { title: 'Мест дальше', kind: 'text', of: (row) => seatsShown(row).next },
  { title: 'Автопродление', kind: 'text', of: (row) => (row.autoRenew ? 'Включено' : 'Выключено') },
  { title: 'Дата остановки', kind: 'day', of: (row) => row.stopOn },
  { title: 'Оформлена', kind: 'moment', of: (row) => row.createdAt },
];
