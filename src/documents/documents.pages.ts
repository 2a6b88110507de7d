import { type Day, formatDayShort, formatMonth, monthOf } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { capitalise } from '#src/lib/russian.ts';
import type { BadgeProps, ButtonProps, Chip, EmptyProps, FiltersProps, PageHeadProps } from '#src/platform/http/components.ts';
import { addressOf } from '#src/platform/http/lists.ts';
import type { Page } from '#src/platform/http/render.ts';
import type { ChargesBlock } from './charges.pages.ts';
import type { DocumentsFilter } from './documents.forms.ts';
import type { InvoiceRow } from './documents.queries.ts';
import { DOCUMENT_WORDS, ORIGINAL_WORDS, openPart, type PaymentState, paymentState } from './documents.rules.ts';

export interface DocumentsPage extends Page {
  readonly head: PageHeadProps;
  readonly charges: ChargesBlock;
  readonly filters: FiltersProps;
  readonly months: MonthBlock[];
  /** Shown instead of months. */
  readonly empty: EmptyProps | null;
}

export interface MonthBlock {
  readonly id: string;
  readonly title: string;
  /** The month's documents in one file; null while none is made. */
  readonly archive: ButtonProps | null;
  readonly invoices: InvoiceItem[];
}

export interface InvoiceItem {
  readonly title: string;
  /** What it was cancelled for, or whom it replaces. */
  readonly note: string;
  readonly contract: string;
  readonly gross: string;
  readonly dueOn: string;
  readonly state: BadgeProps;
  /** «осталось 100,00 ₽» when a part is paid. */
  readonly rest: string;
  readonly documents: DocumentLink[];
  readonly original: BadgeProps;
}

export interface DocumentLink {
  readonly href: string;
  readonly label: string;
}

const STATES: Record<PaymentState, BadgeProps> = {
  open: { tone: 'info', label: 'К оплате', icon: 'clock' },
  overdue: { tone: 'bad', label: 'Просрочен', icon: 'alert-circle' },
  paid: { tone: 'ok', label: 'Оплачен', icon: 'circle-check' },
  cancelled: { tone: 'mute', label: 'Аннулирован', icon: 'ban' },
};

/** «Документы»: the month to date, then issued invoices by month. */
export function documentsPage(
  found: { charges: ChargesBlock; invoices: readonly InvoiceRow[]; years: readonly string[]; year: string },
  filter: DocumentsFilter,
  today: Day,
): DocumentsPage {
  const rows = found.invoices.filter((row) => filter.state === null || paymentState(row, today) === filter.state);
  const periods = [...new Set(rows.map(({ period }) => period))];
  return {
    title: 'Документы',
    section: 'documents',
    head: { title: 'Документы', sub: 'Счета и закрывающие документы по месяцам', actions: files },
    charges: found.charges,
    filters: filtersOf(filter, found),
    months: periods.map((period) =>
      monthBlock(
        period,
        rows.filter((row) => row.period === period),
        today,
      ),
    ),
    empty: rows.length > 0 ? null : emptyOf(found.years.length > 0),
  };
}

const files: ButtonProps[] = [
  { label: 'Начисления, CSV', icon: 'download', href: '/documents.csv', isDownload: true },
  { label: 'Excel', icon: 'download', href: '/documents.xlsx', isDownload: true },
];

function filtersOf(filter: DocumentsFilter, { years, year }: { years: readonly string[]; year: string }): FiltersProps {
  const choices = years.includes(year) ? years : [year, ...years];
  const states = Object.entries(STATES).map(([value, { label }]) => ({ value, label }));
  return {
    label: 'Фильтр документов',
    action: '/documents',
    fields: [
      { name: 'year', label: 'Год', type: 'select', value: year, options: choices.map((value) => ({ value, label: value })) },
      { name: 'state', label: 'Оплата', type: 'select', value: filter.state ?? '', options: [{ value: '', label: 'Все' }, ...states] },
    ],
    chips: chipsOf(filter),
    resetHref: '/documents',
  };
}

function chipsOf({ year, state, period }: DocumentsFilter): Chip[] {
  return [
    ...(period ? [{ label: formatMonth(period), href: addressOf('/documents', { year, state }) }] : []),
    ...(state ? [{ label: STATES[state].label, href: addressOf('/documents', { year, period }) }] : []),
  ];
}

function monthBlock(period: Day, rows: readonly InvoiceRow[], today: Day): MonthBlock {
  const month = monthOf(period);
  const hasFiles = rows.some(({ status, documents }) => status === 'issued' && documents.length > 0);
  return {
    id: `month-${month}`,
    title: capitalise(formatMonth(period)),
    archive: hasFiles
      ? {
          label: 'Все документы месяца, ZIP',
          icon: 'file-zip',
          size: 'small',
          href: `/documents/archive?period=${month}`,
          isDownload: true,
        }
      : null,
    invoices: rows.map((row) => itemOf(row, today)),
  };
}

function itemOf(row: InvoiceRow, today: Day): InvoiceItem {
  const state = paymentState(row, today);
  const open = openPart(row);
  return {
    title: `Счёт № ${row.number} от ${formatDayShort(row.issuedOn)}`,
    note: noteOf(row),
    contract: `Договор ${row.contractNumber}`,
    gross: formatRub(row.gross),
    dueOn: formatDayShort(row.dueOn),
    state: STATES[state],
    rest: open > 0n && open < row.gross ? `осталось ${formatRub(open)}` : '',
    documents: documentLinks(row),
    original: ORIGINAL_WORDS[row.original],
  };
}

/** «заменён счётом № МС-000124» or «взамен счёта № МС-000123». */
export function noteOf({ replaces, replacedBy }: Pick<InvoiceRow, 'replaces' | 'replacedBy'>): string {
  if (replacedBy) return `заменён счётом № ${replacedBy}`;
  return replaces ? `взамен счёта № ${replaces}` : '';
}

export const documentLinks = ({ documents }: Pick<InvoiceRow, 'documents'>): DocumentLink[] =>
  documents.map(({ id, kind }) => ({ href: `/documents/${id}`, label: DOCUMENT_WORDS[kind] }));

/** State of an invoice as to money, as icon, word and tone. */
export const stateBadge = (state: PaymentState): BadgeProps => STATES[state];

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
