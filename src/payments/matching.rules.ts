import { type Day, type Month, monthOf } from '#src/lib/days.ts';
import { type Kopecks, sum } from '#src/lib/money.ts';
import { foldedSeries, type NamedInvoice, type ReadPurpose, readPurpose } from './purpose.rules.ts';

/** A payment to be matched; `amount` in kopecks. */
export interface PaymentToMatch {
  readonly purpose: string;
  readonly amount: Kopecks;
  readonly payerInn: string | null;
  /** ИНН of the buyers whom a person has confirmed this payer's account for. */
  readonly accountOf: readonly string[];
}

/** An invoice not paid in full, `open` in kopecks. */
export interface MatchableInvoice {
  readonly id: number;
  readonly number: string;
  readonly issuedOn: Day;
  readonly open: Kopecks;
  readonly buyerInn: string;
}

/** What speaks for an invoice, the strongest first. */
export const EVIDENCE = {
  number: 'номер',
  inn: 'ИНН',
  account: 'счёт плательщика уже встречался',
  sum: 'сумма до копейки',
  date: 'дата счёта',
  bare: 'номер без серии',
  month: 'месяц',
  near: 'похожий номер',
} as const;

export type Evidence = keyof typeof EVIDENCE;

const WEIGHTS: Record<Evidence, number> = { number: 32, inn: 16, account: 16, sum: 12, date: 8, bare: 8, month: 5, near: 5 };

/** Invoices a payment may be for, in the order they are settled, with what speaks for them. */
export interface Suggestion {
  readonly invoiceIds: readonly number[];
  readonly evidence: readonly Evidence[];
}

/** `sure`: the one suggestion needs no person. `suggested`: a person chooses among these, the best first. */
export type Match =
  | { readonly kind: 'sure'; readonly suggestions: readonly [Suggestion] }
  | { readonly kind: 'suggested'; readonly suggestions: readonly Suggestion[] }
  | { readonly kind: 'unknown'; readonly suggestions: readonly [] };

const MOST_SUGGESTIONS = 3;
/** Sets of two and three are looked for among so many of the oldest: 66 pairs and 220 triples. */
const MOST_COMBINED = 12;

/**
 * Which invoices a payment is for. Sure is what is named by number, paid by its buyer, and has exactly the open sum of all that is
 * named, or less of one. Prudence: a day that is not the invoice's, a sum that another open invoice has to the kopeck, or a
 * payment «за ООО …» is left to a person.
 * @param invoices the open ones of everybody who may be meant, oldest first
 * @param series what numbers begin with, where these invoices are not all there are
 * @param read the purpose, where it was read before
 */
export function matchPayment(
  payment: PaymentToMatch,
  invoices: readonly MatchableInvoice[],
  series: readonly string[] = [...new Set(invoices.map(({ number }) => seriesOf(number)))],
  read: ReadPurpose = readPurpose(payment.purpose, series),
): Match {
  const named = read.named.map((one) => invoicesNamed(one, invoices, payment));
  const sure = read.isForAnother ? null : sureOf(payment, read, named, invoices);
  if (sure) return { kind: 'sure', suggestions: [suggest(sure, payment, read)] };
  const suggestions = suggestionsOf(payment, read, named, invoices);
  return suggestions.length > 0 ? { kind: 'suggested', suggestions } : { kind: 'unknown', suggestions: [] };
}

const seriesOf = (number: string): string => number.slice(0, number.lastIndexOf('-'));
const seqOf = (number: string): number => Number(number.slice(number.lastIndexOf('-') + 1));
const isBuyer = ({ buyerInn }: MatchableInvoice, { payerInn, accountOf }: PaymentToMatch): boolean =>
  buyerInn === payerInn || accountOf.includes(buyerInn);

/** Invoices with this number; numbers begin anew each year, so the day says which, and without it the payer's own go before. */
function invoicesNamed(
  { series, seq, on }: NamedInvoice,
  invoices: readonly MatchableInvoice[],
  payment: PaymentToMatch,
): MatchableInvoice[] {
  const found = invoices.filter(
    ({ number, issuedOn }) =>
      foldedSeries(seriesOf(number)) === series && seqOf(number) === seq && (on === null || issuedOn.slice(0, 4) === on.slice(0, 4)),
  );
  const own = found.filter((invoice) => isBuyer(invoice, payment));
  return own.length > 0 ? own : found;
}

