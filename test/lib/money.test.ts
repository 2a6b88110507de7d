import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decimalRub, formatAmount, formatRub, kopecks, parseRub, roundHalfUpDiv, sum, taxed, vatInside } from '#src/lib/money.ts';

const rates = fc.constantFrom(22, 20, 18, 10, 0, null);
const amounts = fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }).map(kopecks);

describe('rounding', () => {
  test.each([
    [5n, 2n, 3n],
    [4n, 3n, 1n],
    [-5n, 2n, -3n],
    [0n, 7n, 0n],
    [22n * 1_030_750n, 100n, 226_765n],
  ])('%s / %s = %s', (a, b, expected) => expect(roundHalfUpDiv(a, b)).toBe(expected));

  test('is never further than a half from the exact value, and mirrors for negatives', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt({ min: 1n, max: 10n ** 9n }), (a, b) => {
        const error = 2n * (roundHalfUpDiv(a, b) * b - a);
        expect(error <= b && error >= -b).toBe(true);
        expect(roundHalfUpDiv(-a, b)).toBe(-roundHalfUpDiv(a, b));
      }),
    );
  });

  test('refuses a divisor that is not positive', () => expect(() => roundHalfUpDiv(1n, 0n)).toThrow(RangeError));
});

describe('VAT inside a gross sum', () => {
  test.each([
    [12_200n, 22, 2_200n],
    [10_000n, 22, 1_803n],
    [10_000_000n, 22, 1_803_279n],
    [12_000n, 20, 2_000n],
    [10_000n, null, 0n],
  ])('%s kopecks at %s %% hold %s', (gross, rate, vat) => expect(vatInside(kopecks(gross), rate)).toBe(vat));

  test('net + VAT = gross, always', () => {
    fc.assert(
      fc.property(amounts, rates, (gross, rate) => {
        const money = taxed(gross, rate);
        expect(money.net + money.vat).toBe(money.gross);
        expect(money.gross).toBe(gross);
      }),
    );
  });

  test('refuses a stored VAT that is not the one inside', () => {
    expect(taxed(kopecks(12_200), 22, kopecks(2_200)).net).toBe(10_000n);
    expect(() => taxed(kopecks(12_200), 22, kopecks(2_201))).toThrow(RangeError);
  });

  test('is counted per line: three lines of 33,33 differ from their total', () => {
    const line = (33_33n * 22n + 50n) / 100n;
    expect(line * 3n).toBe(21_99n);
    expect(roundHalfUpDiv(99_99n * 22n, 100n)).toBe(22_00n);
  });
});

describe('sums as text', () => {
  test.each([
    [0n, '0,00'],
    [5n, '0,05'],
    [123_450n, '1\u00a0234,50'],
    [-123_456_789n, '−1\u00a0234\u00a0567,89'],
  ])('%s is shown as %s', (amount, text) => {
    expect(formatAmount(amount)).toBe(text);
    expect(formatRub(amount)).toBe(`${text}\u00a0₽`);
  });

  test('for machines there are no spaces', () => {
    expect(decimalRub(-123_456_789n)).toBe('-1234567.89');
    expect(decimalRub(7n)).toBe('0.07');
  });

  test.each([
    ['1 234,5', 123_450n],
    ['1234.50 ₽', 123_450n],
    ['300 000 руб.', 30_000_000n],
    ['−10', -1_000n],
    ['0', 0n],
    ['1\u00a0000', 100_000n],
    ['', null],
    ['12,345', null],
    ['1e5', null],
    ['1,2,3', null],
    ['сто', null],
  ])('«%s» is read as %s', (text, expected) => expect(parseRub(text)).toBe(expected));

  test('what is shown can be typed back', () => {
    fc.assert(
      fc.property(amounts, (amount) => {
        expect(parseRub(formatRub(amount))).toBe(amount);
        expect(parseRub(decimalRub(amount))).toBe(amount);
      }),
    );
  });
});

test('kopecks are whole', () => {
  expect(kopecks('12345')).toBe(12_345n);
  expect(() => kopecks(1.5)).toThrow(RangeError);
  expect(sum()).toBe(0n);
  expect(sum(1n, 2n, -5n)).toBe(-2n);
});
