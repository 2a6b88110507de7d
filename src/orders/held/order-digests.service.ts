import type { HeldReason } from '#src/credit/credit.rules.ts';
import type { LetterTemplate } from '#src/letters/letters.rules.ts';
import { queueManyLetters } from '#src/letters/letters.service.ts';
import type { LetterContent, LetterRequest } from '#src/letters/letters.types.ts';
import { groupedBy } from '#src/lib/groups.ts';
import { factsOf } from '#src/orders/order-facts.rules.ts';
import type { OrderKey, OrderTerms } from '#src/orders/order-rows.service.ts';
import { managersByPartner, type PersonToWrite, partnerRecipients, recipientsByPartner } from '#src/partners/recipients.queries.ts';
import { type UnpaidInvoice, unpaidOf } from '#src/payments/payments.service.ts';
import type { Tx } from '#src/platform/scope.ts';
import { ordersReleased, renewalsSuspended } from './digests.letters.ts';
import type { WrittenOrder } from './order-to-decide.types.ts';

/** An order that was recorded as held, and why. */
export interface HeldOrder {
  readonly order: OrderTerms & OrderKey;
  readonly reason: HeldReason;
}

type Heap = readonly [OrderTerms & OrderKey, ...(OrderTerms & OrderKey)[]];

/** Renewals that wait, of any partners: one letter to each person of a partner and one to its manager, per reason, however many. */
export async function tellSuspended(tx: Tx, held: readonly HeldOrder[]): Promise<void> {
  if (held.length === 0) return;
  const partnerIds = [...new Set(held.map(({ order }) => order.subscription.partnerId))];
  const people = await recipientsByPartner(tx.sql, partnerIds, tx.scope.actor.userId);
  const managers = await managersByPartner(tx.sql, partnerIds);
  const unpaid = await unpaidOf(tx.sql, partnerIds);
  await queueManyLetters(tx, lettersOfSuspended(tx, held, { people, managers, unpaid }));
}

const suspendedIn = new WeakMap<Tx, HeldOrder[]>();

/**
 * The same at the end of the command, for all that it lets wait: at a close the invoice to pay is issued by then, and the letter
 * names it.
 */
export function tellSuspendedAtEnd(tx: Tx, held: readonly HeldOrder[]): void {
  const all = suspendedIn.get(tx) ?? [];
  suspendedIn.set(tx, all);
  all.push(...held);
  tx.atEnd('suspended', () => tellSuspended(tx, all));
}

interface Partners {
  readonly people: ReadonlyMap<number, readonly PersonToWrite[]>;
  readonly managers: ReadonlyMap<number, readonly PersonToWrite[]>;
  readonly unpaid: ReadonlyMap<number, readonly UnpaidInvoice[]>;
}

function* lettersOfSuspended(tx: Tx, held: readonly HeldOrder[], of: Partners): Generator<LetterRequest> {
  const heaps = groupedBy(held, ({ order, reason }) => `${order.subscription.partnerId} ${reason}`);
  for (const heap of heaps.values()) {
    const [first, ...others] = heap;
    if (!first) continue;
    const orders: Heap = [first.order, ...others.map(({ order }) => order)];
    const { partnerId } = first.order.subscription;
    const [one, ...rest] = orders;
    const renewals = [factsOf(one, tx.today), ...rest.map((order) => factsOf(order, tx.today))] as const;
    const told = { reason: first.reason, renewals, unpaid: of.unpaid.get(partnerId) ?? [], today: tx.today };
    const about = { template: 'subscription-suspended', action: 'suspended', orders } as const;
    yield* letters(tx, { ...about, content: renewalsSuspended(told, false) }, of.people.get(partnerId) ?? []);
    yield* letters(tx, { ...about, content: renewalsSuspended(told, true) }, of.managers.get(partnerId) ?? []);
  }
}

/** Many orders of one partner were carried out at once after they had waited: one letter to each of its people. */
export async function tellReleased(tx: Tx, orders: readonly [WrittenOrder, ...WrittenOrder[]]): Promise<void> {
  const [one, ...rest] = orders;
  const people = await partnerRecipients(tx.sql, one.subscription.partnerId, tx.scope.actor.userId);
  const content = ordersReleased([factsOf(one, tx.today), ...rest.map((order) => factsOf(order, tx.today))]);
  await queueManyLetters(tx, letters(tx, { template: 'order-released', action: 'released', orders, content }, people));
}

/** One letter about some orders, before it is addressed. */
interface Digest {
  readonly template: LetterTemplate;
  readonly action: 'suspended' | 'released';
  readonly orders: Heap;
  readonly content: LetterContent;
}

/** About one order its cause is the order; about many the partner and the instant, by which the rows of the journal find it. */
function letters(tx: Tx, { template, action, orders, content }: Digest, people: readonly PersonToWrite[]): LetterRequest[] {
  const [{ number, subscription: s }] = orders;
  const isOne = orders.length === 1;
  const letter = {
    template,
    cause: isOne ? `order:${number}:held` : `partner:${s.partnerId}:${action}:${tx.now.toISOString()}`,
    partnerId: s.partnerId,
    subscriptionId: isOne ? s.id : null,
    content,
  };
  return people.map(({ userId, name, address }) => ({ ...letter, userId, to: { name, address } }));
}
