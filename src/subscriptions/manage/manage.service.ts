import { offerOfSubscription } from '#src/catalog/catalog.service.ts';
import type { Offer } from '#src/catalog/catalog.types.ts';
import { type Credit, holdSentence } from '#src/credit/credit.rules.ts';
import { creditAndWaiting, creditLocked, sendLock } from '#src/credit/credit.service.ts';
import { type Day, formatDayShort, lastOfMonth } from '#src/lib/days.ts';
import { tooFar } from '#src/lib/far-days.ts';
import { kopecks } from '#src/lib/money.ts';
import type { OrderKey } from '#src/orders/order-rows.service.ts';
import { lastDayUnder } from '#src/partners/partners.service.ts';
import { type PersonToWrite, partnerRecipients } from '#src/partners/recipients.queries.ts';
import { command } from '#src/platform/command.ts';
import { askTogether } from '#src/platform/db/questions.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { Conflict, Forbidden, HeldBack, Invalid } from '#src/platform/errors.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';
import { type ContractOf, contractOf } from '#src/subscriptions/contract.queries.ts';
import { recordEvent } from '#src/subscriptions/history/history.service.ts';
import { stop } from '#src/subscriptions/service/lifecycle.service.ts';
import { writeChanges } from '#src/subscriptions/subscription-rows.service.ts';
import { canChange, canMove } from '#src/subscriptions/subscriptions.rules.ts';
import { type Managed, stopChange } from './changes.rules.ts';
import { type ChangeAhead, managedOf, orderAhead, sendManagedLock } from './managed.queries.ts';
import { tellAutoRenewal, tellStopped } from './management-letters.service.ts';

/** A subscription taken for a change, with the credit of its partner; both rows locked. */
export interface Taken {
  readonly subscription: Managed;
  readonly credit: Credit;
  /** What else a change of one subscription needs, read in the same statement. */
  readonly known?: Known;
}

export interface Known {
  /** The partner's orders that wait. */
  readonly waiting: number;
  /** Its offer at today's price. */
  readonly offer: Offer | null;
  readonly contract: ContractOf;
  /** Who of the partner hears of the change. */
  readonly people: readonly PersonToWrite[];
  /** The key of the order that the change becomes; null where none was drawn. */
  readonly drawn: OrderKey | null;
}

/**
 * Locks the partner and its subscription for a change, in the order every change uses. `ahead` is a change that becomes an order: its key is
 * drawn by the statement that reads everything; a change refused after that leaves a gap in the numbers.
 * @throws NotFound for a foreign one, Forbidden while a hold is open, Conflict when it is not the version the person saw.
 */
export async function takeForChange(tx: Tx, number: string, seenVersion: number, ahead?: ChangeAhead): Promise<Required<Taken>> {
  const partnerId = managingPartner(tx.scope);
  sendLock(tx, partnerId);
  sendManagedLock(tx, partnerId, number);
  const questions = {
    found: (sql: Sql) => creditAndWaiting(sql, partnerId),
    subscription: (sql: Sql) => managedOf(sql, partnerId, number),
    offer: (sql: Sql) => offerOfSubscription(sql, partnerId, number, tx.today),
    contract: (sql: Sql) => contractOf(sql, partnerId, number),
    people: (sql: Sql) => partnerRecipients(sql, partnerId, tx.scope.actor.userId),
  };
  const { found, subscription, ...others } = ahead
    ? await askTogether(tx.sql, 'change_facts_and_key', { ...questions, drawn: (sql) => orderAhead(sql, partnerId, number, ahead) })
    : { ...(await askTogether(tx.sql, 'change_facts', questions)), drawn: null };
  const { credit, waiting } = found;
  creditLocked(tx, found);
  const blocked = holdSentence(credit);
  if (blocked) throw new HeldBack(blocked);
  if (subscription.version !== seenVersion) throw new Conflict('Подписка изменилась, пока вы смотрели. Проверьте и повторите.');
  return { subscription, credit, known: { waiting, ...others } };
}

export interface StopInput {
  readonly version: number;
  readonly comment: string | null;
}

