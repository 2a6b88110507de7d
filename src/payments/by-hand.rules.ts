import { createHash } from 'node:crypto';
import { addDays, type Day, formatDayShort, formatMoment } from '#src/lib/days.ts';
import { formatRub, type Kopecks, kopecks, parseRub, zero } from '#src/lib/money.ts';
import type { Door, PaymentSketch, SimilarPayment } from './doors.queries.ts';
import { atTheDoor } from './doors.rules.ts';
import { type Match, matchPayment, type Suggestion } from './matching.rules.ts';
import type { ContractToPay, PaymentFacts } from './new-payment.queries.ts';
import { inOrder, type Share, spread } from './payments.rules.ts';
import { namesContract } from './purpose.rules.ts';

/** A payment as it is typed, of a known partner; `payerInn` is the payer's, whoever that is. */
export interface TypedPayment extends PaymentSketch {
  readonly purpose: string;
  readonly payerInn: string | null;
  /** ИНН of the partners who were confirmed to pay from its account, where that is known. */
  readonly accountOf?: readonly string[];
}

/** How much of the payment is for an invoice, as it was typed. */
export interface TypedPart {
  readonly invoiceId: number;
  readonly text: string;
}

/** What the person has said so far. */
export interface Said {
  /** Invoices ticked: a person's choice goes before any match. */
  readonly chosen: readonly number[];
  /** Sums typed for single invoices: they go before ticks and matches, and what they leave stays an advance. */
  readonly parts: readonly TypedPart[];
  /** The suggestion taken: ids by comma, «oldest», or '' for none yet. */
  readonly way: string;
  readonly contractId: number | null;
  /** Keys of the questions that were answered «всё верно». */
  readonly sure: readonly string[];
  /** The payment that is there already which this one was said to be. */
  readonly same: number | null;
  /** Numbers of held orders that are cancelled instead of carried out. */
  readonly drop: readonly string[];
}

/** Something improbable, with the figures; its key changes with them, so that an answer holds for this question only. */
export interface Question {
  readonly key: string;
  readonly text: string;
  /** The payment that it may be, where it came through another door: then «это он» is an answer, too. */
  readonly twin: number | null;
}

/** The payment that is there already; `key` is the answer «это другой». */
export interface KnownTwin extends SimilarPayment {
  readonly key: string;
}

/** What a payment will do as it is typed, and what has to be said before. */
export interface Plan {
  /** The payment that it is, come through another door before: then nothing is settled, and only the door is noted. */
  readonly known: KnownTwin | null;
  readonly match: Match;
  readonly contract: ContractToPay | null;
  /** Invoices to settle first. */
  readonly invoiceIds: readonly number[];
  readonly shares: readonly Share[];
  readonly rest: Kopecks;
  /** Suggestions to choose among; empty where nothing is to be chosen. */
  readonly choices: readonly Suggestion[];
  readonly questions: readonly Question[];
  /** What is wrong with the sums typed for invoices, by the name of the field. */
  readonly faults: Readonly<Record<string, string>>;
  /** Exactly these shares are settled: they were typed. */
  readonly isTyped: boolean;
  readonly isAnswered: boolean;
  /** Changes with whatever the payment will settle. */
  readonly shown: string;
}

export const OLDEST = 'oldest';
export const wayOf = ({ invoiceIds }: Suggestion): string => invoiceIds.join();

/**
 * What a typed payment will settle: what a person ticked, else what the purpose surely names, else the suggestion that was taken
 * (asked for where more than one outcome is possible), else the oldest first. Money of a known contract goes to it first.
 */
export function planOf(payment: TypedPayment, said: Said, facts: PaymentFacts, today: Day): Plan {
  const { invoices } = facts;
  const known = knownOf(payment, said, facts);
  if (known) return nothingOf(known);
  const match = matchPayment({ ...payment, accountOf: payment.accountOf ?? [] }, invoices);
  const contract = contractOf(payment, said, facts);
  const isTyped = said.parts.length > 0;
  const isToChoose = !isTyped && said.chosen.length === 0 && match.kind === 'suggested' && invoices.length > 1;
  const choices = isToChoose ? match.suggestions : [];
  const taken = choices.find((one) => wayOf(one) === said.way);
  const sure = match.kind === 'sure' ? match.suggestions[0].invoiceIds : [];
  const invoiceIds = said.chosen.length > 0 ? said.chosen : (taken?.invoiceIds ?? sure);
  const typed = partsOf(payment.amount, said.parts, invoices);
  const { shares, rest } = isTyped ? typed : spread(payment.amount, inOrder(invoices, invoiceIds, contract));
  const questions = questionsOf(payment, facts, today);
  const isChosen = choices.length === 0 || taken !== undefined || said.way === OLDEST;
  return {
    known,
    ...{ match, contract, invoiceIds, shares, rest, choices, questions, isTyped, faults: typed.faults },
    isAnswered: Object.keys(typed.faults).length === 0 && isChosen && questions.every(({ key }) => said.sure.includes(key)),
    shown: digest([shares.map(({ invoiceId, amount }) => [invoiceId, String(amount)]), String(rest), contract?.id ?? null]),
  };
}

export const partField = (invoiceId: number): string => `part-${invoiceId}`;

/**
 * The sums typed for invoices: each at most what the invoice asks for, together at most the payment.
 * @returns the shares, what stays an advance, and a sentence per field that is wrong
 */
