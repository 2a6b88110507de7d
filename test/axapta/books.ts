import type { AxPayment, Blocked, Debtor, Entry, Posting, PostingStatus } from './books.types.ts';

/** What is kept between two runs of the program. */
export interface BooksState {
  debtors: Record<string, Debtor>;
  entries: Entry[];
  payments: Record<string, AxPayment>;
  postings: Record<string, Posting>;
  /** What was told of each debtor last, and how often that was something new. */
  told: Record<string, { text: string; version: number }>;
  lastPayment: number;
}

export const emptyBooks = (): BooksState => ({
  debtors: {},
  entries: [],
  payments: {},
  postings: {},
  told: {},
  lastPayment: 0,
});

/** Thrown when the books know nothing of what is asked for; the message is a sentence. */
export class UnknownInBooks extends Error {}

/** What came as `billing`, as far as the books read it. */
export interface BillingItem {
  readonly portalDocId: string;
  readonly kind: string;
  readonly custAccount: string;
  readonly invoiceAccount: string;
  readonly invoiceNumber: string;
  readonly docDate: string;
  readonly dueDate: string;
  readonly gross: string;
  readonly correctsPortalDocId?: string | null;
}

/** A small accounting system: debtors, what they owe, payments, documents of the portal. It knows nothing of how messages travel. */
export class Books {
  readonly state: BooksState;

  constructor(state: BooksState) {
    this.state = state;
  }

  /** A debtor by its code, its payer, its ИНН, its name or what people call it. @throws UnknownInBooks */
  find(who: string): Debtor {
    const wanted = who.trim().toLowerCase();
    const all = Object.values(this.state.debtors);
    const names = ({ custAccount, alias, inn, name }: Debtor) => [custAccount, alias, inn, name].map((text) => text?.toLowerCase());
    const found = all.find((debtor) => names(debtor).includes(wanted)) ?? all.find(({ name }) => name.toLowerCase().includes(wanted));
    if (!found) throw new UnknownInBooks(`no debtor is called ${who}`);
    return found;
  }

  /** Takes a debtor over as it is told; nothing when it is known. */
  open(debtor: Debtor): boolean {
    if (this.state.debtors[debtor.custAccount]) return false;
    this.state.debtors[debtor.custAccount] = debtor;
    return true;
  }

  block(who: string, blocked: Blocked, blockReason: string | null): Debtor {
    return this.change(this.find(who), { blocked, blockReason: blocked === 'No' ? null : blockReason });
  }

  limit(who: string, creditMax: number | null): Debtor {
    return this.change(this.find(who), { creditMax });
  }

  change(debtor: Debtor, changed: Partial<Debtor>): Debtor {
    const now = { ...debtor, ...changed };
    this.state.debtors[debtor.custAccount] = now;
    return now;
  }

  /** The version of what is told of a debtor: grows by one whenever the text is new. */
  versionOf(custAccount: string, text: string): number {
    const last = this.state.told[custAccount];
    const version = (last?.version ?? 0) + (last?.text === text ? 0 : 1);
    this.state.told[custAccount] = { text, version };
    return version;
  }

  /** A payment received on a day; negative: money paid back. */
  pay(who: string, payment: { amount: number; date: string; docNumber?: string; purpose?: string }): AxPayment {
    const { invoiceAccount, inn } = this.find(who);
    const no = ++this.state.lastPayment;
    const made: AxPayment = {
      transId: `AXT-${String(no).padStart(6, '0')}`,
      invoiceAccount,
      date: payment.date,
      amount: payment.amount,
      docNumber: payment.docNumber ?? String(900 + no),
      payerInn: inn,
      purpose: payment.purpose ?? 'Оплата по договору',
      canceled: false,
      version: 1,
    };
    this.state.payments[made.transId] = made;
    this.enter({ invoiceAccount, amount: -made.amount, date: made.date, dueDate: null, ref: made.transId });
    return made;
  }

  /** The payment was no payment: it is out of the books again. @throws UnknownInBooks */
  cancel(transId: string): AxPayment {
    const payment = this.state.payments[transId];
    if (!payment || payment.canceled) throw new UnknownInBooks(`no payment ${transId} to cancel`);
    const canceled = { ...payment, canceled: true, version: payment.version + 1 };
    this.state.payments[transId] = canceled;
    this.enter({ invoiceAccount: payment.invoiceAccount, amount: payment.amount, date: payment.date, dueDate: null, ref: `${transId}-` });
    return canceled;
  }

