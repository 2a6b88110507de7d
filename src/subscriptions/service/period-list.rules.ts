import { type Day, type DayRange, laterDay, monthOf, nextMonth } from '#src/lib/days.ts';
import { type Kopecks, kopecks, sum, zero } from '#src/lib/money.ts';
import { type BillingRule, periodCharge } from './charge.rules.ts';

/** Days of service at the same seats, price (kopecks per seat and month) and VAT rate (null: «без НДС»). */
export interface Stretch extends DayRange {
  readonly seats: number;
  readonly unitPrice: Kopecks;
  readonly vatRate: number | null;
}

/** A stretch within one month with its charge and the VAT inside it, in kopecks. Once invoiced it never changes. */
export interface Period extends Stretch {
  readonly charge: Kopecks;
  readonly vat: Kopecks;
  readonly isInvoiced: boolean;
}

/** What a change makes of the list. Periods are told apart by `from`; delete `removed` before writing `added`. */
export interface PeriodChange {
  /** All periods after the change, by day; untouched ones are the very objects given. */
  readonly periods: readonly Period[];
  readonly removed: readonly Period[];
  readonly added: readonly Period[];
  /** By how much the sum of all charges changes, in kopecks. */
  readonly delta: Kopecks;
}

/** The first day a change may touch: neither in a closed month nor in a month with an invoiced period. */
export function firstOpenDay(periods: readonly Period[], openFrom: Day | null): Day {
  return periods
    .filter((one) => one.isInvoiced)
    .map((one) => nextMonth(one.from))
    .reduce(laterDay, openFrom ?? ('0001-01-01' as Day));
}

/**
 * Changes the open part of the list and charges it anew: equal neighbours are joined, so a change
 * taken back within its day leaves the very list there was. Charged months are never looked at.
 */
export function rewrite(
  periods: readonly Period[],
  at: { readonly openFrom: Day | null; readonly billingRule: BillingRule },
  change: (open: readonly Stretch[]) => readonly Stretch[],
): PeriodChange {
  const openFrom = firstOpenDay(periods, at.openFrom);
  const closed = periods.filter((one) => one.from < openFrom);
  const open = periods.filter((one) => one.from >= openFrom);
  const charged = chargeAll(joined(change(open)), at.billingRule);
  return changeTo(periods, [...closed, ...charged]);
}

/** What leads from one list to another, which may hold equal periods of its own. */
export function changeTo(periods: readonly Period[], list: readonly Period[]): PeriodChange {
  const after = list.map((one) => periods.find((old) => old === one || isSame(old, one)) ?? one).sort(byDay);
  const removed = periods.filter((one) => !after.includes(one));
  const added = after.filter((one) => !periods.includes(one));
  return { periods: after, removed, added, delta: kopecks(total(added) - total(removed)) };
}

/** The same stretches with a border at each of the days. */
export function cutAt(stretches: readonly Stretch[], ...days: readonly Day[]): Stretch[] {
  return days.reduce<Stretch[]>(
    (parts, day) =>
      parts.flatMap((one) =>
        one.from < day && day < one.to
          ? [
              { ...one, to: day },
              { ...one, from: day },
            ]
          : [one],
      ),
    [...stretches],
  );
}

function joined(stretches: readonly Stretch[]): Stretch[] {
  const list: Stretch[] = [];
  for (const one of stretches.filter(({ from, to }) => from < to).sort(byDay)) {
    const last = list.at(-1);
    if (last && isContinued(last, one)) list[list.length - 1] = { ...last, to: one.to };
    else list.push(one);
  }
  return list;
}

function isContinued(last: Stretch, next: Stretch): boolean {
  return last.to === next.from && monthOf(last.from) === monthOf(next.from) && isAlike(last, next);
}

function isAlike(a: Stretch, b: Stretch): boolean {
  return a.seats === b.seats && a.unitPrice === b.unitPrice && a.vatRate === b.vatRate;
}

function isSame(a: Period, b: Period): boolean {
  return a.from === b.from && a.to === b.to && isAlike(a, b) && a.charge === b.charge && a.vat === b.vat;
}

function chargeAll(stretches: readonly Stretch[], billingRule: BillingRule): Period[] {
  const chargedByMonth = new Map<string, Kopecks>();
  return stretches.map((one) => {
    const { from, to, seats, unitPrice, vatRate } = one;
    const chargedBefore = chargedByMonth.get(monthOf(from)) ?? zero;
    const { charge, vat } = periodCharge({ ...one, billingRule, chargedBefore });
    chargedByMonth.set(monthOf(from), sum(chargedBefore, charge));
    return { from, to, seats, unitPrice, vatRate, charge, vat, isInvoiced: false };
  });
}

function total(periods: readonly Period[]): Kopecks {
  return sum(...periods.map(({ charge }) => charge));
}

function byDay(a: Stretch, b: Stretch): number {
  return a.from < b.from ? -1 : 1;
}
