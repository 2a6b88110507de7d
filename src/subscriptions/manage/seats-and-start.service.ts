import { offerForOrder } from '#src/catalog/catalog.service.ts';
import type { Offer } from '#src/catalog/catalog.types.ts';
import type { Credit } from '#src/credit/credit.rules.ts';
import { creditAndWaiting, olderFirst } from '#src/credit/credit.service.ts';
import type { Day } from '#src/lib/days.ts';
import { takeOn } from '#src/orders/decision.service.ts';
import { heldOrderOf } from '#src/orders/held/held-orders.service.ts';
import { changedSince } from '#src/orders/orders.rules.ts';
import type { ShownTerms } from '#src/orders/orders.types.ts';
import { command } from '#src/platform/command.ts';
import { Conflict, Invalid } from '#src/platform/errors.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';
import { contractOf } from '#src/subscriptions/contract.queries.ts';
import { underContractInForce } from '#src/subscriptions/contract-end/contract-end.service.ts';
import { type Managed, stopOnGoneBy } from '#src/subscriptions/manage/changes.rules.ts';
import { type Known, type Taken, takeForChange } from '#src/subscriptions/manage/manage.service.ts';
import { tellFewerSeats } from '#src/subscriptions/manage/management-letters.service.ts';
import { changeSeatsIn } from '#src/subscriptions/manage/seats.service.ts';
import { worksFrom } from '#src/subscriptions/service/period.rules.ts';
import { canChange, canMove } from '#src/subscriptions/subscriptions.rules.ts';
import { type ChangeQuote, quoteSeats, quoteStart, seatsFaultFor } from './change.rules.ts';

/** What became of a change: carried out, or waiting as an order. */
export interface ChangeResult {
  readonly status: 'done' | 'held';
  /** The order that carries the cost; null when the change costs nothing. */
  readonly orderNumber: string | null;
}

export interface SeatsInput {
  readonly version: number;
  readonly seats: number;
  readonly comment: string | null;
  readonly shown: ShownTerms;
}

/**
 * «Параметры»: more seats are an order `increase` from today, fewer work from tomorrow and cost nothing.
 * @throws Invalid for seats the offer does not allow, or when price, sum or limit changed since shown; Conflict, Forbidden
 *   and NotFound as `takeForChange`.
 */
export function changeSeats(scope: Scope, number: string, input: SeatsInput, token: string): Promise<ChangeResult> {
  return command(scope, { action: 'subscription.seats', token }, async (tx) => {
    return changeSeatsOf(tx, await takeForChange(tx, number, input.version, input), input);
  });
}

/**
 * How a change is made: with a comment for the history; against the terms that were shown, when somebody confirmed them;
 * `isToldTogether` when one letter tells of many changes.
 */
export interface Manner {
  readonly comment: string | null;
  readonly shown?: ShownTerms;
  readonly isToldTogether?: boolean;
}

/** The inner part, for one of many and for a customer's request. @throws Invalid, Conflict */
export async function changeSeatsOf(
  tx: Tx,
  { subscription: s, credit: seen, known }: Taken,
  how: Manner & { seats: number },
): Promise<ChangeResult> {
  const { seats, comment, shown, isToldTogether = false } = how;
  if (!canChange(s.status)) throw new Conflict('Количество меняется только у действующей подписки.');
  await refuseWhileHeld(tx, s, known);
  const fault = seatsFaultFor({ subscription: s, offer: await offerOf(tx, s, known) }, seats);
  if (fault) throw new Invalid({ seats: fault });
  const credit = seats > s.seats ? await creditNow(tx, { subscription: s, credit: seen, known }) : seen;
  const quote = quoteSeats(s, seats, credit, tx.today);
  if (shown) refuseChanged(shown, quote, credit);
  const { change } = quote;
  if (seats < s.seats) {
    changeSeatsIn(tx, s, seats, change, { comment });
    if (!isToldTogether) await tellFewerSeats(tx, s, seats, known?.people);
    return { status: 'done', orderNumber: null };
  }
  const { unitPrice, vatRate } = s;
  const order = { kind: 'increase', subscription: s, seats, unitPrice, vatRate, change, termsVersion: null, comment } as const;
  const { verdict } = quote;
  const { number } = await takeOn(tx, verdict, order, { isToldTogether, people: known?.people, drawn: known?.drawn });
  return { status: verdict.status, orderNumber: number };
}

