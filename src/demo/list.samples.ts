import type * as C from '#src/platform/http/components.ts';
import { pagerOf, sortHead } from '#src/platform/http/lists.ts';
import { badges, path } from './components.samples.ts';
import type { ComponentRow, ComponentsPage } from './components.types.ts';

export function list(): Pick<ComponentsPage, 'filters' | 'heads' | 'rows' | 'pager'> {
  const href = () => path;
  return {
    filters: {
      label: 'Фильтр подписок',
      action: path,
      search: { label: 'Поиск', placeholder: 'Заказчик, ИНН, продукт или номер', value: '' },
      fields: [
        { name: 'status', id: 'filter-status', label: 'Статус', type: 'select', options: [{ value: '', label: 'Все, кроме архива' }] },
        { name: 'until', id: 'filter-until', label: 'Продление до', type: 'date', value: '2027-01-31' },
      ],
      chips: [{ label: 'Продление до 31.01.2027', href: path }],
      resetHref: path,
    },
    heads: [
      sortHead({ name: 'product', label: 'Продукт' }, 'renewal', href),
      sortHead({ name: 'customer', label: 'Заказчик' }, 'renewal', href),
      sortHead({ name: 'sum', label: 'Сумма в месяц', isNumber: true }, 'renewal', href),
      sortHead({ name: 'renewal', label: 'Продление' }, 'renewal', href),
    ],
    rows: sampleRows,
    pager: pagerOf({ page: 5, size: 50, total: 612, href }),
  };
}

const menu: C.RowMenuItem[] = [
  { label: 'Параметры', icon: 'settings', href: path },
  { label: 'Журнал подписки', icon: 'history', href: path },
  { label: 'Старт', icon: 'player-play' },
  { label: 'Стоп…', icon: 'player-stop', href: path, dialog: 'stop-dialog', isApart: true },
];

const sampleRows: ComponentRow[] = [
  row(
    'S-100003',
    'Kaspersky Endpoint Security Cloud Plus',
    'Лаборатория Касперского',
    'ООО «Ромашка»',
    120,
    '25 680,00',
    '01.12.2026',
    badges.active,
  ),
  row('S-100007', 'Microsoft 365 Business Standard', 'Microsoft', 'АО «Север»', 48, '56 928,00', '01.12.2026', badges.impossible),
  row(
    'S-100011',
    'Р7-Офис. Профессиональный (облако)',
    'Р7',
    'ООО «Медицинский центр „Гармония“»',
    1065,
    '415 350,00',
    null,
    badges.stopped,
  ),
];

function row(
  number: string,
  product: string,
  vendor: string,
  customer: string,
  seats: number,
  sum: string,
  renewalOn: string | null,
  badge: C.BadgeProps,
): ComponentRow {
  return { number, product, vendor, customer, seats, sum: `${sum}\u00a0₽`, price: '214,00\u00a0₽', renewalOn, badge, menu };
}