/** «Стоп»: today is still charged, a renewal that waits is given up (product rule §8). */
export function stopSubscription(scope: Scope, number: string, input: StopInput, token: string): Promise<{ number: string }> {
  return command(scope, { action: 'subscription.stop', token }, async (tx) => {
    const { subscription, known } = await takeForChange(tx, number, input.version);
    await stopIn(tx, subscription, input.comment);
    await tellStopped(tx, subscription, { on: tx.today, comment: input.comment }, known.people);
    return { number };
  });
}

/** The inner part without its letter, for one of many (`isToldTogether`). @throws Conflict when the state has no stop. */
export async function stopIn(tx: Tx, s: Managed, comment: string | null, isToldTogether = false): Promise<void> {
  if (!canMove(s.status, 'stop')) throw new Conflict('Остановить можно только действующую или приостановленную подписку.');
  const change = stopChange(s, tx.today);
  stop(tx, s, 'person', change, { comment });
  await tx.emit('subscriptionStopped', { partnerId: s.partnerId, subscriptionId: s.id, isToldTogether });
}

/** How the month's end is met. */
export interface AutoRenewal {
  readonly autoRenew: boolean;
  /** Last day of service; null clears it. */
  readonly stopOn: Day | null;
}

export interface AutoRenewalInput extends AutoRenewal {
  readonly version: number;
}

/**
 * «Автопродление» on, off or with a stop date; costs and charges nothing now.
 * @throws Invalid for a date in the past.
 */
export function changeAutoRenewal(scope: Scope, number: string, input: AutoRenewalInput, token: string): Promise<{ number: string }> {
  return command(scope, { action: 'subscription.auto-renewal', token }, async (tx) => {
    const { subscription, known } = await takeForChange(tx, number, input.version);
    const isChanged = await changeAutoRenewalIn(tx, subscription, input);
    if (isChanged) await tellAutoRenewal(tx, subscription, input, known.people);
    return { number };
  });
}

/**
 * The inner part without its letter, for one of many.
 * @returns false when these are the settings it has already
 * @throws Conflict when the state allows no change, Invalid for a date in the past.
 */
export async function changeAutoRenewalIn(tx: Tx, s: Managed, to: AutoRenewal, comment: string | null = null): Promise<boolean> {
  if (!canChange(s.status)) throw new Conflict('Автопродление меняется только у действующей подписки.');
  if (to.stopOn && to.stopOn < tx.today)
    throw new Invalid({ stopOn: `Эта дата уже прошла. Укажите ${formatDayShort(tx.today)} или позже.` });
  const far = to.stopOn && tooFar(to.stopOn, tx.today, 'stopDate');
  if (far) throw new Invalid({ stopOn: far });
  await refuseBeyondContract(tx, s, to);
  if (s.autoRenew === to.autoRenew && s.stopOn === to.stopOn) return false;
  writeChanges(tx, s, { autoRenew: to.autoRenew, stopOn: to.stopOn });
  recordEvent(tx, {
    subscriptionId: s.id,
    partnerId: s.partnerId,
    action: 'auto_renewal',
    before: { autoRenew: s.autoRenew, stopOn: s.stopOn },
    after: { autoRenew: to.autoRenew, stopOn: to.stopOn },
    monthDelta: kopecks(0),
    fullMonthDelta: kopecks(0),
    comment,
  });
  return true;
}

/** A contract that was ended and has no successor ends the service with it. @throws Invalid */
async function refuseBeyondContract(tx: Tx, s: Managed, to: AutoRenewal): Promise<void> {
  const last = await lastDayUnder(tx.sql, s.contractId);
  const until = to.stopOn ?? (to.autoRenew ? null : lastOfMonth(tx.today));
  if (last === null || (until !== null && until <= last)) return;
  throw new Invalid({ stopOn: `Договор завершён: подписка работает по ${formatDayShort(last)}, это самая поздняя дата остановки.` });
}

/** @throws Forbidden for everyone but those of a partner who sell. */
function managingPartner({ actor }: Scope): number {
  if (actor.partnerId === null || (actor.role !== 'partner_owner' && actor.role !== 'partner_manager')) throw new Forbidden();
  return actor.partnerId;
}