export interface StartInput {
  readonly version: number;
  readonly comment: string | null;
  readonly shown: ShownTerms;
}

export interface StartResult extends ChangeResult {
  /** A stop date that had passed and was forgotten. */
  readonly forgottenStopOn: Day | null;
}

/** «Старт»: an order `restart` at the price of its first day (product rule §8). @throws as `changeSeats`, Invalid for a discontinued offer. */
export function startSubscription(scope: Scope, number: string, input: StartInput, token: string): Promise<StartResult> {
  return command(scope, { action: 'subscription.start', token }, async (tx) => {
    return startOf(tx, await takeForChange(tx, number, input.version, { version: input.version, seats: null }), input);
  });
}

/** The inner part, for one of many. @throws Conflict, Invalid */
export async function startOf(tx: Tx, taken: Taken, how: Manner): Promise<StartResult> {
  const { subscription: s, known } = taken;
  const { comment, shown, isToldTogether = false } = how;
  if (!canMove(s.status, 'start')) throw new Conflict('Запустить можно только остановленную подписку.');
  await refuseWhileHeld(tx, s, known);
  const offer = await offerOf(tx, s, known);
  if (offer.isDiscontinued) throw new Invalid({ '': 'Продукт снят с продажи: запустить подписку заново нельзя.' });
  const { unitPrice, vatRate } = offer;
  const credit = await creditNow(tx, taken);
  const quote = quoteStart(s, offer, credit, tx.today);
  if (shown) refuseChanged(shown, quote, credit);
  const { change } = quote;
  const contract = known?.contract ?? (await contractOf(tx.sql, s.partnerId, s.number));
  const subscription = await underContractInForce(tx, s, contract);
  const order = { kind: 'restart', subscription, seats: s.seats, unitPrice, vatRate, change, termsVersion: null, comment } as const;
  const { verdict } = quote;
  const { number } = await takeOn(tx, verdict, order, { isToldTogether, people: known?.people, drawn: known?.drawn });
  const forgottenStopOn = verdict.status === 'done' ? stopOnGoneBy(s, tx.today) : null;
  return { status: verdict.status, orderNumber: number, forgottenStopOn };
}

/** One waiting order at a time: two would be decided later in an order nobody could foresee. @throws Conflict */
async function refuseWhileHeld(tx: Tx, s: Managed, known: Known | undefined): Promise<void> {
  if (known?.waiting === 0) return;
  const held = await heldOrderOf(tx.sql, s.id);
  if (held) throw new Conflict(`По этой подписке уже ждёт заказ ${held}. Дождитесь решения или отмените его.`);
}

/** Its offer at the price of the first day a start would work: after the close that is the next month's. */
async function offerOf(tx: Tx, s: Managed, known: Known | undefined): Promise<Offer> {
  const on = worksFrom({ today: tx.today, openFrom: s.openFrom });
  const offer = known && on === tx.today ? known.offer : await offerForOrder(tx.sql, s.sku, on);
  if (!offer) throw new Error(`subscription ${s.number} has no offer`);
  return offer;
}

/** The credit a cost is decided by now: one of many has changed it for the next. */
async function creditNow(tx: Tx, { subscription: s, credit, known }: Taken): Promise<Credit> {
  return olderFirst(tx, known ? { credit, waiting: known.waiting } : await creditAndWaiting(tx.sql, s.partnerId));
}

function refuseChanged(shown: ShownTerms, { unitPrice, charge }: ChangeQuote, credit: Credit): void {
  const changed = changedSince(shown, { unitPrice, charge, creditLimit: credit.limit });
  if (changed) throw new Invalid({ '': changed });
}
