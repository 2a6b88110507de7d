import { expect, test } from 'vitest';
import { day } from '#src/lib/days.ts';
import { vatLong, vatRate, vatShort } from '#src/lib/vat.ts';

test.each([
  ['standard', '2018-12-31', 18],
  ['standard', '2019-01-01', 20],
  ['standard', '2025-12-31', 20],
  ['standard', '2026-01-01', 22],
  ['standard', '2031-05-01', 22],
  ['registry', '2025-12-31', null],
  ['registry', '2026-01-01', null],
] as const)('%s on %s: %s', (vatClass, on, rate) => expect(vatRate(vatClass, day(on))).toBe(rate));

test('an unknown past has no rate', () => expect(() => vatRate('standard', day('1999-01-01'))).toThrow(RangeError));

test('texts', () => {
  expect(vatShort(22)).toBe('НДС 22 %');
  expect(vatShort(null)).toBe('Без НДС');
  expect(vatLong(20)).toBe('НДС 20 %');
  expect(vatLong(null)).toBe('Без НДС (пп. 26 п. 2 ст. 149 НК РФ)');
});
