import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, type Day, day, daysBetween, firstOfMonth, lastOfMonth, monthOf, nextMonth } from '#src/lib/days.ts';
import { kopecks, sum, taxed } from '#src/lib/money.ts';
import type { BillingRule } from '#src/subscriptions/service/charge.rules.ts';
import {
  applyDecrease,
  applyIncrease,
  type ChangeTime,
  type Period,
  type PeriodChange,
  renew,
  restart,
  startNew,
  stopOn,
} from '#src/subscriptions/service/period.rules.ts';
import { DayBook } from './day-book.ts';

/** The list of periods as a caller keeps it: changed only by what the rules give back. */
class Subject {
  periods: readonly Period[] = [];
  frozen: readonly Period[] = [];

  apply(change: PeriodChange): void {
    const kept = this.periods.filter((one) => !change.removed.includes(one));
    const written = [...kept, ...change.added].sort((a, b) => (a.from < b.from ? -1 : 1));
    expect(change.periods).toEqual(written);
    expect(change.delta).toBe(totalOf(change.periods) - totalOf(this.periods));
    this.periods = change.periods;
  }

  invoice(before: Day): void {
    this.periods = this.periods.map((one) => (one.from < before && !one.isInvoiced ? { ...one, isInvoiced: true } : one));
    this.frozen = this.periods.filter(({ isInvoiced }) => isInvoiced);
  }
}

type Step = fc.Command<DayBook, Subject>;

function step(name: string, may: (book: DayBook) => boolean, run: (book: DayBook, real: Subject) => void): Step {
  return {
    check: may,
    run(book, real) {
      run(book, real);
      agree(book, real);
    },
    toString: () => name,
  };
}

function now(book: DayBook): ChangeTime {
  return { today: book.today, openFrom: book.openFrom, billingRule: book.rule };
}

function terms(seats: number, unitPrice: bigint) {
  return { seats, unitPrice: kopecks(unitPrice), vatRate: 22 };
}

const setSeats = (seats: number) =>
  step(
    `seats ${seats}`,
    (book) => book.isActive && book.seats !== seats,
    (book, real) => {
      const change = seats > book.seats ? applyIncrease : applyDecrease;
      real.apply(change(real.periods, now(book), seats));
      book.setSeats(seats);
    },
  );

const stop = step(
  'stop',
  (book) => book.isActive,
  (book, real) => {
    real.apply(stopOn(real.periods, now(book)));
    book.stop();
  },
);

const start = (seats: number) =>
  step(
    `start ${seats}`,
    (book) => !book.isActive,
    (book, real) => {
      real.apply(restart(real.periods, now(book), terms(seats, book.listPrice)));
      book.start(seats);
    },
  );

const setPrice = (price: bigint) =>
  step(
    `price ${price}`,
    () => true,
    (book) => {
      book.listPrice = price;
    },
  );

const setAutoRenew = (on: boolean) =>
  step(
    `auto-renewal ${on}`,
    () => true,
    (book) => {
      book.autoRenew = on;
    },
  );

const setStopDate = (ahead: number) =>
  step(
    `stop in ${ahead} days`,
    (book) => book.isActive,
    (book) => {
      book.stopDate = addDays(book.today, ahead);
    },
  );

function close(book: DayBook, real: Subject): void {
  const at = { ...now(book), openFrom: nextMonth(book.today) };
  if (book.isActive && book.stopDate === book.today) stop.run(book, real);
  agreeFrom(firstOfMonth(book.today), book, real);
  real.invoice(at.openFrom);
  book.close();
  if (book.isActive) real.apply(renew(real.periods, at, monthOf(at.openFrom), terms(book.seats, book.listPrice)));
}

/** By hand, up to four days before the month ends, or on its last day. */
const closeEarly = step('close', (book) => daysBetween(book.today, lastOfMonth(book.today)) <= 4 && !book.isClosedToday, close);

const pass = (days: number) =>
  step(
    `${days} days pass`,
    () => true,
    (book, real) => {
      for (let left = days; left > 0; left -= 1) {
        if (book.today === lastOfMonth(book.today) && !book.isClosedToday) close(book, real);
        const wasActive = book.isActive;
        book.nextDay();
        if (wasActive && !book.isActive && book.stopDate) real.apply(stopOn(real.periods, now(book), book.stopDate));
      }
    },
  );

/** The open part of list and book say the same; the invoiced part is the very rows it was. */
function agree(book: DayBook, real: Subject): void {
  agreeFrom(book.openFrom, book, real);
  real.frozen.forEach((one, at) => void expect(real.periods[at]).toBe(one));
}

function agreeFrom(open: Day, book: DayBook, real: Subject): void {
  const periods = real.periods.filter(({ from }) => from >= open);
  const days = new Map<Day, { seats: number; price: bigint }>();
  for (const { from, to, seats, unitPrice, charge, vat, vatRate } of periods) {
    expect(monthOf(from)).toBe(monthOf(addDays(to, -1)));
    expect(charge >= 0n && vat === taxed(charge, vatRate).vat).toBe(true);
    for (let at = from; at < to; at = addDays(at, 1)) {
      if (days.has(at)) throw new Error(`two periods on ${at}`);
      days.set(at, { seats, price: unitPrice });
    }
  }
  expect(days).toEqual(new Map([...book.charged()].filter(([at]) => at >= open))); // no hole while active, nothing billed while not
  for (const month of new Set([...days.keys()].map(firstOfMonth))) {
    expect(totalOf(periods.filter(({ from }) => firstOfMonth(from) === month))).toBe(book.sumOf(month));
  }
}

function totalOf(periods: readonly Period[]): bigint {
  return sum(...periods.map(({ charge }) => charge));
}

test('any history charges what a book kept day by day says', () => {
  const seats = fc.integer({ min: 1, max: 20 });
  const prices = fc.bigInt({ min: 1n, max: 200_000n });
  const steps = fc.commands<DayBook, Subject>(
    [
      seats.map(setSeats),
      seats.map(setSeats),
      fc.constant(stop),
      seats.map(start),
      prices.map(setPrice),
      fc.boolean().map(setAutoRenew),
      fc.nat({ max: 12 }).map(setStopDate),
      fc.constant(closeEarly),
      fc.nat({ max: 1 }).map((n) => pass(n + 1)),
      fc.nat({ max: 25 }).map((n) => pass(n + 1)),
    ],
    { maxCommands: 30, size: 'max' },
  );
  const starts = fc.record({
    today: fc.nat({ max: 120 }).map((n) => addDays(day('2027-11-20'), n)), // over a leap February
    seats,
    price: prices,
    rule: fc.constantFrom<BillingRule>('prorated', 'full_month'),
  });
  fc.assert(
    fc.property(starts, steps, (first, history) => {
      fc.modelRun(() => {
        const real = new Subject();
        real.apply(
          startNew({ ...terms(first.seats, first.price), billingRule: first.rule }, { from: first.today, to: nextMonth(first.today) }),
        );
        return { model: new DayBook(first), real };
      }, history);
    }),
    { numRuns: 3_000 },
  );
}, 60_000);
