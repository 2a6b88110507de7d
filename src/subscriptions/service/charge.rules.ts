import { type DayRange, daysBetween, daysInMonth, monthOf } from '#src/lib/days.ts';
import { type Kopecks, kopecks, roundHalfUpDiv, taxed, zero } from '#src/lib/money.ts';

/** How an offer is charged: by the days used, or by the whole month however few the days. */
export type BillingRule = 'prorated' | 'full_month';

/** What is charged for: seats at a price in kopecks per seat and full month, VAT included. */
export interface ChargeTerms {
  readonly seats: number;
  readonly unitPrice: Kopecks;
  readonly billingRule: BillingRule;
}

/**
 * The charge in kopecks for `days` of a month (product rule §8).
 * `prorated`: round_half_up(price × seats × days / days in month); `full_month`: price × seats.
 * 10 seats at 1 000,00 ₽ for 9 of 30 days: 3 000,00 ₽ prorated, 10 000,00 ₽ by the full month.
 * @throws RangeError for seats or days that can't be
 */
export function chargeFor(of: ChargeTerms & { readonly days: number; readonly daysInMonth: number }): Kopecks {
  if (!Number.isInteger(of.seats) || of.seats < 0) throw new RangeError(`not a number of seats: ${of.seats}`);
  if (!Number.isInteger(of.days) || of.days < 0 || of.days > of.daysInMonth) {
    throw new RangeError(`not a number of days in a month of ${of.daysInMonth}: ${of.days}`);
  }
  if (of.days === 0) return zero;
  const month = of.unitPrice * BigInt(of.seats);
  if (of.billingRule === 'full_month') return kopecks(month);
  return kopecks(roundHalfUpDiv(month * BigInt(of.days), BigInt(of.daysInMonth)));
}

/** What a full month costs, by either rule. */
export function fullMonthCharge({ seats, unitPrice }: Pick<ChargeTerms, 'seats' | 'unitPrice'>): Kopecks {
  return kopecks(unitPrice * BigInt(seats));
}

/**
 * Charge and VAT of one service period. By the `full_month` rule the month has been paid for up to what its
 * earlier periods charged (`chargedBefore`, kopecks), and the period adds only the difference:
 * 10 seats, from the 20th 15 seats, at 1 000,00 ₽: 10 000,00 ₽ and then 5 000,00 ₽.
 * @throws RangeError when the range is empty or crosses the end of its month
 */
export function periodCharge(of: ChargeTerms & DayRange & { readonly vatRate: number | null; readonly chargedBefore: Kopecks }): {
  charge: Kopecks;
  vat: Kopecks;
} {
  const whole = chargeFor({ ...of, days: daysOf(of), daysInMonth: daysInMonth(of.from) });
  const { gross, vat } = taxed(of.billingRule === 'full_month' ? rest(whole, of.chargedBefore) : whole, of.vatRate);
  return { charge: gross, vat };
}

function rest(whole: Kopecks, charged: Kopecks): Kopecks {
  return charged < whole ? kopecks(whole - charged) : zero;
}

function daysOf({ from, to }: DayRange): number {
  const days = daysBetween(from, to);
  if (days <= 0) throw new RangeError(`a period needs a day: ${from} to ${to}`);
  const left = daysInMonth(monthOf(from)) - Number(from.slice(8)) + 1;
  if (days > left) throw new RangeError(`a period can't cross a month: ${from} to ${to}`);
  return days;
}
