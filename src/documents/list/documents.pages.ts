import { making, type PaymentState, paymentState } from '#src/documents/documents.rules.ts';
import { type Day, formatMonth, type Month, monthOf } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { capitalise, count } from '#src/lib/russian.ts';
import type { ButtonProps, Chip, EmptyProps, FiltersProps, PageHeadProps, StatProps } from '#src/platform/http/components.ts';
import { addressOf } from '#src/platform/http/lists.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { ChargesBlock } from './charges.pages.ts';
import type { DocumentsFilter } from './documents.forms.ts';
import type { DatedInvoice, InvoiceCounts, InvoiceRow } from './documents.queries.ts';
import { type InvoiceItem, invoiceItem, stateBadge } from './invoice-items.pages.ts';

export interface DocumentsPage extends Page {
  readonly head: PageHeadProps;
  readonly charges: ChargesBlock;
  /** How many invoices are in which state, over all years. */
  readonly stats: StatProps[];
  readonly filters: FiltersProps;
  readonly months: MonthBlock[];
  /** Documents are being made: the list looks again by itself. */
  readonly isMaking: boolean;
  /** Shown instead of months. */
  readonly empty: EmptyProps | null;
}

export interface MonthBlock {
  readonly id: string;
  readonly title: string;
  /** The month's documents in one file; null while none is made. */
  readonly archive: ButtonProps | null;
  /** Files for the books, where the month has an invoice in force and the person keeps them. */
  readonly books: ButtonProps[];
  readonly invoices: InvoiceItem[];
}

/** What the page is made of. */
export interface Found {
  readonly charges: ChargesBlock;
  readonly invoices: readonly DatedInvoice[];
  readonly counts: InvoiceCounts;
  /** Null: all. */
  readonly year: string | null;
}

/** «Документы»: the month to date, then issued invoices by month. */
export function documentsPage(found: Found, filter: DocumentsFilter, today: Day, now: Date, keepsBooks = false): DocumentsPage {
  const rows = inState(found.invoices, filter, today);
  const periods = [...new Set(rows.map(({ period }) => period))];
  const isMaking = rows.some((row) => making(row, now) === 'making');
  return {
    title: 'Документы',
    section: 'documents',
    ...(isMaking ? { reloadAfter: 10 } : {}),
    head: {
      title: 'Документы',
      sub: 'Счета и закрывающие документы по месяцам',
      actions: [
        { label: 'Счета, CSV', icon: 'download', href: addressOf('/documents.csv', filter) },
        { label: 'Excel', icon: 'download', href: addressOf('/documents.xlsx', filter) },
      ],
    },
    charges: found.charges,
    stats: statsOf(found.counts, filter),
    filters: filtersOf(filter, found),
    months: periods.map((period) =>
      monthBlock(
        period,
        rows.filter((row) => row.period === period).map((row) => ({ row, item: invoiceItem(row, today, now) })),
        keepsBooks,
      ),
    ),
    isMaking,
    empty: rows.length > 0 ? null : emptyOf(found.counts.years.length > 0),
  };
}

/** Invoices in the state the filter names. */
export const inState = (rows: readonly DatedInvoice[], { state }: DocumentsFilter, today: Day): DatedInvoice[] =>
  rows.filter((row) => state === null || paymentState(row, today) === state);

function statsOf({ states }: InvoiceCounts, filter: DocumentsFilter): StatProps[] {
  const stat = (state: PaymentState, label: (n: number) => string, tone?: 'bad'): StatProps[] => {
    const { count: n = 0, open = 0n } = states.get(state) ?? {};
    if (n === 0 && state === 'cancelled') return [];
    const isOn = filter.state === state;
    const value = state === 'open' || state === 'overdue' ? formatRub(open) : String(n);
    return [
      { value, label: label(n), href: addressOf('/documents', { state: isOn ? null : state }), isOn, ...(tone && n > 0 ? { tone } : {}) },
    ];
  };
  return [
    ...stat('open', (n) => `к оплате: ${count(n, 'счёт', 'счёта', 'счетов')}`),
    ...stat('overdue', (n) => `просрочено: ${count(n, 'счёт', 'счёта', 'счетов')}`, 'bad'),
    ...stat('paid', () => 'оплачено'),
    ...stat('cancelled', () => 'аннулировано'),
  ];
}

function filtersOf(filter: DocumentsFilter, { counts, year }: Found): FiltersProps {
  const years = year === null || counts.years.includes(year) ? counts.years : [year, ...counts.years];
  const states = (['open', 'overdue', 'paid', 'cancelled'] as const).map((value) => ({ value, label: stateBadge(value).label }));
  return {
    label: 'Фильтр документов',
    action: '/documents',
    fields: [
      {
        name: 'year',
        label: 'Год',
        type: 'select',
        value: year ?? 'all',
        options: [...years.map((value) => ({ value, label: value })), { value: 'all', label: 'Все годы' }],
      },
      { name: 'state', label: 'Оплата', type: 'select', value: filter.state ?? '', options: [{ value: '', label: 'Все' }, ...states] },
    ],
    chips: chipsOf(filter),
    resetHref: '/documents',
  };
}

function chipsOf({ year, state, period }: DocumentsFilter): Chip[] {
  return [
    ...(period ? [{ label: formatMonth(period), href: addressOf('/documents', { year, state }) }] : []),
    ...(state ? [{ label: stateBadge(state).label, href: addressOf('/documents', { year, period }) }] : []),
  ];
}

function monthBlock(period: Day, found: readonly { row: InvoiceRow; item: InvoiceItem }[], keepsBooks: boolean): MonthBlock {
  const month = monthOf(period);
  const hasFiles = found.some(({ row: { status, documents } }) => status === 'issued' && documents.length > 0);
  return {
    id: `month-${month}`,
    title: capitalise(formatMonth(period)),
    archive: hasFiles
      ? {
          label: 'Все документы месяца, ZIP',
          icon: 'file-zip',
          size: 'small',
          href: `/documents/archive?period=${month}`,
        }
      : null,
    books: keepsBooks && found.some(({ row }) => row.status === 'issued') ? bookFiles(month) : [],
    invoices: found.map(({ item }) => item),
  };
}

/** What an accountant enters: a table of lines, rates and payments, and documents that 1С reads. */
function bookFiles(month: Month): ButtonProps[] {
  const file = (label: string, ending: string): ButtonProps => ({
    ...{ label, icon: 'download', size: 'small', kind: 'quiet' },
    href: `/reconciliation/month.${ending}?period=${month}`,
  });
  return [file('Для учёта, Excel', 'xlsx'), file('CSV', 'csv'), file('Для 1С, XML', 'xml')];
}

function emptyOf(hasInvoices: boolean): EmptyProps {
  if (!hasInvoices) {
    return {
      icon: 'file-invoice',
      title: 'Документов пока нет',
      text: 'Они появятся после первого закрытия месяца, в его последний день.',
    };
  }
  return { icon: 'file-invoice', title: 'Таких документов не нашлось', actions: [{ label: 'Показать все документы', href: '/documents' }] };
}
