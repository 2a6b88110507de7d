import type { HeldReason } from '#src/credit/credit.rules.ts';
import type { LetterTemplate } from '#src/letters/letters.rules.ts';
import { queueLetters } from '#src/letters/letters.service.ts';
import type { LetterContent, LetterRequest } from '#src/letters/letters.types.ts';
import { type PersonToWrite, partnerManager, partnerRecipients } from '#src/partners/recipients.queries.ts';
import type { Tx } from '#src/platform/scope.ts';
import { tellSuspended } from './held/order-digests.service.ts';
import type { WrittenOrder } from './held/order-to-decide.types.ts';
import { factsOf } from './order-facts.rules.ts';
import { orderCancelled, orderDone, orderHeld, orderRejected } from './orders.letters.ts';

/** An order was carried out: at once (`done`) or after waiting (`released`). */
export async function tellDone(tx: Tx, order: WrittenOrder, how: 'done' | 'released', people?: readonly PersonToWrite[]): Promise<void> {
  const { template, content } = orderDone(factsOf(order, tx.today), how);
  await write(tx, order.number, order.subscription, template, how, content, people ?? (await partner(tx, order.subscription.partnerId)));
}

/** «Превышен кредитный лимит» or «партнёр заблокирован» to the partner, a copy to the manager. */
export async function tellHeld(tx: Tx, order: WrittenOrder, reason: HeldReason): Promise<void> {
  const { partnerId } = order.subscription;
  if (order.kind === 'renewal') return tellSuspended(tx, [{ order, reason }]);
  const [people, managers] = [await partner(tx, partnerId), await partnerManager(tx.sql, partnerId)];
  const template = reason === 'credit_limit' ? 'order-held-limit' : 'order-held-blocked';
  const facts = factsOf(order, tx.today);
  const about = { number: order.number, subscription: order.subscription, template, what: 'held' } as const;
  await queueLetters(tx, letters({ ...about, content: orderHeld(facts, reason, false) }, people));
  await queueLetters(tx, letters({ ...about, content: orderHeld(facts, reason, true) }, managers));
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
