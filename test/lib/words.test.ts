import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountInWords, LARGEST_IN_WORDS } from '#src/lib/words.ts';

describe('a sum in words', () => {
  it.each([
    [0n, 'Ноль рублей 00 копеек'],
    [1n, 'Ноль рублей 01 копейка'],
    [100n, 'Один рубль 00 копеек'],
    [202n, 'Два рубля 02 копейки'],
    [1_111n, 'Одиннадцать рублей 11 копеек'],
    [2_124n, 'Двадцать один рубль 24 копейки'],
    [100_000n, 'Одна тысяча рублей 00 копеек'],
    [200_100n, 'Две тысячи один рубль 00 копеек'],
    [1_456_515n, 'Четырнадцать тысяч пятьсот шестьдесят пять рублей 15 копеек'],
    [10_000_000_000n, 'Сто миллионов рублей 00 копеек'],
    [100_200_300_410n, 'Один миллиард два миллиона три тысячи четыре рубля 10 копеек'],
    [2_221_212_100n, 'Двадцать два миллиона двести двенадцать тысяч сто двадцать один рубль 00 копеек'],
    [101_000_000_00n, 'Сто один миллион рублей 00 копеек'],
    [
      LARGEST_IN_WORDS,
      'Девятьсот девяносто девять квадриллионов девятьсот девяносто девять триллионов девятьсот девяносто девять миллиардов девятьсот девяносто девять миллионов девятьсот девяносто девять тысяч девятьсот девяносто девять рублей 99 копеек',
    ],
  ])('%s', (amount, words) => {
    expect(amountInWords(amount)).toBe(words);
  });

  it('refuses what has no words', () => {
    expect(() => amountInWords(-1n)).toThrow(RangeError);
    expect(() => amountInWords(LARGEST_IN_WORDS + 1n)).toThrow(RangeError);
  });

  it('can be read back', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: LARGEST_IN_WORDS }), (amount) => {
        expect(readBack(amountInWords(amount))).toBe(amount);
      }),
      { numRuns: 2_000 },
    );
  });

  it('has single spaces, one capital letter and two digits', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: LARGEST_IN_WORDS }), (amount) => {
        expect(amountInWords(amount)).toMatch(/^[А-Я][а-я]+( [а-я]+)* (рубль|рубля|рублей) \d\d (копейка|копейки|копеек)$/);
      }),
    );
  });
});

const values: Record<string, number> = Object.fromEntries([
  ...'ноль один два три четыре пять шесть семь восемь девять десять'.split(' ').map((word, at) => [word, at]),
  ...'одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать'
    .split(' ')
    .map((word, at) => [word, at + 11]),
  ...'двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто'.split(' ').map((word, at) => [word, (at + 2) * 10]),
  ...'сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот'.split(' ').map((word, at) => [word, (at + 1) * 100]),
  ['одна', 1],
  ['две', 2],
]);
const powers = ['тысяч', 'миллион', 'миллиард', 'триллион', 'квадриллион'];

/** The sum of a phrase, by a way of its own: from left to right, a scale word closes its group. */
function readBack(text: string): bigint {
  const words = text.toLowerCase().split(' ');
  const rublesAt = words.findIndex((word) => word.startsWith('рубл'));
  let total = 0n;
  let group = 0n;
  for (const word of words.slice(0, rublesAt)) {
    const power = powers.findLastIndex((stem) => word.startsWith(stem));
    if (power < 0) group += BigInt(values[word] ?? Number.NaN);
    else [total, group] = [total + group * 1000n ** BigInt(power + 1), 0n];
  }
  return (total + group) * 100n + BigInt(words[rublesAt + 1] ?? '');
}
