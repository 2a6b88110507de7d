import { Books, type BooksState, emptyBooks, moneyText } from './books.ts';
import type { Debtor, Entry, Posting } from './books.types.ts';
import { Courier } from './courier.ts';
import { dice, type Faults, noFaults } from './faults.ts';
import { Folder } from './folder.ts';
import type { IncomingParts } from './incoming.ts';
import { dayText, debtorItem, instantText, paymentItem, statusItem } from './messages.ts';
import { emptyOutgoing, OutgoingMail, type OutgoingState } from './outgoing.ts';
import { type PortalAddress, PortalDoor } from './portal-door.ts';
import { type Cursors, pull } from './puller.ts';

/** Everything the program keeps between two runs. */
export interface StandInState {
  readonly books: BooksState;
  readonly outgoing: OutgoingState;
  readonly cursors: Cursors;
  /** When all debtors were sent last, milliseconds of the business clock. */
  sentAt: number | null;
  /** The last day whose balances were sent. */
  balancesOf: string | null;
  /** How far somebody who knows the world has told of it; null: nobody has. */
  mark: number | null;
}

export const emptyState = (): StandInState => ({
  books: emptyBooks(),
  outgoing: emptyOutgoing(),
  cursors: {},
  sentAt: null,
  balancesOf: null,
  mark: null,
});

export interface StandInOptions {
  /** The portal to call; null: it calls us, or there are only files. */
  readonly portal: PortalAddress | null;
  /** AX_DIR of the portal; null: no files. */
  readonly dir: string | null;
  readonly csv?: 'utf-8' | 'windows-1251' | null;
  /** Minutes of the business clock between two messages with all debtors. */
  readonly everyMinutes: number;
  /** Minutes from a document's acceptance to its posting. */
  readonly postMinutes: number;
  /** Debtors in one page of a full message. */
  readonly pageSize: number;
  readonly seed: number;
  readonly now: () => Date;
  readonly say: (text: string) => void;
}

