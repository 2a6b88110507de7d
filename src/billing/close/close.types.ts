import type { Day, Month } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';
import type { DueDay } from '#src/workdays/due-day.rules.ts';

export type CloseState = 'running' | 'partial' | 'done';

/** What a run of the close did. */
export interface CloseResult {
  readonly month: Month;
  readonly state: CloseState;
  /** Partners closed by this run. */
  readonly closed: number;
  readonly parked: readonly ParkedPartner[];
}

export interface ParkedPartner {
  readonly partnerId: number;
  readonly name: string;
  readonly fault: string;
}

/** What a partner's close came to; sums in kopecks. */
export interface PartnerOutcome {
  readonly partnerId: number;
  readonly name: string;
  readonly gross: Kopecks;
  readonly invoices: number;
  readonly stopped: number;
  readonly renewed: number;
  readonly held: number;
  /** Why it can't be closed, or null. */
  readonly fault: string | null;
  /** Who passed a check of it, when and why. */
  readonly passes?: readonly Pass[];
}

/** A check passed by a person. */
export interface Pass {
  readonly by: string;
  /** An instant as text: it comes in JSON. */
  readonly at: string;
  readonly fault: string;
  readonly reason: string;
}

/** An invoice about to be issued: sums of one contract's periods, kopecks. */
export interface DraftInvoice {
  readonly id: number;
  readonly partnerId: number;
  readonly contractId: number;
  readonly lines: number;
  readonly gross: Kopecks;
  readonly vat: Kopecks;
  readonly paymentTermDays: number;
}

export interface IssuedInvoice extends DraftInvoice, DueDay {
  readonly number: string;
  /** Number of the invoice it replaces, when it is a correction. */
  readonly replaces?: string;
}

/** MONT's requisites, copied into every document. */
export interface Seller {
  readonly name: string;
  readonly fullName: string;
  readonly inn: string;
  readonly kpp: string;
  readonly ogrn: string;
  readonly regionCode: string;
  readonly address: string;
  readonly phone: string;
  readonly email: string;
  readonly bank: { readonly name: string; readonly bic: string; readonly correspondentAccount: string; readonly account: string };
  readonly director: string;
  readonly accountant: string;
  readonly invoiceSeries: string;
}

/** What the month close tells the rest of the portal (`src/reactions.ts`). */
export interface CloseEvents {
  /** A month is being closed: active subscriptions get the next one, `month` is its first day. */
  renewalsDue: { partnerIds: readonly number[]; month: Day };
  /** New invoices stand open: money that came before settles them. */
  invoicesIssued: { partnerIds: readonly number[] };
  /** An invoice was cancelled and issued anew: what was paid for the old one pays for the new one. */
  invoiceReplaced: { partnerId: number; oldId: number; newId: number };
  /** All of that is written: holds of the old one go, the new one may be overdue at once. */
  invoiceCorrected: { partnerId: number };
}

/** What the close has done after its commit (`src/jobs.ts`); `month` is a first day as text. */
export interface CloseJobs {
  /** Close a month for everybody it is not closed for; `by` asked for it. */
  'close-month': { month: string; by: string };
  /** Compute what the close of a month will do. */
  'close-outlook': { month: string };
}
