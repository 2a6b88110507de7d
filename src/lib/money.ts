import { grouped } from './russian.ts';

/**
 * Money is whole kopecks in a bigint. A floating-point number never holds a sum.
 */
declare const kopecksBrand: unique symbol;

/** An amount in kopecks; may be negative (a correction, a delta). */
export type Kopecks = bigint & { readonly [kopecksBrand]: true };

declare const moneyBrand: unique symbol;

/** A sum with its VAT, all in kopecks; made only by `taxed`, so `net + vat === gross` always holds. */
export interface Money {
  readonly net: Kopecks;
  readonly vat: Kopecks;
  readonly gross: Kopecks;
  readonly [moneyBrand]: true;
}

const nbsp = '\u00a0';

/**
 * Makes kopecks of a whole number, a bigint or digits from the database.
 * @throws RangeError for a number that is not a whole one
 */
export function kopecks(value: bigint | number | string): Kopecks {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new RangeError(`not a whole number of kopecks: ${value}`);
  }
  return BigInt(value) as Kopecks;
}

export const zero = kopecks(0);

/**
 * `a / b` rounded to the nearest whole, a half going away from zero,
 * so a correction of −x is exactly the opposite of x.
 * @throws RangeError when `b` is not positive
 */
export function roundHalfUpDiv(a: bigint, b: bigint): bigint {
  if (b <= 0n) throw new RangeError('the divisor must be positive');
  const size = a < 0n ? -a : a;
  const rounded = (size * 2n + b) / (b * 2n);
  return a < 0n ? -rounded : rounded;
}

/** Adds up sums; nothing gives zero. */
export function sum(...parts: readonly bigint[]): Kopecks {
  let total = 0n;
  for (const part of parts) total += part;
  return total as Kopecks;
}

/**
 * VAT contained in a gross sum: `gross × r / (100 + r)`, rounded half up (product rule §8).
 * 122,00 ₽ at 22 % holds 22,00 ₽; a `null` rate («без НДС») holds none.
 */
export function vatInside(gross: Kopecks, rate: number | null): Kopecks {
  if (rate === null) return zero;
  const percent = BigInt(rate);
  return roundHalfUpDiv(gross * percent, 100n + percent) as Kopecks;
}

/**
 * A gross sum split into net and VAT. The rate is in whole per cent, `null` means «без НДС».
 * A stored VAT may be given; then it is checked instead of computed.
 * @throws RangeError when the stored VAT is not the one inside the gross sum
 */
export function taxed(gross: Kopecks, rate: number | null, storedVat?: Kopecks): Money {
  const vat = vatInside(gross, rate);
  if (storedVat !== undefined && storedVat !== vat) {
    throw new RangeError(`VAT ${storedVat} does not belong to ${gross} at ${rate ?? 'no'} %`);
  }
  const net = kopecks(gross - vat);
  if (net + vat !== gross) throw new RangeError('net + VAT must equal gross');
  return Object.freeze({ net, vat, gross }) as Money;
}

/** `1 234,50`: groups of three and always two decimals; the spaces do not break. A minus is «−». */
export function formatAmount(amount: bigint): string {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(3, '0');
  const rubles = grouped(BigInt(digits.slice(0, -2)));
  return `${amount < 0n ? '−' : ''}${rubles},${digits.slice(-2)}`;
}

/** `1 234,50 ₽`, to be shown to people. */
export function formatRub(amount: bigint): string {
  return `${formatAmount(amount)}${nbsp}₽`;
}

/** `1234.50` for files and machines: no grouping, a point, an ordinary minus. */
export function decimalRub(amount: bigint): string {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(3, '0');
  return `${amount < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/**
 * Reads what a person types for a sum: `1 234,5`, `1234.50 ₽`, `−10`, `300 000 руб.`.
 * Gives null when it is no sum of rubles with at most two decimals.
 */
export function parseRub(text: string): Kopecks | null {
  const bare = text.replace(/(₽|руб\.?|р\.)\s*$/i, '').replace(/[\s\u00a0\u202f]/g, '');
  const found = /^([-−]?)(\d{1,15})(?:[.,](\d{1,2}))?$/.exec(bare);
  if (!found) return null;
  const [, minus, rubles = '', decimals = ''] = found;
  const size = BigInt(rubles) * 100n + BigInt(decimals.padEnd(2, '0'));
  return kopecks(minus ? -size : size);
}