function partsOf(amount: Kopecks, parts: readonly TypedPart[], invoices: PaymentFacts['invoices']) {
  const faults: Record<string, string> = {};
  const shares: Share[] = [];
  let rest: bigint = amount;
  for (const { invoiceId, text } of parts) {
    const part = parseRub(text);
    const open = invoices.find(({ id }) => id === invoiceId)?.open;
    const fault = faultOf({ part, open, rest, amount });
    if (fault) faults[partField(invoiceId)] = fault;
    else if (part !== null && part > 0n) {
      shares.push({ invoiceId, amount: part });
      rest -= part;
    }
  }
  return { shares, rest: kopecks(rest), faults };
}

function faultOf({ part, open, rest, amount }: { part: Kopecks | null; open: Kopecks | undefined; rest: bigint; amount: Kopecks }) {
  if (part === null || part < 0n) return 'Укажите сумму в рублях, например 12 500,00';
  if (open === undefined) return 'Этот счёт уже оплачен: уберите сумму';
  if (part > open) return `По счёту осталось ${formatRub(open)}: больше погасить нельзя`;
  return part > rest ? `Вместе больше платежа: на этот счёт осталось ${formatRub(kopecks(rest))} из ${formatRub(amount)}` : null;
}

/** What it is told to be; else what it surely is, unless it was said to be another one. */
function knownOf({ source, amount }: TypedPayment, said: Said, { similar }: PaymentFacts): KnownTwin | null {
  const told = similar.find(({ id, doors }) => id === said.same && !doors.includes(source));
  const { same } = atTheDoor(source, similar);
  const known = told ?? (same && !said.sure.includes(twinKey(same, amount)) ? same : null);
  return known && { ...known, key: twinKey(known, amount) };
}

const nothingOf = (known: KnownTwin): Plan => ({
  ...{ known, match: { kind: 'unknown', suggestions: [] }, contract: null, invoiceIds: [], shares: [], rest: zero },
  ...{ choices: [], questions: [], faults: {}, isTyped: false, isAnswered: true, shown: digest(['known', known.id]) },
});

export const digest = (what: unknown): string => createHash('sha256').update(JSON.stringify(what)).digest('hex').slice(0, 16);

/** The contract chosen, else the only one, or the longest, that the purpose names. */
function contractOf({ purpose }: TypedPayment, { contractId }: Said, { contracts }: PaymentFacts): ContractToPay | null {
  const chosen = contracts.find(({ id }) => id === contractId);
  const named = contracts.filter(({ number }) => namesContract(purpose, number)).sort((a, b) => b.number.length - a.number.length);
  return chosen ?? named[0] ?? null;
}

/** Money ahead is common, this much is not: more than twice what is owed, and 100 000 ₽ more. */
const FAR_TIMES = 2n;
const FAR_MORE = 100_000_00n;
const LONG_AGO_DAYS = 366;

/** What is improbable about a payment (money in, rule of matching). */
export function questionsOf({ amount, receivedOn, source }: PaymentSketch, facts: PaymentFacts, today: Day): Question[] {
  const { debt, contracts, similar } = facts;
  const isFar = amount > debt * FAR_TIMES && amount > debt + FAR_MORE;
  const first = contracts[0];
  const isBefore = first !== undefined && receivedOn < first.signedOn;
  const isLongAgo = receivedOn < addDays(today, -LONG_AGO_DAYS);
  return [
    ...(isFar
      ? [
          {
            key: `debt:${amount}:${debt}`,
            twin: null,
            text: `Сумма ${formatRub(amount)}, а партнёр должен ${formatRub(debt)}: авансом останется ${formatRub(kopecks(amount - debt))}.`,
          },
        ]
      : []),
    ...(isBefore
      ? [
          {
            key: `early:${receivedOn}`,
            twin: null,
            text: `Дата ${formatDayShort(receivedOn)} раньше первого договора партнёра: ${first.number} подписан ${formatDayShort(first.signedOn)}.`,
          },
        ]
      : []),
    ...(isLongAgo && !isBefore
      ? [{ key: `early:${receivedOn}`, twin: null, text: `Дата ${formatDayShort(receivedOn)}: больше года назад.` }]
      : []),
    ...similar.slice(0, MOST_TWINS).map((one) => ({
      key: twinKey(one, amount),
      text: `Похожий платёж уже записан: ${similarText(one)} на ${formatRub(amount)}, поступил ${formatDayShort(one.receivedOn)}${one.docNumber ? `, поручение № ${one.docNumber}` : ', без номера поручения'}.`,
      twin: one.doors.includes(source) ? null : one.id,
    })),
  ];
}

const MOST_TWINS = 3;

/** Of one payment that is there: the answer «это другой» holds for this sum only. */
const twinKey = ({ id }: SimilarPayment, amount: Kopecks): string => `twin:${id}:${amount}`;

const DOORS: Record<Door, string[]> = { hand: [], bank: ['из выписки'], axapta: ['из Axapta'] };

/** «№ 12 (из Axapta, Обмен, 30.11.2026 10:00)» */
export const similarText = ({ id, doors, registeredBy, registeredAt }: SimilarPayment): string =>
  `№ ${id} (${[...doors.slice(0, 1).flatMap((door) => DOORS[door]), registeredBy, formatMoment(registeredAt)].join(', ')})`;
