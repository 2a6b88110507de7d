import type { Day } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';
import { regionName } from '#src/lib/regions.ts';
import type { Table } from '#src/lib/table.ts';
import { vatShort } from '#src/lib/vat.ts';
import { seatsShown } from './served.rules.ts';
import { endsOn, renewedOn, statusBadge } from './status.rules.ts';
import type { ExportRow } from './subscriptions.queries.ts';

interface Line {
  number: string;
  product: string;
  vendor: string;
  sku: string;
  customer: string;
  inn: string;
  region: string;
  seats: number;
  nextSeats: string;
  price: Kopecks;
  sum: bigint;
  vat: string;
  status: string;
  renewal: Day | null;
  endsOn: Day | null;
  autoRenew: string;
  stopOn: Day | null;
  createdAt: Date;
}

/** The partner's list as a file: what the filter shows, a column per fact. */
export function subscriptionTable(rows: AsyncIterable<ExportRow>, openDay: Day): Table<Line> {
  return {
    columns: [
      { key: 'number', title: 'Номер', kind: 'text' },
      { key: 'product', title: 'Продукт', kind: 'text' },
      { key: 'vendor', title: 'Вендор', kind: 'text' },
      { key: 'sku', title: 'Артикул', kind: 'text' },
      { key: 'customer', title: 'Заказчик', kind: 'text' },
      { key: 'inn', title: 'ИНН', kind: 'text' },
      { key: 'region', title: 'Регион', kind: 'text' },
      { key: 'seats', title: 'Мест', kind: 'number' },
      { key: 'price', title: 'Цена за место в месяц, ₽ с НДС', kind: 'money' },
      { key: 'sum', title: 'Сумма в месяц, ₽ с НДС', kind: 'money' },
      { key: 'vat', title: 'НДС', kind: 'text' },
      { key: 'status', title: 'Статус', kind: 'text' },
      { key: 'renewal', title: 'Продление', kind: 'day' },
      { key: 'endsOn', title: 'Остановится', kind: 'day' },
      { key: 'nextSeats', title: 'Мест дальше', kind: 'text' },
      { key: 'autoRenew', title: 'Автопродление', kind: 'text' },
      { key: 'stopOn', title: 'Дата остановки', kind: 'day' },
      { key: 'createdAt', title: 'Оформлена', kind: 'moment' },
    ],
    rows: lines(rows, openDay),
  };
}

async function* lines(rows: AsyncIterable<ExportRow>, openDay: Day): AsyncGenerator<Line> {
  for await (const row of rows) {
    yield {
      number: row.number,
      product: row.productName,
      vendor: row.vendorName,
      sku: row.sku,
      customer: row.customerName,
      inn: row.customerInn,
      region: regionName(row.regionCode),
      seats: seatsShown(row).seats,
      nextSeats: seatsShown(row).next ?? '',
      price: row.unitPrice,
      sum: row.unitPrice * BigInt(row.seats),
      vat: vatShort(row.vatRate),
      status: statusBadge(row, openDay).label,
      renewal: renewedOn(row, openDay),
      endsOn: endsOn(row, openDay),
      autoRenew: row.autoRenew ? 'Включено' : 'Выключено',
      stopOn: row.stopOn,
      createdAt: row.createdAt,
    };
  }
}
