import { offerForOrder } from '#src/catalog/catalog.service.ts';
import type { Offer } from '#src/catalog/catalog.types.ts';
import type { Credit } from '#src/credit/credit.rules.ts';
import { type Kopecks, kopecks } from '#src/lib/money.ts';
import { command } from '#src/platform/command.ts';
import { Conflict, Invalid } from '#src/platform/errors.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';
import { type Managed, seatsChange, startChange } from '#src/subscriptions/changes.rules.ts';
import { takeForChange } from '#src/subscriptions/manage.service.ts';
import { tellFewerSeats } from '#src/subscriptions/management-letters.service.ts';
import { changeSeatsIn } from '#src/subscriptions/seats.service.ts';
import { canChange, canMove } from '#src/subscriptions/subscriptions.rules.ts';
import { takeOn } from './decision.service.ts';
import { changedSince, seatsFault } from './orders.rules.ts';
import type { ShownTerms } from './orders.types.ts';

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
    const { subscription, credit } = await takeForChange(tx, number, input.version);
    const change = seatsChange(subscription, tx.today, input.seats);
    refuseChanged(input.shown, subscription.unitPrice, change.delta, credit);
    return changeSeatsOf(tx, subscription, credit, input.seats, input.comment);
  });
}

/** The inner part, for one of many and for a customer's request. @throws Invalid, Conflict */
export async function changeSeatsOf(tx: Tx, s: Managed, credit: Credit, seats: number, comment: string | null): Promise<ChangeResult> {
  if (!canChange(s.status)) throw new Conflict('Количество меняется только у действующей подписки.');
  const offer = await offerOf(tx, s);
  const fault = seatsFault(offer, seats);
  if (fault) throw new Invalid({ seats: fault });
  if (seats === s.seats) throw new Invalid({ seats: 'Количество не изменилось.' });
  const change = seatsChange(s, tx.today, seats);
  if (seats < s.seats) {
    await changeSeatsIn(tx, s, seats, change, { comment });
    await tellFewerSeats(tx, s, seats);
    return { status: 'done', orderNumber: null };
  }
  const { unitPrice, vatRate } = s;
  const { number, verdict } = await takeOn(tx, credit, {
    kind: 'increase',
    subscription: s,
    seats,
    unitPrice,
    vatRate,
    change,
    termsVersion: null,
    comment,
  });
  return { status: verdict.status, orderNumber: number };
}

export interface StartInput {
  readonly version: number;
  readonly comment: string | null;
  readonly shown: ShownTerms;
}

/** «Старт»: an order `restart` at today's price (product rule §8). @throws as `changeSeats`, Invalid for a discontinued offer. */
export function startSubscription(scope: Scope, number: string, input: StartInput, token: string): Promise<ChangeResult> {
  return command(scope, { action: 'subscription.start', token }, async (tx) => {
    const { subscription, credit } = await takeForChange(tx, number, input.version);
    const offer = await offerOf(tx, subscription);
    const change = startChange(subscription, tx.today, { ...offer, seats: subscription.seats });
    refuseChanged(input.shown, offer.unitPrice, change.delta, credit);
    return startOf(tx, subscription, credit, input.comment);
  });
}

/** The inner part, for one of many. @throws Conflict, Invalid */
export async function startOf(tx: Tx, s: Managed, credit: Credit, comment: string | null): Promise<ChangeResult> {
  if (!canMove(s.status, 'start')) throw new Conflict('Запустить можно только остановленную подписку.');
  const offer = await offerOf(tx, s);
  if (offer.isDiscontinued) throw new Invalid({ '': 'Продукт снят с продажи: запустить подписку заново нельзя.' });
  const { unitPrice, vatRate } = offer;
  const change = startChange(s, tx.today, { seats: s.seats, unitPrice, vatRate });
  const order = { kind: 'restart', subscription: s, seats: s.seats, unitPrice, vatRate, change, termsVersion: null, comment } as const;
  const { number, verdict } = await takeOn(tx, credit, order);
  return { status: verdict.status, orderNumber: number };
}

async function offerOf(tx: Tx, s: Managed): Promise<Offer> {
  const offer = await offerForOrder(tx.sql, s.sku, tx.today);
  if (!offer) throw new Error(`subscription ${s.number} has no offer`);
  return offer;
}

function refuseChanged(shown: ShownTerms, unitPrice: Kopecks, charge: Kopecks, credit: Credit): void {
  const changed = changedSince(shown, { unitPrice, charge: kopecks(charge), creditLimit: credit.limit });
  if (changed) throw new Invalid({ '': changed });
}
