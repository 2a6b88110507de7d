import { createRandom, type Random } from '#prisma/seeds/data/random.ts';
import { addMonths, type Day, day, formatDayLong, formatDayShort, formatMonth, lastOfMonth, monthOf } from '#src/lib/days.ts';
import { kopecks, sum } from '#src/lib/money.ts';
import { makeInn10 } from '#src/lib/sample-requisites.ts';
import type { MatchableInvoice, PaymentToMatch } from '#src/payments/matching.rules.ts';

/** A payment as a bookkeeper writes it, with what it is for. `isClear`: number, payer and sum are all there and right. */
export interface Written {
  readonly payment: PaymentToMatch;
  readonly meant: readonly number[];
  readonly isClear: boolean;
  readonly shape: string;
}

/** Sixty buyers, eight months over a new year: numbers begin anew in January; a third of the sums repeat the month before. */
export function writtenInvoices(seed: number): MatchableInvoice[] {
  const random = createRandom(seed);
  const invoices: MatchableInvoice[] = [];
  const last = new Map<string, bigint>();
  const seqs = new Map<string, number>();
  for (let month = 0; month < 8; month++) {
    const issuedOn = lastOfMonth(addMonths(day('2026-07-01'), month));
    for (const buyer of random.shuffle(Array.from({ length: 60 }, (_, at) => at))) {
      const buyerInn = makeInn10(buyer + 1);
      const seq = (seqs.get(issuedOn.slice(0, 4)) ?? 0) + 1;
      seqs.set(issuedOn.slice(0, 4), seq);
      const gross = random.chance(0.33) ? (last.get(buyerInn) ?? 500_00n) : BigInt(random.int(300_00, 900_000_00));
      last.set(buyerInn, gross);
      if (random.chance(0.3)) continue; // paid before
      invoices.push({ id: invoices.length + 1, number: `МС-${String(seq).padStart(6, '0')}`, issuedOn, open: kopecks(gross), buyerInn });
    }
  }
  return invoices;
}

/** `count` purposes: real shapes with typos, Latin letters, other years, numbers of others. */
export function writtenPurposes(invoices: readonly MatchableInvoice[], count: number, seed: number): Written[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => written(random, invoices));
}

function written(random: Random, invoices: readonly MatchableInvoice[]): Written {
  const target = random.pick(invoices);
  const own = invoices.filter(({ buyerInn }) => buyerInn === target.buyerInn);
  const isList = random.chance(0.2) && own.filter(({ issuedOn }) => issuedOn.slice(0, 4) === target.issuedOn.slice(0, 4)).length > 1;
  const meant = isList ? sameYear(random, own, target) : [target];
  const open = sum(...meant.map((one) => one.open));
  const shape = random.pick(['named', 'named', 'named', 'named', 'named', 'part', 'typo', 'bare', 'silent', 'third']);
  const isPart = shape === 'part' && meant.length === 1;
  const payment = {
    purpose: purposeOf(random, shape, meant),
    amount: isPart ? kopecks((open * BigInt(random.int(5, 80))) / 100n + 1n) : open,
    payerInn: shape === 'third' ? makeInn10(5000 + random.int(1, 500)) : target.buyerInn,
    accountOf: [],
  };
  return { payment, meant: meant.map(({ id }) => id), isClear: shape === 'named' || isPart, shape };
}

function sameYear(random: Random, own: readonly MatchableInvoice[], target: MatchableInvoice): MatchableInvoice[] {
  const others = own.filter((one) => one !== target && one.issuedOn.slice(0, 4) === target.issuedOn.slice(0, 4));
  return [target, ...random.shuffle(others).slice(0, random.int(1, 2))].sort((a, b) => a.id - b.id);
}

function purposeOf(random: Random, shape: string, meant: readonly MatchableInvoice[]): string {
  const [first] = meant;
  if (!first) throw new Error('nothing is meant');
  if (shape === 'silent')
    return `${random.pick(['Оплата за подписки', 'Оплата услуг', 'Лицензии ПО'])} ${monthWords(random, first)}${ending(random)}`;
  const third = shape === 'third' ? ` за ООО «Покупатель» ИНН ${first.buyerInn}` : '';
  const words = shape === 'bare' ? bare(random, first) : numbers(random, meant, shape === 'typo');
  return `${noise(random)}${words}${dates(random, meant)}${third}${ending(random)}`;
}

