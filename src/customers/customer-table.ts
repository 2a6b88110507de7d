import { regionName } from '#src/lib/regions.ts';
import type { Column } from '#src/lib/table.ts';
import type { CustomerRow } from './customers.queries.ts';
import { shownPhone } from './form.pages.ts';

/** Customers as CSV and XLSX. */
export const customerColumns: Column<CustomerRow>[] = [
  { title: 'Заказчик', kind: 'text', of: (row) => row.name },
  { title: 'ИНН', kind: 'text', of: (row) => row.inn },
  { title: 'КПП', kind: 'text', of: (row) => row.kpp },
  { title: 'Регион', kind: 'text', of: (row) => regionName(row.regionCode) },
  { title: 'Контактное лицо', kind: 'text', of: (row) => row.contactName },
  { title: 'Эл. почта', kind: 'text', of: (row) => row.email },
  { title: 'Телефон', kind: 'text', of: (row) => shownPhone(row.phone) },
  { title: 'Префикс домена', kind: 'text', of: (row) => row.domainPrefix },
  { title: 'Действующих подписок', kind: 'number', of: (row) => row.active },
  { title: 'Всего подписок', kind: 'number', of: (row) => row.subscriptions },
  { title: 'Добавлен', kind: 'moment', of: (row) => row.createdAt },
];
