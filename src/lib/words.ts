import { capitalise, plural } from './russian.ts';

const ones = ['', 'один', 'два', 'три', 'четыре', 'пять', 'шесть', 'семь', 'восемь', 'девять', 'десять'];
const teens = 'одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать'.split(' ');
const tens = ['', '', 'двадцать', 'тридцать', 'сорок', 'пятьдесят', 'шестьдесят', 'семьдесят', 'восемьдесят', 'девяносто'];
const hundreds = ['', 'сто', 'двести', 'триста', 'четыреста', 'пятьсот', 'шестьсот', 'семьсот', 'восемьсот', 'девятьсот'];

interface Scale {
  readonly forms: readonly [string, string, string];
  readonly isFeminine?: true;
}

/** Thousands and what comes above them; the groups of three digits go from the right. */
const scales: readonly Scale[] = [
  { forms: ['тысяча', 'тысячи', 'тысяч'], isFeminine: true },
  { forms: ['миллион', 'миллиона', 'миллионов'] },
  { forms: ['миллиард', 'миллиарда', 'миллиардов'] },
  { forms: ['триллион', 'триллиона', 'триллионов'] },
  { forms: ['квадриллион', 'квадриллиона', 'квадриллионов'] },
];

/** The largest sum that has words, in kopecks: a kopeck less than 10¹⁸ rubles. */
export const LARGEST_IN_WORDS = 10n ** 20n - 1n;

/**
 * A sum in words for documents: «Четырнадцать тысяч пятьсот шестьдесят пять рублей 15 копеек».
 * Rubles in words, kopecks in two digits. The sum is in kopecks, 0 or more.
 * @throws RangeError below zero and above `LARGEST_IN_WORDS`
 */
export function amountInWords(amount: bigint): string {
  if (amount < 0n || amount > LARGEST_IN_WORDS) throw new RangeError(`no words for ${amount} kopecks`);
  const rubles = amount / 100n;
  const kopecks = amount % 100n;
  const words = rubles === 0n ? 'ноль' : wholeInWords(rubles);
  const rubleWord = plural(rubles, 'рубль', 'рубля', 'рублей');
  return `${capitalise(words)} ${rubleWord} ${String(kopecks).padStart(2, '0')} ${plural(kopecks, 'копейка', 'копейки', 'копеек')}`;
}

function wholeInWords(value: bigint): string {
  const groups: string[] = [];
  for (let rest = value, at = 0; rest > 0n; rest /= 1000n, at++) {
    const group = Number(rest % 1000n);
    if (group > 0) groups.unshift(groupInWords(group, scales[at - 1]));
  }
  return groups.join(' ');
}

/** Three digits with the word of their scale: «две тысячи», «сто один миллион»; without a scale the digits alone. */
function groupInWords(group: number, scale: Scale | undefined): string {
  const words = [hundreds[Math.floor(group / 100)], ...belowHundred(group % 100, scale?.isFeminine ?? false)];
  if (scale) words.push(plural(group, ...scale.forms));
  return words.filter(Boolean).join(' ');
}

function belowHundred(value: number, isFeminine: boolean): (string | undefined)[] {
  if (value > 10 && value < 20) return [teens[value - 11]];
  if (value === 10) return [ones[10]];
  return [tens[Math.floor(value / 10)], isFeminine ? feminine(value % 10) : ones[value % 10]];
}

function feminine(digit: number): string | undefined {
  if (digit === 1) return 'одна';
  return digit === 2 ? 'две' : ones[digit];
}
