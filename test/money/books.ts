// A partner's books as an accountant keeps them on paper: days and kopecks, worked out from the rules of the contract.
// They share no code with the portal; what was done is told to them, what it comes to they find themselves.

/** Days off of the working week that fall on Monday to Friday, and Saturdays worked: the decrees for 2026 and 2027. */
const OFF = new Set(
  '2026-12-31 2027-01-01 2027-01-04 2027-01-05 2027-01-06 2027-01-07 2027-01-08 2027-02-22 2027-02-23 2027-03-08 2027-05-03 2027-05-10 2027-06-14 2027-11-04 2027-11-05 2027-12-31'.split(
    ' ',
  ),
);
const WORKED = new Set(['2027-02-20']);
const DAY = 86_400_000;

export const plusDays = (on: string, days: number): string => new Date(Date.parse(on) + days * DAY).toISOString().slice(0, 10);

/** The day to pay by: so many days after the document, and on to a day that is worked. */
export function payBy(issuedOn: string, termDays: number): string {
  let at = plusDays(issuedOn, termDays);
  const isOff = (on: string) => !WORKED.has(on) && (OFF.has(on) || [0, 6].includes(new Date(on).getUTCDay()));
  while (isOff(at)) at = plusDays(at, 1);
  return at;
}

export interface PaperInvoice {
  readonly id: number;
  readonly contract: number;
  readonly gross: bigint;
  readonly issuedOn: string;
  readonly dueOn: string;
  /** The day it counts from: that of the correction for one issued anew. */
  readonly from: string;
  cancelledOn: string | null;
}

export interface PaperPayment {
  readonly id: number;
  readonly amount: bigint;
  readonly receivedOn: string;
  readonly contract: number | null;
  takenBackOn: string | null;
}

/** So much of a payment went to an invoice, or came back from it. `on`: the day it was written, or of the payment's own row. */
interface Share {
  readonly payment: PaperPayment;
  readonly invoice: PaperInvoice;
  readonly amount: bigint;
  readonly writtenOn: string;
  /** The day on which the act by contracts has it. */
  readonly on: string;
}

const total = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, one) => sum + one, 0n);
const lower = (a: bigint, b: bigint): bigint => (a < b ? a : b);

export class Books {
  readonly invoices: PaperInvoice[] = [];
  readonly payments: PaperPayment[] = [];
  readonly #shares: Share[] = [];
  /** Invoices with an open hold, and those a person has let go. */
  readonly held = new Set<number>();
  readonly waived = new Set<number>();
  /** Contract → the one it is a supplement to, or itself. */
  readonly #rootOf: (contract: number) => number;

  constructor(rootOf: (contract: number) => number) {
    this.#rootOf = rootOf;
  }

  /** Invoices of a closed month; then what was paid in advance goes to them. */
  issue(invoices: readonly Omit<PaperInvoice, 'from' | 'cancelledOn'>[], today: string): void {
    for (const one of invoices) this.invoices.push({ ...one, from: one.issuedOn, cancelledOn: null });
    this.useAdvances(today);
  }

  /** Chosen invoices first, then those of its contract, of the same agreement, the others, each oldest first. @returns what is left */
  pay(payment: Omit<PaperPayment, 'takenBackOn'>, chosen: readonly number[], today: string): bigint {
    const one: PaperPayment = { ...payment, takenBackOn: null };
    this.payments.push(one);
    const open = this.#open();
    const rank = ({ id, contract }: PaperInvoice): number => {
      const at = chosen.indexOf(id);
      if (at >= 0) return at - chosen.length;
      if (one.contract === null || this.#rootOf(contract) !== this.#rootOf(one.contract)) return 2;
      return contract === one.contract ? 0 : 1;
    };
    this.#spread(
      one,
      [...open].sort((a, b) => rank(a) - rank(b)),
      today,
      one.receivedOn,
    );
    this.#liftPaid();
    return this.#restOf(one);
  }

  /** What it settled is open again; other money that is free goes there. */
  takeBack(id: number, today: string): void {
    const payment = this.payments.find((one) => one.id === id);
    if (!payment) throw new Error(`no payment ${id} on paper`);
    payment.takenBackOn = today;
    for (const invoice of this.invoices) {
      const amount = total(
        this.#shares.filter((share) => share.payment === payment && share.invoice === invoice).map((share) => share.amount),
      );
      if (amount === 0n) continue;
      this.#shares.push({ payment, invoice, amount: -amount, writtenOn: today, on: today });
      this.waived.delete(invoice.id);
    }
    this.useAdvances(today);
    this.#liftPaid();
  }