function sureOf(
  payment: PaymentToMatch,
  { named }: ReadPurpose,
  found: readonly MatchableInvoice[][],
  invoices: readonly MatchableInvoice[],
): MatchableInvoice[] | null {
  const single = found.flatMap((some) => (some.length === 1 ? some : []));
  if (single.length === 0 || single.length < found.length || !single.every((one) => isBuyer(one, payment))) return null;
  if (named.some(({ on }, at) => on !== null && single[at]?.issuedOn !== on)) return null;
  const open = sum(...single.map((one) => one.open));
  if (payment.amount === open) return single;
  const isOthers = invoices.some((one) => isBuyer(one, payment) && one.open === payment.amount);
  return single.length === 1 && payment.amount < open && !isOthers ? single : null;
}

function suggestionsOf(
  payment: PaymentToMatch,
  read: ReadPurpose,
  found: readonly MatchableInvoice[][],
  invoices: readonly MatchableInvoice[],
): Suggestion[] {
  const own = invoices.filter((one) => isBuyer(one, payment));
  const sets = [found.flat(), ...setsWorth(payment.amount, own), ...invoices.map((one) => [one])];
  const scored = sets
    .filter((set) => set.length > 0)
    .map((set) => suggest(set, payment, read))
    .filter(({ evidence }) => evidence.some((one) => one !== 'month' && one !== 'date'))
    .map((one, at) => ({ one, at, score: one.evidence.reduce((all, evidence) => all + WEIGHTS[evidence], 0) }))
    .sort((a, b) => b.score - a.score || a.at - b.at)
    .map(({ one }) => one);
  const isFirst = (one: Suggestion, at: number) => scored.findIndex((other) => keyOf(other) === keyOf(one)) === at;
  return scored.filter(isFirst).slice(0, MOST_SUGGESTIONS);
}

const keyOf = ({ invoiceIds }: Suggestion): string => [...invoiceIds].sort((a, b) => a - b).join();

/** The oldest two and more invoices, and any two or three of the oldest dozen, that are worth exactly this sum together. */
function setsWorth(amount: Kopecks, own: readonly MatchableInvoice[]): MatchableInvoice[][] {
  const prefixes = own.map((_, at) => own.slice(0, at + 1)).slice(1);
  const few = own.slice(0, MOST_COMBINED);
  const pairs = few.flatMap((one, at) => few.slice(at + 1).map((other) => [one, other]));
  const triples = few.flatMap((one, at) =>
    pairs.filter(([first]) => first !== undefined && few.indexOf(first) > at).map((pair) => [one, ...pair]),
  );
  return [...prefixes, ...pairs, ...triples].filter((set) => sum(...set.map(({ open }) => open)) === amount);
}

function suggest(set: readonly MatchableInvoice[], payment: PaymentToMatch, read: ReadPurpose): Suggestion {
  const every = (has: (one: MatchableInvoice) => boolean) => set.every(has);
  const facts: Record<Evidence, boolean> = {
    number: every((one) => read.named.some((named) => isNamed(named, one))),
    inn: every(({ buyerInn }) => buyerInn === payment.payerInn),
    account: every(({ buyerInn }) => payment.accountOf.includes(buyerInn)),
    sum: sum(...set.map(({ open }) => open)) === payment.amount,
    date: every(({ issuedOn }) => read.named.some(({ on }) => on === issuedOn)),
    bare: read.named.length === 0 && every(({ number }) => read.bare.includes(seqOf(number))),
    month: every(({ issuedOn }) => read.months.includes(monthOf(issuedOn) satisfies Month)),
    near: every(
      (one) =>
        !read.named.some((named) => isNamed(named, one)) &&
        isBuyer(one, payment) &&
        read.named.some((named) => isNear(named.seq, seqOf(one.number))),
    ),
  };
  const evidence = (Object.keys(EVIDENCE) as Evidence[]).filter((one) => facts[one]);
  return { invoiceIds: set.map(({ id }) => id), evidence };
}

const isNamed = ({ series, seq, on }: NamedInvoice, { number, issuedOn }: MatchableInvoice): boolean =>
  foldedSeries(seriesOf(number)) === series && seqOf(number) === seq && (on === null || on.slice(0, 4) === issuedOn.slice(0, 4));

/** One digit wrong, or two changed places. */
function isNear(a: number, b: number): boolean {
  const [one, other] = [String(a).padStart(6, '0'), String(b).padStart(6, '0')];
  if (one.length !== other.length) return false;
  const wrong = [...one].flatMap((digit, at) => (digit === other[at] ? [] : [at]));
  const [first = 0, second = 0] = wrong;
  return wrong.length === 1 || (wrong.length === 2 && second === first + 1 && one[first] === other[second] && one[second] === other[first]);
}
