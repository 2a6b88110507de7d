import { formatDayShort, formatMonth, type Month } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import type { Column } from '#src/lib/table.ts';
import type { Chip, EmptyProps, FiltersProps, PageHeadProps, PagerProps } from '#src/platform/http/components.ts';
import { addressOf, pagerOf } from '#src/platform/http/lists.ts';
import type { Page } from '#src/platform/http/render.ts';
import { PAYMENTS_PER_PAGE, type PaymentList, type PaymentRow } from './list.queries.ts';
import type { PaymentFilter } from './payments.forms.ts';

export interface PaymentListPage extends Page {
  head: PageHeadProps;
  filters: FiltersProps;
  empty: EmptyProps | null;
  rows: PaymentLine[];
  pager: PagerProps;
}

interface PaymentLine {
  id: number;
  receivedOn: string;
  partner: string;
  partnerHref: string;
  payer: string;
  amount: string;
  invoices: string;
  note: string;
  /** Where it can be taken back; null when it was, or is a reversal itself. */
  reversalHref: string | null;
}

const PATH = '/admin/payments';
const SECTION = 'admin/payments';

const kinds: Record<NonNullable<PaymentFilter['kind']>, string> = { prepaid: 'С авансом', reversed: 'Сторно и сторнированные' };

export function paymentListPage(list: PaymentList, filter: PaymentFilter & { page: number }): PaymentListPage {
  const { page: _, ...kept } = filter;
  const href = (change: Partial<typeof filter>) => {
    const { page, ...query } = { ...kept, page: 1, ...change };
    return addressOf(PATH, { ...query, page: page === 1 ? null : page });
  };
  const file = (format: 'csv' | 'xlsx') => addressOf(`${PATH}.${format}`, kept);
  return {
    title: 'Платежи',
    section: SECTION,
    head: {
      title: 'Платежи',
      sub: subOf(list),
      actions: [
        { label: 'CSV', icon: 'download', href: file('csv') },
        { label: 'Excel', icon: 'download', href: file('xlsx') },
        { label: 'Записать платёж', icon: 'plus', kind: 'primary', href: addressOf(`${PATH}/new`, { partner: innIn(filter) }) },
      ],
    },
    filters: filtersOf(filter, list.months, href),
    empty: list.rows.length > 0 ? null : emptyOf(filter),
    rows: list.rows.map(lineOf),
    pager: pagerOf({ page: filter.page, size: PAYMENTS_PER_PAGE, total: list.total, href: (page) => href({ page }) }),
  };
}

/** Whose payments are looked at, where that is plain: the form begins with him. */
const innIn = ({ q }: PaymentFilter): string => (/^(\d{10}|\d{12})$/.test(q) ? q : '');

/** «34 платежа на 1 200 000,00 ₽, аванс 500,00 ₽»: of what the filter finds. */
function subOf({ total, amount, rest }: PaymentList): string {
  const paid = `${count(total, 'платёж', 'платежа', 'платежей')} на ${formatRub(amount)}`;
  return rest > 0n ? `${paid}, аванс ${formatRub(rest)}` : paid;
}

function filtersOf(filter: PaymentFilter, months: readonly Month[], href: (change: Partial<PaymentFilter>) => string): FiltersProps {
  const { q, period, kind } = filter;
  const all = { value: '', label: 'Все' };
  const chips: Chip[] = [
    ...(q ? [{ label: `Найти «${q}»`, href: href({ q: '' }) }] : []),
    ...(period ? [{ label: formatMonth(period), href: href({ period: null }) }] : []),
    ...(kind ? [{ label: kinds[kind], href: href({ kind: null }) }] : []),
  ];
  return {
    label: 'Поиск платежей',
    action: PATH,
    search: { label: 'Поиск', value: q, placeholder: 'Партнёр, ИНН, плательщик, номер или назначение' },
    fields: [
      {
        name: 'period',
        label: 'Месяц',
        type: 'select',
        value: period ?? '',
        options: [all, ...months.map((value) => ({ value, label: formatMonth(value) }))],
      },
      {
        name: 'kind',
        label: 'Какие',
        type: 'select',
        value: kind ?? '',
        options: [all, ...Object.entries(kinds).map(([value, label]) => ({ value, label }))],
      },
    ],
    chips,
    resetHref: PATH,
  };
}

function emptyOf({ q, period, kind }: PaymentFilter): EmptyProps {
  if (q || period || kind)
    return { icon: 'search', title: 'Ничего не нашлось', text: 'Таких платежей нет.', actions: [{ label: 'Все платежи', href: PATH }] };
  return { icon: 'coins', title: 'Платежей ещё не было', actions: [{ label: 'Записать платёж', href: `${PATH}/new`, kind: 'primary' }] };
}

function lineOf(row: PaymentRow): PaymentLine {
  return {
    id: row.id,
    receivedOn: formatDayShort(row.receivedOn),
    partner: row.partnerName,
    partnerHref: `/admin/partners/${row.partnerId}`,
    payer: [row.payerName, row.docNumber && `№ ${row.docNumber}`].filter(Boolean).join(', '),
    amount: formatRub(row.amount),
    invoices: row.invoices || '—',
    note: noteOf(row),
    reversalHref: row.isReversal || row.isReversed ? null : `${PATH}/${row.id}/reversal`,
  };
}

function noteOf(row: PaymentRow): string {
  if (row.isReversal) return 'Сторно';
  if (row.isReversed) return 'Сторнирован';
  return row.rest > 0n ? `Аванс ${formatRub(row.rest)}${row.contract ? ` по договору ${row.contract}` : ''}` : '';
}

/** Payments as a file. */
export const paymentColumns: Column<PaymentRow>[] = [
  { title: 'Дата', kind: 'day', of: (row) => row.receivedOn },
  { title: 'Партнёр', kind: 'text', of: (row) => row.partnerName },
  { title: 'Плательщик', kind: 'text', of: (row) => row.payerName },
  { title: 'Номер документа', kind: 'text', of: (row) => row.docNumber },
  { title: 'Договор', kind: 'text', of: (row) => row.contract },
  { title: 'Сумма', kind: 'money', of: (row) => row.amount },
  { title: 'Счета', kind: 'text', of: (row) => row.invoices },
  { title: 'Аванс', kind: 'money', of: (row) => row.rest },
  { title: 'Назначение', kind: 'text', of: (row) => row.purpose },
  { title: 'Сторно', kind: 'text', of: (row) => (row.isReversal ? 'Сторно' : row.isReversed ? 'Сторнирован' : '') },
];