  /** The same debt under another number from this day on; what was paid for the old one pays for the new one. */
  correct(oldId: number, newId: number, today: string): void {
    const old = this.invoices.find((one) => one.id === oldId);
    if (!old) throw new Error(`no invoice ${oldId} on paper`);
    old.cancelledOn = today;
    const anew: PaperInvoice = { ...old, id: newId, from: today, cancelledOn: null };
    this.invoices.push(anew);
    for (const payment of this.payments) {
      const amount = total(this.#shares.filter((share) => share.payment === payment && share.invoice === old).map((share) => share.amount));
      if (amount === 0n) continue;
      this.#shares.push({ payment, invoice: old, amount: -amount, writtenOn: today, on: today });
      this.#shares.push({ payment, invoice: anew, amount, writtenOn: today, on: today });
    }
    if (this.waived.has(oldId)) this.waived.add(newId);
    this.useAdvances(today);
    this.night(today);
    this.#liftPaid();
  }

  /** Money that is not used up, oldest first: that of a contract to its own invoices before any other money is spent. */
  useAdvances(today: string): void {
    const free = () =>
      this.payments
        .filter((one) => one.takenBackOn === null && this.#restOf(one) > 0n)
        .sort((a, b) => (a.receivedOn === b.receivedOn ? a.id - b.id : a.receivedOn < b.receivedOn ? -1 : 1));
    for (const one of free()) {
      if (one.contract === null) continue;
      const root = this.#rootOf(one.contract);
      const own = this.#open().filter(({ contract }) => this.#rootOf(contract) === root);
      const [first, then] = [
        own.filter(({ contract }) => contract === one.contract),
        own.filter(({ contract }) => contract !== one.contract),
      ];
      this.#spread(one, [...first, ...then], today, today);
    }
    for (const one of free()) {
      const near = ({ contract }: PaperInvoice) =>
        one.contract === null || this.#rootOf(contract) !== this.#rootOf(one.contract) ? 2 : contract === one.contract ? 0 : 1;
      this.#spread(
        one,
        [...this.#open()].sort((a, b) => near(a) - near(b)),
        today,
        today,
      );
    }
  }

  /** The day after its day to pay an invoice is held for, unless a person has let it go. */
  night(today: string): void {
    for (const { id, dueOn } of this.#open()) if (dueOn < today && !this.waived.has(id)) this.held.add(id);
  }

  #liftPaid(): void {
    for (const id of [...this.held]) {
      const invoice = this.invoices.find((one) => one.id === id);
      if (!invoice || invoice.cancelledOn !== null || this.openOf(invoice) <= 0n) this.held.delete(id);
    }
  }

  #spread(payment: PaperPayment, invoices: readonly PaperInvoice[], today: string, on: string): void {
    for (const invoice of invoices) {
      const amount = lower(this.#restOf(payment), this.openOf(invoice));
      if (amount > 0n)
        this.#shares.push({ payment, invoice, amount, writtenOn: today, on: on > payment.receivedOn ? on : payment.receivedOn });
    }
  }

  #restOf(payment: PaperPayment): bigint {
    return payment.amount - total(this.#shares.filter((share) => share.payment === payment).map(({ amount }) => amount));
  }

  /** In force and not paid, oldest first. */
  #open(): PaperInvoice[] {
    return this.invoices
      .filter((one) => one.cancelledOn === null && this.openOf(one) > 0n)
      .sort((a, b) => (a.issuedOn === b.issuedOn ? a.id - b.id : a.issuedOn < b.issuedOn ? -1 : 1));
  }

  /** What is left to pay of an invoice at the end of a day. */
  openOf(invoice: PaperInvoice, day = '9999-12-31'): bigint {
    return (
      invoice.gross - total(this.#shares.filter((share) => share.invoice === invoice && share.writtenOn <= day).map(({ amount }) => amount))
    );
  }

  inForce(day = '9999-12-31'): PaperInvoice[] {
    return this.invoices.filter(({ from, cancelledOn }) => from <= day && (cancelledOn === null || cancelledOn > day));
  }

  /** What the partner owes by invoices and money, of all contracts, of one, or of none (`null`). */
  balance(day: string, contract: number | null | 'all' = 'all'): bigint {
    const isOf = (one: number | null) => contract === 'all' || one === contract;
    const shipped = total(
      this.inForce(day)
        .filter((one) => isOf(one.contract))
        .map(({ gross }) => gross),
    );
    const came = this.payments.filter((one) => isOf(one.contract) && one.receivedOn <= day);
    const money = total(came.map(({ amount, takenBackOn }) => (takenBackOn !== null && takenBackOn <= day ? 0n : amount)));
    const moved = this.#shares.filter(({ payment, on }) => payment.contract === null && on <= day);
    const gone =
      contract === 'all'
        ? 0n
        : total(moved.map(({ invoice, amount }) => (contract === null ? amount : invoice.contract === contract ? -amount : 0n)));
    return shipped - money + gone;
  }

  /** Of what is open at the end of a day, so much is late by so many days; and money that settles nothing. */
  aged(day: string): { late: ReadonlyMap<number, bigint>; advance: bigint } {
    const late = new Map<number, bigint>();
    for (const one of this.inForce(day)) {
      const days = Math.max(0, Math.round((Date.parse(day) - Date.parse(one.dueOn)) / DAY));
      late.set(days, (late.get(days) ?? 0n) + this.openOf(one, day));
    }
    const came = total(
      this.payments
        .filter(({ receivedOn, takenBackOn }) => receivedOn <= day && (takenBackOn === null || takenBackOn > day))
        .map(({ amount }) => amount),
    );
    const used = total(this.#shares.filter(({ writtenOn }) => writtenOn <= day).map(({ amount }) => amount));
    return { late, advance: came - used };
  }
}
