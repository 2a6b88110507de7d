/** Sums are whole kopecks; days `YYYY-MM-DD`; instants ISO texts. */
export type Blocked = 'No' | 'Invoice' | 'All';

export interface Debtor {
  readonly custAccount: string;
  readonly invoiceAccount: string;
  readonly name: string;
  readonly inn: string | null;
  readonly kpp: string | null;
  readonly blocked: Blocked;
  readonly blockReason: string | null;
  /** null: no limit. */
  readonly creditMax: number | null;
  readonly paymDays: number;
  readonly agreements: readonly { id: string; number: string; date: string; validTo?: string }[];
  /** What people call it by at the command line, e.g. `orion`. */
  readonly alias: string | null;
}

/** What a payer owes or has paid: + is owed. */
export interface Entry {
  readonly invoiceAccount: string;
  readonly amount: number;
  readonly date: string;
  /** Last day to pay; null for payments. */
  readonly dueDate: string | null;
  readonly ref: string;
}

export interface AxPayment {
  readonly transId: string;
  readonly invoiceAccount: string;
  readonly date: string;
  /** Negative: a refund. */
  readonly amount: number;
  readonly docNumber: string;
  readonly payerInn: string | null;
  readonly purpose: string;
  readonly canceled: boolean;
  readonly version: number;
}

export type PostingStatus = 'accepted' | 'posted' | 'rejected' | 'reversed';

/** A document of the portal in our books. */
export interface Posting {
  readonly portalDocId: string;
  readonly invoiceAccount: string;
  readonly invoiceNumber: string;
  readonly docDate: string;
  readonly dueDate: string;
  readonly gross: number;
  readonly status: PostingStatus;
  readonly acceptedAt: string;
  readonly postedAt: string | null;
  readonly factureNumber: string | null;
  /** What was left to pay when it was posted, kopecks. */
  readonly openAmount: number | null;
  readonly error: string | null;
}

/** An envelope of ax-exchange/1. */
export interface Message {
  readonly schema: 'ax-exchange/1';
  readonly type: string;
  readonly messageId: string;
  readonly source: 'AX' | 'PORTAL';
  readonly mode: 'full' | 'delta';
  readonly createdAt: string;
  readonly seq?: number;
  readonly page?: number;
  readonly pages?: number;
  readonly batchId?: string;
  readonly items: readonly Readonly<Record<string, unknown>>[];
}