/** A small accounting system that speaks ax-exchange/1 with the portal: books, what leaves, what comes, and the doors. */
export class StandIn {
  readonly state: StandInState;
  readonly books: Books;
  readonly mail: OutgoingMail;
  readonly faults: Faults = noFaults();
  readonly options: StandInOptions;
  /** Down: it neither calls nor answers. */
  isDown = false;
  readonly #courier: Courier | null;
  readonly #portal: PortalDoor | null;
  readonly #folder: Folder | null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(state: StandInState, options: StandInOptions) {
    this.state = state;
    this.options = options;
    this.books = new Books(state.books);
    this.mail = new OutgoingMail(state.outgoing);
    const roll = dice(options.seed);
    const { faults, mail } = this;
    this.#portal = options.portal && new PortalDoor(options.portal, options.now);
    this.#courier = this.#portal && new Courier({ mail, portal: this.#portal, faults, roll, say: options.say });
    this.#folder = options.dir === null ? null : new Folder({ dir: options.dir, faults, roll, csv: options.csv ?? null });
  }

  /** What receiving a message of the portal needs. */
  get incoming(): IncomingParts {
    return { books: this.books, mail: this.mail, now: this.options.now };
  }

  /** One turn of the work: pull, post, send what is due. Turns follow one another. @param isUrgent retries do not wait */
  turn(isUrgent = false): Promise<void> {
    const next = this.#turn.then(() => this.#work(isUrgent));
    this.#turn = next.catch(() => undefined);
    return next;
  }

  async #work(isUrgent: boolean): Promise<void> {
    if (this.isDown) return;
    await this.#fetch();
    this.#post();
    this.#sendWhenDue();
    await this.#courier?.round(Date.now(), !isUrgent);
    await this.#folder?.write(this.mail, Date.now());
  }

  async #fetch(): Promise<void> {
    try {
      if (this.#portal) await pull(this.#portal, this.incoming, this.state.cursors);
      await this.#folder?.read(this.incoming);
    } catch (error) {
      this.options.say(`nothing could be pulled: ${(error as Error).message}`);
    }
  }

  /** Posts what was accepted long enough ago. */
  #post(): void {
    const now = this.options.now();
    const ripe = now.getTime() - this.options.postMinutes * 60_000;
    for (const posting of Object.values(this.state.books.postings)) {
      if (posting.status === 'accepted' && Date.parse(posting.acceptedAt) <= ripe)
        this.tell(this.books.post(posting.portalDocId, instantText(now)));
    }
  }

  #sendWhenDue(): void {
    const { now, everyMinutes } = this.options;
    const { sentAt } = this.state;
    if (sentAt === null || now().getTime() - sentAt >= everyMinutes * 60_000) this.sendAll();
    if (this.state.balancesOf !== dayText(new Date(now().getTime() - 86_400_000))) this.sendBalances();
  }

  /** All debtors as a full set in pages. */
  sendAll(): void {
    const now = this.options.now();
    const items = Object.values(this.state.books.debtors).map((debtor) => debtorItem(this.books, debtor, now));
    const pages = Math.max(1, Math.ceil(items.length / this.options.pageSize));
    const batchId = crypto.randomUUID();
    for (let page = 1; page <= pages; page++) {
      const part = items.slice((page - 1) * this.options.pageSize, page * this.options.pageSize);
      this.mail.put('debtors', part, now, { mode: 'full', page, pages, batchId });
    }
    this.state.sentAt = now.getTime();
  }

  /** What the payers owed at the end of the day before. */
  sendBalances(): void {
    const date = dayText(new Date(this.options.now().getTime() - 86_400_000));
    this.#putBalances([...new Set(Object.values(this.state.books.debtors).map(({ invoiceAccount }) => invoiceAccount))], date);
    this.state.balancesOf = date;
  }

  /** A document that is booked, or taken back, on a day whose balance was told already: that day is told anew. */
  #tellBackdated({ invoiceAccount, docDate, status }: Posting): void {
    const { balancesOf } = this.state;
    if (balancesOf === null || docDate > balancesOf || status === 'accepted' || status === 'rejected') return;
    for (const date of new Set([docDate, balancesOf])) this.#putBalances([invoiceAccount], date);
  }

  #putBalances(payers: readonly string[], date: string): void {
    const now = this.options.now();
    const items = payers.map((invoiceAccount) => ({
      invoiceAccount,
      date,
      currency: 'RUB',
      balance: moneyText(this.books.balanceOn(invoiceAccount, date)),
      asOf: instantText(now),
    }));
    this.mail.put('balances', items, now);
  }

  /** Takes over debtors and entries that the books lack; what is there stays. */
  open(debtors: readonly Debtor[], entries: readonly Entry[], mark: number | null): void {
    const opened = debtors.filter((debtor) => this.books.open(debtor));
    const known = new Set(this.state.books.entries.map(({ ref }) => ref));
    const added = entries.filter(({ ref }) => !known.has(ref));
    for (const entry of added) this.books.enter(entry);
    this.state.mark = mark ?? this.state.mark;
    if (this.state.sentAt === null || (opened.length === 0 && added.length === 0)) return;
    for (const payer of new Set([...opened, ...added].map(({ invoiceAccount }) => invoiceAccount))) this.tellPayer(payer);
  }

  tell(changed: Debtor | Posting): void {
    const now = this.options.now();
    if ('portalDocId' in changed) {
      this.mail.put('invoice-status', [statusItem(changed)], now);
      this.#tellBackdated(changed);
      this.tellPayer(changed.invoiceAccount);
    } else this.mail.put('debtors', [debtorItem(this.books, changed, now)], now);
  }

  /** Everybody whom this payer pays for. */
  tellPayer(invoiceAccount: string): void {
    const now = this.options.now();
    const own = Object.values(this.state.books.debtors).filter((debtor) => debtor.invoiceAccount === invoiceAccount);
    const items = own.map((debtor) => debtorItem(this.books, debtor, now));
    this.mail.put('debtors', items, now);
  }

  pay(who: string, payment: Parameters<Books['pay']>[1]): string {
    const made = this.books.pay(who, payment);
    this.mail.put('payments', [paymentItem(made)], this.options.now());
    this.tellPayer(made.invoiceAccount);
    return made.transId;
  }

  cancel(transId: string): void {
    const canceled = this.books.cancel(transId);
    this.mail.put('payments', [paymentItem(canceled)], this.options.now());
    this.tellPayer(canceled.invoiceAccount);
  }
}
