import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { kopecks } from '#src/lib/money.ts';
import { marginOf, retailOf, retailPrice } from '#src/storefront/retail.rules.ts';
import type { RetailRounding, ShelfWord } from '#src/storefront/storefront.types.ts';

const roundings: readonly RetailRounding[] = ['none', 'rubles', 'tens', 'nine', 'ninety'];

describe('worked figures of the rule', () => {
  it.each([
    [214_00, 2500, [267_50, 268_00, 270_00, 269_00, 290_00]],
    [1_070_90, 1500, [1_231_54, 1_232_00, 1_240_00, 1_239_00, 1_290_00]],
    [0, 2500, [0, 0, 0, 0, 0]],
    [1, 0, [1, 1_00, 10_00, 9_00, 90_00]],
    [9_00, 0, [9_00, 9_00, 10_00, 9_00, 90_00]],
    [9_01, 0, [9_01, 10_00, 10_00, 19_00, 90_00]],
    [90_01, 0, [90_01, 91_00, 100_00, 99_00, 190_00]],
    [3, 5000, [5, 1_00, 10_00, 9_00, 90_00]], // 4,5 kopecks is 5
  ])('%i kopecks + %i basis points', (purchase, markup, prices) => {
    const made = roundings.map((rounding) => retailPrice(kopecks(purchase), { markup, rounding, mayBeBelow: false }));
    expect(made).toEqual(prices.map((price) => kopecks(price)));
  });

  it('lies below the purchase price only where that is ticked', () => {
    const terms = { markup: -1000, rounding: 'none' } as const;
    expect(retailPrice(kopecks(100_00), { ...terms, mayBeBelow: false })).toBe(100_00n);
    expect(retailPrice(kopecks(100_00), { ...terms, mayBeBelow: true })).toBe(90_00n);
    expect(retailPrice(kopecks(100_00), { ...terms, markup: -10_000, mayBeBelow: true })).toBe(0n);
  });
});

const prices = fc.bigInt({ min: 1n, max: 10_000_000_00n }).map((value) => kopecks(value));
const markups = fc.integer({ min: -10_000, max: 100_000 });

/** What the last digits of a price say, by the rule read backwards. */
const ENDS: Record<RetailRounding, (price: bigint) => boolean> = {
  none: () => true,
  rubles: (price) => price % 1_00n === 0n,
  tens: (price) => price % 10_00n === 0n,
  nine: (price) => price % 10_00n === 9_00n,
  ninety: (price) => price % 100_00n === 90_00n,
};
const WIDTH: Record<RetailRounding, bigint> = { none: 1n, rubles: 1_00n, tens: 10_00n, nine: 10_00n, ninety: 100_00n };

test('a price ends as it should, covers the markup, and goes up by less than one step', () => {
  fc.assert(
    fc.property(prices, fc.integer({ min: 0, max: 100_000 }), fc.constantFrom(...roundings), (purchase, markup, rounding) => {
      const price = retailPrice(purchase, { markup, rounding, mayBeBelow: false });
      expect(ENDS[rounding](price)).toBe(true);
      expect(price >= purchase).toBe(true);
      // The exact price is purchase × (10000 + markup) / 10000; half a kopeck is what rounding to kopecks may move it.
      const [exact, scaled] = [purchase * BigInt(10_000 + markup), price * 10_000n];
      expect(scaled >= exact - 5_000n).toBe(true);
      const first = rounding === 'nine' ? 9_00n : rounding === 'ninety' ? 90_00n : 0n;
      expect(price === first || scaled < exact + WIDTH[rounding] * 10_000n + 5_000n).toBe(true);
    }),
  );
});

test('a dearer purchase and a higher markup never make a lower price; no price is below the purchase unless ticked', () => {
  fc.assert(
    fc.property(prices, prices, markups, markups, fc.constantFrom(...roundings), (a, b, low, high, rounding) => {
      const [less, more] = a < b ? [a, b] : [b, a];
      const [little, much] = low < high ? [low, high] : [high, low];
      const price = (purchase: typeof a, markup: number, mayBeBelow = true) => retailPrice(purchase, { markup, rounding, mayBeBelow });
      expect(price(less, little) <= price(more, little)).toBe(true);
      expect(price(less, little) <= price(less, much)).toBe(true);
      expect(price(less, little, false) >= less).toBe(true);
    }),
  );
});

describe('what is said of a product', () => {
  const offer = { vendorId: 1, productId: 7, purchase: kopecks(100_00) };
  const terms = { markup: 1000, rounding: 'none', mayBeBelow: false } as const;
  const words = (vendor: ShelfWord | null, product: ShelfWord | null) => ({
    vendors: new Map(vendor ? [[1, vendor]] : []),
    products: new Map(product ? [[7, product]] : []),
  });
  const says = (place: ShelfWord['place'], markup: number | null): ShelfWord => ({ place, markup });

  it.each([
    [null, null, 110_00n],
    [says(null, 2000), null, 120_00n],
    [says(null, 2000), says(null, 3000), 130_00n],
    [says(null, 2000), says('shown', null), 120_00n],
    [says('hidden', 2000), says('shown', null), 120_00n],
    [says('on_request', null), says('shown', 500), 105_00n],
  ])('%o of the vendor, %o of the product', (vendor, product, price) => {
    expect(retailOf(offer, terms, words(vendor, product))).toEqual({ place: 'shown', price });
  });

  it('has no price on request or hidden', () => {
    expect(retailOf(offer, terms, words(says('hidden', null), says(null, 1)))).toEqual({ place: 'hidden', price: null });
    expect(retailOf(offer, terms, words(says('hidden', null), says('on_request', 1)))).toEqual({ place: 'on_request', price: null });
  });
});

test('margin is told in kopecks and as a share of the retail price', () => {
  expect(marginOf(kopecks(214_00), kopecks(268_00))).toEqual({ rubles: 54_00n, share: 2015 }); // 54 / 268 = 20,149 %
  expect(marginOf(kopecks(100_00), kopecks(90_00))).toEqual({ rubles: -10_00n, share: -1111 });
  expect(marginOf(kopecks(0), kopecks(0))).toEqual({ rubles: 0n, share: null });
});
