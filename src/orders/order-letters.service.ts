import type { Offer } from '#src/catalog/catalog.types.ts';
import type { HeldReason } from '#src/credit/credit.rules.ts';
import type { OrderingCustomer } from '#src/customers/customers.service.ts';
import type { LetterTemplate } from '#src/letters/letters.rules.ts';
import { queueLetters } from '#src/letters/letters.service.ts';
import type { LetterContent } from '#src/letters/letters.types.ts';
import { type PersonToWrite, partnerManager, partnerRecipients } from '#src/partners/recipients.queries.ts';
import type { Tx } from '#src/platform/scope.ts';
import { type OrderFacts, orderCancelled, orderConfirmation, orderHeld, orderReleased } from './orders.letters.ts';
import type { Quote } from './orders.rules.ts';

interface OrderLetter {
  readonly number: string;
  readonly partnerId: number;
  readonly subscription: { readonly id: number; readonly number: string };
  readonly offer: Offer;
  readonly customer: OrderingCustomer;
  readonly seats: number;
  readonly quote: Quote;
}

export async function confirmOrder(tx: Tx, order: OrderLetter): Promise<void> {
  await write(
    tx,
    order,
    'order-confirmation',
    'done',
    orderConfirmation(factsOf(order)),
    await partnerRecipients(tx.sql, order.partnerId, tx.scope.actor.userId),
  );
}

/** «Превышен кредитный лимит» or «партнёр заблокирован» to the partner, a copy to the manager. */
export async function tellHeld(tx: Tx, order: OrderLetter & { reason: HeldReason }): Promise<void> {
  const template = order.reason === 'credit_limit' ? 'order-held-limit' : 'order-held-blocked';
  const facts = factsOf(order);
  await write(
    tx,
    order,
    template,
    'held',
    orderHeld(facts, order.reason, false),
    await partnerRecipients(tx.sql, order.partnerId, tx.scope.actor.userId),
  );
  await write(tx, order, template, 'held', orderHeld(facts, order.reason, true), await partnerManager(tx.sql, order.partnerId));
}

/** A held order was carried out. */
export async function tellReleased(tx: Tx, order: OrderLetter): Promise<void> {
  const people = await partnerRecipients(tx.sql, order.partnerId, tx.scope.actor.userId);
  await write(tx, order, 'order-released', 'done', orderReleased(factsOf(order)), people);
}

export async function tellCancelled(tx: Tx, order: { partnerId: number; number: string; subscriptionId: number }): Promise<void> {
  const content = orderCancelled({ number: order.number, by: tx.scope.actor.name });
  const people = await partnerRecipients(tx.sql, order.partnerId, tx.scope.actor.userId);
  const about = { number: order.number, partnerId: order.partnerId, subscription: { id: order.subscriptionId } };
  await write(tx, about, 'order-cancelled', 'cancelled', content, people);
}

function write(
  tx: Tx,
  order: { number: string; partnerId: number; subscription: { id: number } },
  template: LetterTemplate,
  what: string,
  content: LetterContent,
  people: readonly PersonToWrite[],
): Promise<void> {
  return queueLetters(
    tx,
    people.map(({ userId, name, address }) => ({
      template,
      cause: `order:${order.number}:${what}`,
      to: { name, address },
      partnerId: order.partnerId,
      userId,
      subscriptionId: order.subscription.id,
      content,
    })),
  );
}

function factsOf({ number, subscription, offer, customer, seats, quote }: OrderLetter): OrderFacts {
  return {
    number,
    subscriptionNumber: subscription.number,
    productName: offer.productName,
    vendorName: offer.vendorName,
    sku: offer.sku,
    customerName: customer.name,
    seats,
    unitPrice: offer.unitPrice,
    charge: quote.charge,
    fullMonth: quote.fullMonth,
    from: quote.from,
    to: quote.to,
  };
}
