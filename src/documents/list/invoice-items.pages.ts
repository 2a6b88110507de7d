import {
  DOCUMENT_WORDS,
  invoiceHref,
  making,
  ORIGINAL_WORDS,
  openPart,
  type PaymentState,
  paymentState,
} from '#src/documents/documents.rules.ts';
import { type Day, formatDayShort, moscowDay } from '#src/lib/days.ts';
import { formatRub } from '#src/lib/money.ts';
import type { BadgeProps } from '#src/platform/http/components.ts';
import { dueDay } from '#src/workdays/due-day.rules.ts';
import type { DatedInvoice, InvoiceRow } from './documents.queries.ts';

/** An invoice with its documents, as the partner's list shows it. */
export interface InvoiceItem {
  /** What links lead to. */
  readonly id: string;
  readonly title: string;
  readonly contract: string;
  readonly note: InvoiceNote | null;
  readonly gross: string;
  readonly dueOn: string;
  readonly state: BadgeProps;
  /** «осталось 100,00 ₽» when a part is paid. */
  readonly rest: string;
  readonly documents: DocumentLink[];
  /** Said where there are no documents. */
  readonly missing: string;
  readonly original: BadgeProps | null;
  /** Since when the paper is there. */
  readonly originalSince: string;
}

/** What it was cancelled for, whom it replaces or what replaces it. */
export interface InvoiceNote {
  readonly text: string;
  readonly link: { readonly label: string; readonly href: string } | null;
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

/** State of an invoice as to money, as icon, word and tone. */
export const stateBadge = (state: PaymentState): BadgeProps => STATES[state];

const missing = { done: '', making: 'Готовятся', late: 'Задерживаются: мы уже разбираемся' } as const;

export function invoiceItem(row: DatedInvoice, today: Day, now: Date): InvoiceItem {
  const open = openPart(row);
  return {
    id: row.number,
    title: `Счёт № ${row.number} от ${formatDayShort(row.issuedOn)}`,
    contract: `Договор ${row.contractNumber}`,
    note: noteOf(row),
    gross: formatRub(row.gross),
    dueOn: row.status === 'cancelled' ? '' : dueDay(row),
    state: STATES[paymentState(row, today)],
    rest: open > 0n && open < row.gross ? `осталось ${formatRub(open)}` : '',
    documents: documentLinks(row),
    missing: missing[making(row, now)],
    original: row.status === 'cancelled' ? null : ORIGINAL_WORDS[row.original],
    originalSince: row.status === 'issued' && row.originalAt ? `с ${formatDayShort(moscowDay(row.originalAt))}` : '',
  };
}

/** A cancelled invoice says why and by what it was replaced, the new one whose place it took. */
export function noteOf({ replaces, replacedBy, cancelWhy, period }: InvoiceRow): InvoiceNote | null {
  const link = (number: string) => ({ label: `№ ${number}`, href: invoiceHref({ number, on: period }) });
  if (replacedBy) return { text: cancelWhy ? `${cancelWhy}; заменён счётом` : 'заменён счётом', link: link(replacedBy) };
  if (replaces) return { text: 'взамен счёта', link: link(replaces) };
  return cancelWhy ? { text: cancelWhy, link: null } : null;
}

export const documentLinks = ({ documents }: Pick<InvoiceRow, 'documents'>): DocumentLink[] =>
  documents.map(({ id, kind }) => ({ href: `/documents/${id}`, label: DOCUMENT_WORDS[kind] }));
