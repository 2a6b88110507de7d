import { addDays, type Day } from '#src/lib/days.ts';
import { type Kopecks, vatInside } from '#src/lib/money.ts';
import { vatRate } from '#src/lib/vat.ts';

/** Calendar days within which a счёт-фактура for an advance is issued, the day of the money not counted (ст. 168 п. 3, ст. 6.1 п. 2 НК РФ). */
export const ADVANCE_DAYS = 5;

/** The last day for it: money of 20.11 → 25.11. Days off do not move it: earlier is never wrong. */
export const advanceTerm = (receivedOn: Day): Day => addDays(receivedOn, ADVANCE_DAYS);

/** `2026-4` */
const quarterOf = (of: Day): string => `${of.slice(0, 4)}-${Math.ceil(Number(of.slice(5, 7)) / 3)}`;

/**
 * Does a shipment make the счёт-фактура for the advance needless: within its term and in the same quarter? Money of 28.12 and
 * a shipment of 31.12: yes; money of 29.03 and a shipment of 02.04: no, the quarter is another.
 */
export const isShippedInTime = (receivedOn: Day, shippedOn: Day): boolean =>
  shippedOn > receivedOn && shippedOn <= advanceTerm(receivedOn) && quarterOf(shippedOn) === quarterOf(receivedOn);

/** The calculated rate of the day, «22/122», and the VAT by it (ст. 164 п. 4 НК РФ). */
export function advanceVat(amount: Kopecks, receivedOn: Day): { readonly rate: string; readonly vat: Kopecks } {
  const rate = vatRate('standard', receivedOn);
  return { rate: `${rate}/${100 + (rate ?? 0)}`, vat: vatInside(amount, rate) };
}

/** A счёт-фактура for an advance, as line 5б names it. */
export interface AdvanceInvoiceRef {
  readonly number: string;
  readonly on: Day;
  readonly correctionNumber: string | null;
  readonly correctionOn: Day | null;
}