const bare = (random: Random, { number }: MatchableInvoice): string =>
  `${random.pick(['по счету ', 'сч. ', 'счет № ', 'по сч № '])}${random.chance(0.5) ? number.slice(3) : Number(number.slice(3))}`;

function numbers(random: Random, meant: readonly MatchableInvoice[], isTypo: boolean): string {
  const lead = random.pick(['Оплата по счету ', 'опл. сч. ', 'Оплата счета № ', 'по счетам №', 'Сч. на оплату N ', '']);
  const [first, ...rest] = meant.map(({ number }) => (isTypo ? misspelt(random, number) : number));
  const isShort = random.chance(0.5);
  const tail = rest.map((number) => (isShort ? String(Number(number.slice(3))) : spelt(random, number)));
  const joints = tail.map((number, at) => (at === tail.length - 1 && random.chance(0.5) ? ` и ${number}` : `, ${number}`));
  return `${lead}${spelt(random, String(first))}${joints.join('')}`;
}

/** The same number by another hand. */
function spelt(random: Random, number: string): string {
  const series = random.pick(['МС', 'MC', 'МC', 'мс', 'mc']);
  const digits = number.slice(3);
  const tail = random.pick([digits, digits, digits, String(Number(digits)), digits.replaceAll('0', 'О'), `0${digits}`]);
  return `${series}${random.pick(['-', '-', '-', ' ', '', ' - ', '\u2013', '\u2011', '--', '- '])}${tail}`;
}

function misspelt(random: Random, number: string): string {
  const digits = [...number.slice(3)];
  const at = random.int(3, 4);
  const [a = '', b = ''] = [digits[at], digits[at + 1]];
  if (random.chance(0.5)) digits.splice(at, 2, b, a);
  else digits[at] = String((Number(a) + random.int(1, 9)) % 10);
  return `МС-${digits.join('')}`;
}

/** Closed by the day of the first invoice where it says something: a list has days of many. */
function dates(random: Random, meant: readonly MatchableInvoice[]): string {
  const [first] = meant;
  const isOld = meant.some(({ issuedOn }) => issuedOn < '2026-12-31');
  if (!first || meant.length > 1 || (!random.chance(0.7) && isOld)) return '';
  return random.pick([' от ', ' от ', ', от ', 'от ']) + dayWords(random, first.issuedOn);
}

const dayWords = (random: Random, on: Day): string =>
  random.pick([
    formatDayShort(on),
    formatDayShort(on),
    `${formatDayLong(on)} г.`,
    `${on.slice(8)}.${on.slice(5, 7)}.${on.slice(2, 4)}`,
    on,
  ]);

const monthWords = (random: Random, { issuedOn }: MatchableInvoice): string =>
  random.pick([`за ${formatMonth(monthOf(issuedOn))} г.`, `за ${issuedOn.slice(5, 7)}.${issuedOn.slice(0, 4)}`]);

/** What stands before: numbers of others, contracts. */
const noise = (random: Random): string =>
  random.pick([
    ...['', '', '', 'Договор KL-102/2026 от 01.02.2026, ', 'по дог. № 18/14 от 12.01.2026 г. ', 'Заявка 1814; ', 'УПД АМС-000014, '],
    ...['(VO10100) ', 'зак.СМС-000021 ', 'ЛС 40702810900000000014 '],
  ]);

const ending = (random: Random): string =>
  random.pick([
    ...[
      '',
      '',
      '. НДС не облагается',
      ', в т.ч. НДС 22% - 1 234,56',
      '. В том числе НДС 22 % 4500.00 руб.',
      ' Сумма 12500-00 Без налога (НДС)',
    ],
    ...[' за 5 лицензий', ', 25 пользователей', ' за лицензии, 12 500,00 руб'],
  ]);
