import type { HeldReason } from '#src/credit/credit.rules.ts';
import type { LetterTemplate } from '#src/letters/letters.rules.ts';
import { queueLetters, queueManyLetters } from '#src/letters/letters.service.ts';
import type { LetterContent, LetterRequest } from '#src/letters/letters.types.ts';
import {
  managersByPartner,
  type PersonToWrite,
  partnerManager,
  partnerRecipients,
  recipientsByPartner,
} from '#src/partners/recipients.queries.ts';
import type { Tx } from '#src/platform/scope.ts';
import { fullMonthCharge } from '#src/subscriptions/charge.rules.ts';
import type { WrittenOrder } from './decision.service.ts';
import type { OrderKey, OrderTerms } from './order-rows.service.ts';
import { type OrderFacts, orderCancelled, orderDone, orderHeld, orderRejected } from './orders.letters.ts';

/** An order was carried out: at once (`done`) or after waiting (`released`). */
export async function tellDone(tx: Tx, order: WrittenOrder, how: 'done' | 'released'): Promise<void> {
  const { template, content } = orderDone(factsOf(order), how);
  await write(tx, order.number, order.subscription, template, how, content, await partner(tx, order.subscription.partnerId));
}

/** «Превышен кредитный лимит» or «партнёр заблокирован» to the partner, a copy to the manager. */
export async function tellHeld(tx: Tx, order: WrittenOrder, reason: HeldReason): Promise<void> {
  const { partnerId } = order.subscription;
  const [people, managers] = [await partner(tx, partnerId), await partnerManager(tx.sql, partnerId)];
  await queueLetters(tx, lettersOfHeld(order, reason, people, managers));
}

/** The same for very many, of any partners. */
export async function tellAllHeld(tx: Tx, held: readonly HeldOrder[]): Promise<void> {
  const partnerIds = [...new Set(held.map(({ order }) => order.subscription.partnerId))];
  const people = await recipientsByPartner(tx.sql, partnerIds, tx.scope.actor.userId);
  const managers = await managersByPartner(tx.sql, partnerIds);
  await queueManyLetters(tx, lettersOfAllHeld(held, people, managers));
}

/** An order that was recorded as held, and why. */
export interface HeldOrder {
  readonly order: OrderTerms & OrderKey;
  readonly reason: HeldReason;
}

type PeopleByPartner = ReadonlyMap<number, readonly PersonToWrite[]>;

function* lettersOfAllHeld(held: readonly HeldOrder[], people: PeopleByPartner, managers: PeopleByPartner): Generator<LetterRequest> {
  for (const { order, reason } of held) {
    const { partnerId } = order.subscription;
    yield* lettersOfHeld(order, reason, people.get(partnerId) ?? [], managers.get(partnerId) ?? []);
  }
}

function lettersOfHeld(
  order: OrderTerms & OrderKey,
  reason: HeldReason,
  people: readonly PersonToWrite[],
  managers: readonly PersonToWrite[],
): LetterRequest[] {
  const template =
    order.kind === 'renewal' ? 'subscription-suspended' : reason === 'credit_limit' ? 'order-held-limit' : 'order-held-blocked';
  const facts = factsOf(order);
  const about = { number: order.number, subscription: order.subscription, template, what: 'held' } as const;
  return [
    ...letters({ ...about, content: orderHeld(facts, reason, false) }, people),
    ...letters({ ...about, content: orderHeld(facts, reason, true) }, managers),
  ];
}

/** A held order was cancelled: by a person, or because its subscription was stopped (`isStopped`). */
export async function tellCancelled(
  tx: Tx,
  order: { partnerId: number; number: string; subscriptionId: number; isStopped?: boolean },
): Promise<void> {
  const content = orderCancelled({ number: order.number, by: tx.scope.actor.name, isStopped: order.isStopped ?? false });
  const about = { id: order.subscriptionId, partnerId: order.partnerId };
  await write(tx, order.number, about, 'order-cancelled', 'cancelled', content, await partner(tx, order.partnerId));
}

/** MONT refused a held order: the partner reads why. */
export async function tellRejected(
  tx: Tx,
  order: { partnerId: number; number: string; subscriptionId: number; reason: string },
): Promise<void> {
  const about = { id: order.subscriptionId, partnerId: order.partnerId };
  const [people, [manager]] = [await partner(tx, order.partnerId), await partnerManager(tx.sql, order.partnerId)];
  await write(tx, order.number, about, 'order-rejected', 'rejected', orderRejected({ ...order, manager: manager ?? null }), people);
}

const partner = (tx: Tx, partnerId: number): Promise<PersonToWrite[]> => partnerRecipients(tx.sql, partnerId, tx.scope.actor.userId);

function write(
  tx: Tx,
  number: string,
  subscription: { readonly id: number; readonly partnerId: number },
  template: LetterTemplate,
  what: string,
  content: LetterContent,
  people: readonly PersonToWrite[],
): Promise<void> {
  return queueLetters(tx, letters({ number, subscription, template, what, content }, people));
}

/** One letter about an order, before it is addressed. */
interface OrderLetter {
  readonly number: string;
  readonly subscription: { readonly id: number; readonly partnerId: number };
  readonly template: LetterTemplate;
  readonly what: string;
  readonly content: LetterContent;
}

function letters({ number, subscription: s, template, what, content }: OrderLetter, people: readonly PersonToWrite[]): LetterRequest[] {
  const letter = { template, cause: `order:${number}:${what}`, partnerId: s.partnerId, subscriptionId: s.id, content };
  return people.map(({ userId, name, address }) => ({ ...letter, userId, to: { name, address } }));
}

function factsOf({ kind, number, subscription: s, seats, unitPrice, change }: OrderTerms & OrderKey): OrderFacts {
  const added = change.added[0];
  return {
    kind,
    number,
    subscriptionNumber: s.number,
    productName: s.productName,
    vendorName: s.vendorName,
    sku: s.sku,
    customerName: s.customerName,
    seatsBefore: s.seats,
    seats,
    unitPrice,
    charge: change.delta,
    fullMonth: fullMonthCharge({ seats, unitPrice }),
    from: added?.from ?? null,
  };
}
