import { regionName } from '#src/lib/regions.ts';
import type { Table } from '#src/lib/table.ts';
import type { CustomerRow } from './customers.queries.ts';
import { shownPhone } from './form.pages.ts';

type CustomerLine = Pick<
  CustomerRow,
  'name' | 'inn' | 'kpp' | 'contactName' | 'email' | 'phone' | 'domainPrefix' | 'active' | 'subscriptions' | 'createdAt'
> & {
  region: string;
};

/** Customers as a table for CSV and XLSX. */
export function customerTable(rows: readonly CustomerRow[]): Table<CustomerLine> {
  return {
    columns: [
      { key: 'name', title: 'Заказчик', kind: 'text' },
      { key: 'inn', title: 'ИНН', kind: 'text' },
      { key: 'kpp', title: 'КПП', kind: 'text' },
      { key: 'region', title: 'Регион', kind: 'text' },
      { key: 'contactName', title: 'Контактное лицо', kind: 'text' },
      { key: 'email', title: 'Эл. почта', kind: 'text' },
      { key: 'phone', title: 'Телефон', kind: 'text' },
      { key: 'domainPrefix', title: 'Префикс домена', kind: 'text' },
      { key: 'active', title: 'Действующих подписок', kind: 'number' },
      { key: 'subscriptions', title: 'Всего подписок', kind: 'number' },
      { key: 'createdAt', title: 'Добавлен', kind: 'moment' },
    ],
    rows: rows.map(({ name, inn, kpp, contactName, email, domainPrefix, active, subscriptions, createdAt, ...row }) => ({
      ...{ name, inn, kpp, contactName, email, domainPrefix, active, subscriptions, createdAt },
      phone: shownPhone(row.phone),
      region: regionName(row.regionCode),
    })),
  };
}
