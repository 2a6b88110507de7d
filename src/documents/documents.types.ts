import type { AdvanceInvoiceRef } from '#src/advances/advances.rules.ts';
import type { Seller } from '#src/billing/close/close.types.ts';
import type { Day } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';

/** An issued invoice with its lines, as documents print it: a full copy that reads nothing else. Sums in kopecks. */
export interface InvoiceToPrint {
  readonly id: number;
  readonly partnerId: number;
  readonly number: string;
  /** First day of its month. */
  readonly period: Day;
  /** Last day of its month. */
  readonly issuedOn: Day;
  readonly issuedAt: Date;
  readonly dueOn: Day;
  readonly net: Kopecks;
  readonly vat: Kopecks;
  readonly gross: Kopecks;
  readonly seller: Seller;
  readonly buyer: Buyer;
  readonly contract: PrintedContract;
  readonly docMode: 'upd' | 'act_sf';
  /** Number of the invoice this one replaces, when it is a correction. */
  readonly replaces: string | null;
  /** How much of it was settled when it was issued, by whatever money. */
  readonly paid: Kopecks;
  /** Money that had come by its date and settles it: line 5 of the счёт-фактура. */
  readonly prepayments: readonly Prepayment[];
  /** Счета-фактуры for advances that it closes: line 5б. */
  readonly advanceInvoices: readonly AdvanceInvoiceRef[];
  /** Идентиф of line 5б in the exchange file; null: it stands on paper alone. */
  readonly line5bFieldId: string | null;
  readonly lines: readonly PrintedLine[];
}

/** A payment order of the buyer, of which this invoice takes some or all, and the sum of the order. */
export interface Prepayment {
  /** null when the bank gave none. */
  readonly number: string | null;
  readonly on: Day;
  readonly amount: Kopecks;
}

export interface Buyer {
  readonly name: string;
  readonly inn: string;
  readonly kpp: string | null;
  readonly ogrn: string | null;
  readonly address: string | null;
  readonly phone: string | null;
  readonly email: string;
  readonly axDebtorCode: string;
  readonly axPayerCode: string;
}

export interface PrintedContract {
  readonly number: string;
  readonly signedOn: Day;
  /** The contract a supplementary agreement belongs to. */
  readonly baseNumber: string | null;
  readonly baseSignedOn: Day | null;
}

export interface PrintedLine {
  readonly no: number;
  readonly subscriptionNumber: string;
  readonly sku: string;
  readonly productName: string;
  readonly customerName: string;
  readonly from: Day;
  /** Exclusive. */
  readonly to: Day;
  readonly seats: number;
  readonly unitPrice: Kopecks;
  /** Percent; null = без НДС. */
  readonly vatRate: number | null;
  readonly net: Kopecks;
  readonly vat: Kopecks;
  readonly gross: Kopecks;
  /** Entry of the register of Russian software and its day, which a line without VAT names; null when the catalogue had none. */
  readonly registryNumber: string | null;
  readonly registryOn: Day | null;
}

export type DocumentKind = 'invoice' | 'utd' | 'utd_xml' | 'act' | 'vat_invoice';

/** A rendered document before it is frozen. */
export interface RenderedDocument {
  readonly kind: DocumentKind;
  readonly fileName: string;
  readonly mime: string;
  readonly bytes: Uint8Array;
}

/** What documents have done after a commit (`src/jobs.ts`). */
export interface DocumentJobs {
  /** Draw the documents of new invoices. */
  'render-documents': { invoiceIds: number[] };
}
