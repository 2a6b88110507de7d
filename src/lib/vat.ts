import type { Day } from './days.ts';

/** How a product is taxed: by the ordinary rate, or exempt as software of the Russian registry. */
export type VatClass = 'standard' | 'registry';

/** The ordinary rate in per cent, by the first day it is in force. */
const standardRates = [
  { from: '2026-01-01', rate: 22 }, // ФЗ от 28.11.2025 № 425-ФЗ
  { from: '2019-01-01', rate: 20 }, // ФЗ от 03.08.2018 № 303-ФЗ
  { from: '2004-01-01', rate: 18 },
] as const;

const exemption = 'пп. 26 п. 2 ст. 149 НК РФ';

/**
 * The VAT rate in whole per cent on the day of the service, `null` for «без НДС»
 * (software of the registry, пп. 26 п. 2 ст. 149 НК РФ). For a month of service the day is its last one.
 * @throws RangeError for a day before 2004
 */
export function vatRate(vatClass: VatClass, on: Day): number | null {
  if (vatClass === 'registry') return null;
  const found = standardRates.find(({ from }) => from <= on);
  if (!found) throw new RangeError(`no VAT rate is known for ${on}`);
  return found.rate;
}

/** «НДС 22 %» or «Без НДС», for tables. */
export function vatShort(rate: number | null): string {
  return rate === null ? 'Без НДС' : `НДС ${rate} %`;
}

/** «НДС 22 %» or «Без НДС (пп. 26 п. 2 ст. 149 НК РФ)», with its ground in law. */
export function vatLong(rate: number | null): string {
  return rate === null ? `Без НДС (${exemption})` : vatShort(rate);
}
