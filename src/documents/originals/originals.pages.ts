import { ORIGINAL_STATES, ORIGINAL_WORDS, type OriginalState, paymentState } from '#src/documents/documents.rules.ts';
import { type DocumentLink, documentLinks, stateBadge } from '#src/documents/list/invoice-items.pages.ts';
import { type Day, formatDayShort, formatMonth, type Month, monthOf } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import { count } from '#src/lib/russian.ts';
import type { BadgeProps, EmptyProps, FieldProps, FiltersProps, PageHeadProps, PagerProps } from '#src/platform/http/components.ts';
import type { FormState } from '#src/platform/http/forms.ts';
import { ShownList } from '#src/platform/http/list.ts';
import { monthOptions } from '#src/platform/http/list-fields.ts';
import { addressOf } from '#src/platform/http/lists.ts';
import type { Page } from '#src/platform/http/render.ts';
import { type OriginalsFilter, originalList } from './originals.forms.ts';
import type { StaffInvoiceRow } from './originals.queries.ts';

const PATH = '/admin/documents';
const SECTION = 'admin/documents';

export interface OriginalsPage extends Page {
  readonly head: PageHeadProps;
  readonly filters: FiltersProps;
  readonly rows: OriginalItem[];
  readonly pager: PagerProps;
  readonly empty: EmptyProps | null;
  /** States the ticked originals can be moved to. */
  readonly moves: { readonly state: OriginalState; readonly label: string }[];
  /** The list as it is shown, to come back to. */
  readonly action: string;
}

export interface OriginalItem {
  readonly id: number;
  readonly title: string;
  readonly number: string;
  /** What it was cancelled for, whom it replaces or what replaces it; links find the other one. */
  readonly notes: { readonly text: string; readonly href?: string }[];
  readonly partner: string;
  readonly partnerHref: string;
  readonly month: string;
  readonly gross: string;
  readonly state: BadgeProps;
  readonly documents: DocumentLink[];
  readonly original: BadgeProps;
  /** Cancelled invoices can be neither moved nor corrected. */
  readonly isIssued: boolean;
  readonly correctionHref: string;
}

/** `/admin/documents`: invoices of all partners, where their originals are. */
export function originalsPage(
  found: { rows: readonly StaffInvoiceRow[]; total: number; months: readonly Month[] },
  filter: OriginalsFilter & { page: number },
  today: Day,
): OriginalsPage {
  const list = new ShownList(originalList, PATH, filter, { period: { options: monthOptions(found.months) } });
  return {
    title: 'Документы партнёров',
    section: SECTION,
    head: {
      title: 'Документы партнёров',
      sub: count(found.total, 'счёт', 'счёта', 'счетов'),
      actions: list.files(),
    },
    filters: list.filters('Фильтр документов'),
    rows: found.rows.map((row) => itemOf(row, today)),
    pager: list.pager(found.total),
    empty: found.rows.length > 0 ? null : { icon: 'file-invoice', title: 'Счетов не нашлось', text: 'Измените поиск или снимите фильтры.' },
    moves: ORIGINAL_STATES.map((state) => ({ state, label: ORIGINAL_WORDS[state].label })),
    action: list.here(),
  };
}

function itemOf(row: StaffInvoiceRow, today: Day): OriginalItem {
  return {
    id: row.id,
    title: titleOf(row),
    number: row.number,
    notes: notesOf(row),
    partner: row.partnerName,
    partnerHref: `/admin/partners/${row.partnerId}`,
    month: formatMonth(monthOf(row.period)),
    gross: formatRub(row.gross),
    state: stateBadge(paymentState(row, today)),
    documents: documentLinks(row),
    original: ORIGINAL_WORDS[row.original],
    isIssued: row.status === 'issued',
    correctionHref: `${PATH}/${row.id}/correction`,
  };
}

function notesOf({ replaces, replacedBy, cancelWhy }: StaffInvoiceRow): OriginalItem['notes'] {
  const link = (text: string, number: string) => ({ text: `${text} № ${number}`, href: addressOf(PATH, { q: number }) });
  return [
    ...(cancelWhy ? [{ text: cancelWhy }] : []),
    ...(replacedBy ? [link('заменён счётом', replacedBy)] : []),
    ...(replaces ? [link('взамен счёта', replaces)] : []),
  ];
}

const titleOf = ({ number, issuedOn }: StaffInvoiceRow): string => `№ ${number} от ${formatDayShort(issuedOn)}`;

export interface CorrectionPage extends Page {
  readonly head: PageHeadProps;
  readonly errors: Readonly<Record<string, string>>;
  readonly action: string;
  readonly token: string;
  /** What will happen, a sentence each. */
  readonly effects: string[];
  readonly reason: FieldProps;
}

/** «Исправить счёт»: what happens to documents and money, and why it is done. */
export function correctionPage(row: StaffInvoiceRow, form: Partial<FormState> & { token: string }): CorrectionPage {
  const error = form.errors?.['reason'];
  const paid =
    row.paid > 0n ? `Оплата ${formatRub(row.paid)} зачтётся новому счёту, срок останется прежним.` : 'Срок оплаты останется прежним.';
  return {
    title: 'Исправить счёт',
    section: SECTION,
    isInvalid: error !== undefined,
    head: {
      title: `Исправить счёт ${titleOf(row)}`,
      sub: `${row.partnerName}, ${formatRub(row.gross)}`,
      crumbs: [{ label: 'Документы партнёров', href: PATH }, { label: row.number }],
    },
    errors: form.errors ?? {},
    action: `${PATH}/${row.id}/correction`,
    token: form.token,
    effects: [
      `Счёт № ${row.number} и его документы будут аннулированы, но останутся видны.`,
      'Тем же днём будет выпущен новый счёт со своим номером и ссылкой на старый: начисления те же, реквизиты партнёра, договора и МОНТ нынешние.',
      paid,
      'Партнёр получит письмо и новые документы.',
    ],
    reason: { name: 'reason', label: 'Что исправлено', value: form.values?.['reason'] ?? '', ...(error ? { error } : {}) },
  };
}