  /** Takes a document of the portal in; nothing when it is there already. */
  accept(item: BillingItem, at: string): Posting | null {
    if (this.state.postings[item.portalDocId]) return null;
    const posting: Posting = {
      portalDocId: item.portalDocId,
      invoiceAccount: item.invoiceAccount,
      invoiceNumber: item.invoiceNumber,
      docDate: item.docDate,
      dueDate: item.dueDate,
      gross: toKopecks(item.gross),
      status: 'accepted',
      acceptedAt: at,
      postedAt: null,
      factureNumber: null,
      openAmount: null,
      error: null,
    };
    this.state.postings[posting.portalDocId] = posting;
    return posting;
  }

  /**
   * Posts an accepted document under its own number: from now on it is owed, less what was paid ahead. A second time it changes nothing.
   * @throws UnknownInBooks
   */
  post(docId: string, at: string): Posting {
    const posting = this.posting(docId);
    if (posting.status === 'posted') return posting;
    const { invoiceAccount, gross, docDate, dueDate, portalDocId } = posting;
    this.enter({ invoiceAccount, amount: gross, date: docDate, dueDate, ref: portalDocId });
    const { balance } = this.owed(invoiceAccount, docDate);
    const openAmount = Math.min(gross, Math.max(0, balance));
    return this.settle(posting, { status: 'posted', postedAt: at, factureNumber: posting.invoiceNumber, openAmount, error: null });
  }

  /** Refuses a document, or takes a posted one back. @throws UnknownInBooks */
  reject(docId: string, error: string): Posting {
    const posting = this.posting(docId);
    if (posting.status !== 'posted') return this.settle(posting, { status: 'rejected', error });
    const { invoiceAccount, gross, docDate, portalDocId } = posting;
    this.enter({ invoiceAccount, amount: -gross, date: docDate, dueDate: null, ref: `${portalDocId}-` });
    return this.settle(posting, { status: 'reversed', error });
  }

  /** By the portal's id or by the number of its invoice. @throws UnknownInBooks */
  posting(docId: string): Posting {
    const found = this.state.postings[docId] ?? Object.values(this.state.postings).findLast(({ invoiceNumber }) => invoiceNumber === docId);
    if (!found) throw new UnknownInBooks(`no document ${docId} of the portal is known`);
    return found;
  }

  enter(entry: Entry): void {
    this.state.entries.push(entry);
  }

  /** What the payer owes on a day, kopecks: all of it, what is overdue, and since when. Payments settle the oldest first. */
  owed(invoiceAccount: string, today: string): { balance: number; overdue: number; oldestDueDate: string | null } {
    const own = this.state.entries.filter((entry) => entry.invoiceAccount === invoiceAccount);
    const bills = own
      .filter(({ amount, dueDate }) => amount > 0 && dueDate !== null)
      .sort((a, b) => (String(a.dueDate) < String(b.dueDate) ? -1 : 1));
    let credit = -sumOf(own.filter((entry) => !bills.includes(entry)));
    let overdue = 0;
    let oldestDueDate: string | null = null;
    for (const { amount, dueDate } of bills) {
      const left = Math.max(0, amount - Math.max(0, credit));
      credit -= amount - left;
      if (left > 0 && dueDate !== null && dueDate < today) {
        overdue += left;
        oldestDueDate ??= dueDate;
      }
    }
    return { balance: sumOf(own), overdue, oldestDueDate };
  }

  /** What the payer owed at the end of a day, kopecks. */
  balanceOn(invoiceAccount: string, day: string): number {
    return sumOf(this.state.entries.filter((entry) => entry.invoiceAccount === invoiceAccount && entry.date <= day));
  }

  private settle(posting: Posting, changed: Partial<Posting> & { status: PostingStatus }): Posting {
    const now = { ...posting, ...changed };
    this.state.postings[posting.portalDocId] = now;
    return now;
  }
}

const sumOf = (entries: readonly Entry[]): number => entries.reduce((sum, { amount }) => sum + amount, 0);

/** «14565.15» → 1456515. @throws RangeError for what is no such text */
export function toKopecks(text: string): number {
  const match = /^(-?)(\d+)\.(\d\d)$/.exec(text);
  if (!match) throw new RangeError(`${text} is no sum`);
  const kopecks = Number(match[2]) * 100 + Number(match[3]);
  return match[1] ? -kopecks : kopecks;
}

/** 1456515 → «14565.15» */
export function moneyText(kopecks: number): string {
  const text = String(Math.abs(kopecks)).padStart(3, '0');
  return `${kopecks < 0 ? '-' : ''}${text.slice(0, -2)}.${text.slice(-2)}`;
}
