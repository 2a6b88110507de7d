import type { Chip, FiltersProps } from '#src/platform/http/components.ts';
import { addressOf } from '#src/platform/http/lists.ts';
import { DEFAULT_SORT, type ListFilter, type ListStatus } from './subscriptions.forms.ts';
import type { ListHead } from './subscriptions.queries.ts';

/** What the list shows now. */
export type ShownList = ListFilter & { readonly page: number };

/** The address of the list under a filter, without what is usual anyway. */
export function listAddress(filter: Partial<ShownList>, path = '/subscriptions'): string {
  const { q, status, vendor, customer, sort, page } = filter;
  return addressOf(path, {
    q,
    status,
    vendor,
    customer,
    sort: sort === DEFAULT_SORT ? null : sort,
    page: page === 1 ? null : page,
  });
}

const statusOptions: Record<ListStatus, string> = {
  active: 'Активные',
  stopping: 'Остановятся',
  stopped: 'Остановленные',
  attention: 'Требуют внимания',
  pending: 'Ожидают',
  suspended: 'Приостановленные',
  cancelled: 'Отменённые',
};

export function listFilters(head: ListHead, filter: ShownList, href: (change: Partial<ShownList>) => string): FiltersProps {
  const chips = chipsOf(head, filter, href);
  return {
    label: 'Фильтр подписок',
    action: '/subscriptions',
    live: 'subscriptions-head subscriptions-list',
    search: { label: 'Поиск', placeholder: 'Заказчик, ИНН, продукт, артикул или номер', value: filter.q },
    fields: [
      {
        name: 'status',
        label: 'Статус',
        type: 'select',
        value: filter.status ?? '',
        options: [{ value: '', label: 'Все' }, ...Object.entries(statusOptions).map(([value, label]) => ({ value, label }))],
      },
      {
        name: 'vendor',
        label: 'Вендор',
        type: 'select',
        value: filter.vendor ?? '',
        options: [{ value: '', label: 'Все вендоры' }, ...head.vendors.map(([value, label]) => ({ value, label }))],
      },
    ],
    hidden: {
      ...(filter.customer === null ? {} : { customer: String(filter.customer) }),
      ...(filter.sort === DEFAULT_SORT ? {} : { sort: filter.sort }),
    },
    chips,
    resetHref: '/subscriptions',
  };
}

function chipsOf(head: ListHead, filter: ShownList, href: (change: Partial<ShownList>) => string): Chip[] {
  const chips: Chip[] = [];
  if (filter.q) chips.push({ label: `Найти «${filter.q}»`, href: href({ q: '' }) });
  if (filter.status) chips.push({ label: statusOptions[filter.status], href: href({ status: null }) });
  if (filter.vendor) {
    const name = head.vendors.find(([slug]) => slug === filter.vendor)?.[1] ?? filter.vendor;
    chips.push({ label: name, href: href({ vendor: null }) });
  }
  if (filter.customer !== null) chips.push({ label: head.customer ?? '', href: href({ customer: null }) });
  return chips;
}
