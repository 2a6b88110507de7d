import { addDays, type Day, daysInMonth, firstOfMonth, laterDay, nextMonth } from '#src/lib/days.ts';
import type { BillingRule } from '#src/subscriptions/service/charge.rules.ts';

/** What one day of service is charged at. */
export interface DayEntry {
  seats: number;
  price: bigint;
}

/**
 * The simple model of a subscription: a book with an entry per day of service that was, and the state it is in.
 * Days to come are read off the state. It knows nothing of periods.
 */
export class DayBook {
  today: Day;
  openFrom: Day;
  isActive = true;
  seats: number;
  price: bigint;
  listPrice: bigint;
  autoRenew = true;
  stopDate: Day | null = null;
  readonly rule: BillingRule;
  readonly entries = new Map<Day, DayEntry>();

  constructor(start: { today: Day; seats: number; price: bigint; rule: BillingRule }) {
    this.today = start.today;
    this.openFrom = firstOfMonth(start.today);
    this.seats = start.seats;
    this.price = start.price;
    this.listPrice = start.price;
    this.rule = start.rule;
    this.useToday();
  }

  get isClosedToday(): boolean {
    return this.today < this.openFrom;
  }

  setSeats(seats: number): void {
    this.seats = seats;
    this.useToday();
  }

  stop(): void {
    this.isActive = false;
  }

  start(seats: number): void {
    this.isActive = true;
    this.price = this.listPrice;
    if (this.stopDate && this.stopDate <= this.today) this.stopDate = null;
    this.setSeats(seats);
  }

  /** The close of the month: the renewal, or the end. */
  close(): void {
    this.openFrom = nextMonth(this.today);
    if (!this.autoRenew) this.isActive = false;
    if (this.isActive) this.price = this.listPrice;
  }

  nextDay(): void {
    this.today = addDays(this.today, 1);
    if (this.stopDate && this.stopDate < this.today) this.isActive = false;
    if (this.isActive) this.useToday();
  }

  /** Every charged day, the rest of the month foreseen. */
  charged(): Map<Day, DayEntry> {
    const days = new Map(this.entries);
    if (!this.isActive) return days;
    const end = nextMonth(laterDay(this.today, this.openFrom));
    for (let at = laterDay(addDays(this.today, 1), this.openFrom); at < end; at = addDays(at, 1)) {
      days.set(at, { seats: this.seats, price: this.price });
    }
    return days;
  }

  /** The sum of a month: equal neighbouring days together, each lot rounded half up; or its dearest day. */
  sumOf(month: Day): bigint {
    const length = daysInMonth(month);
    const days = this.charged();
    const lots: { seats: number; price: bigint; days: number }[] = [];
    let open: (typeof lots)[number] | null = null;
    for (let at = month; at < nextMonth(month); at = addDays(at, 1)) {
      const entry = days.get(at);
      if (entry && open && open.seats === entry.seats && open.price === entry.price) open.days += 1;
      else {
        open = entry ? { ...entry, days: 1 } : null;
        if (open) lots.push(open);
      }
    }
    const full = lots.map((lot) => lot.price * BigInt(lot.seats));
    if (this.rule === 'full_month') return full.sort((a, b) => Number(b - a))[0] ?? 0n;
    return lots.reduce((total, lot, at) => total + halfUp((full[at] ?? 0n) * BigInt(lot.days), BigInt(length)), 0n);
  }

  private useToday(): void {
    if (this.isClosedToday) return;
    const entry = this.entries.get(this.today);
    if (entry) entry.seats = Math.max(entry.seats, this.seats);
    else this.entries.set(this.today, { seats: this.seats, price: this.price });
  }
}

function halfUp(a: bigint, b: bigint): bigint {
  return (2n * a + b) / (2n * b);
}
