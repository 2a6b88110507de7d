import type { LetterTemplate } from '#src/letters/letters.rules.ts';
import { queueLetters, queueManyLetters } from '#src/letters/letters.service.ts';
import type { LetterContent, LetterRequest } from '#src/letters/letters.types.ts';
import { addDays, type Day } from '#src/lib/days.ts';
import { type PersonToWrite, partnerRecipients, recipientsByPartner } from '#src/partners/recipients.queries.ts';
import type { Tx } from '#src/platform/scope.ts';
import type { SubscriptionFacts } from './changes.rules.ts';
import type { ServiceEnd } from './lifecycle-sets.service.ts';
import { autoRenewalChanged, endedEarlier, fewerSeats, stopDateNear, subscriptionStopped } from './subscriptions.letters.ts';

export function tellStopped(tx: Tx, s: SubscriptionFacts, stop: { on: Day; comment: string | null }): Promise<void> {
  return write(tx, s, 'subscription-stopped', subscriptionStopped(s, stop));
}

/** The same for very many whose service ended by a setting. */
export async function tellAllStopped(tx: Tx, ends: readonly ServiceEnd[]): Promise<void> {
  const partnerIds = [...new Set(ends.map(({ subscription }) => subscription.partnerId))];
  await queueManyLetters(tx, lettersOfEnds(ends, await recipientsByPartner(tx.sql, partnerIds, tx.scope.actor.userId)));
}

function* lettersOfEnds(ends: readonly ServiceEnd[], people: ReadonlyMap<number, PersonToWrite[]>): Generator<LetterRequest> {
  for (const { subscription: s, lastDay } of ends) {
    const content = subscriptionStopped(s, { on: lastDay, comment: null });
    yield* requests(s, 'subscription-stopped', content, people.get(s.partnerId) ?? []);
  }
}

export function tellEndedEarlier(tx: Tx, s: SubscriptionFacts, lastDay: Day): Promise<void> {
  return write(tx, s, 'subscription-stopped', endedEarlier(s, lastDay));
}

export function tellFewerSeats(tx: Tx, s: SubscriptionFacts, seats: number): Promise<void> {
  return write(tx, s, 'seats-changed', fewerSeats(s, seats, addDays(tx.today, 1)));
}

export function tellAutoRenewal(tx: Tx, s: SubscriptionFacts, to: { autoRenew: boolean; stopOn: Day | null }): Promise<void> {
  return write(tx, s, 'auto-renewal-changed', autoRenewalChanged(s, to));
}

/** «Скоро дата остановки»; one letter per subscription and date, however often it is asked for. */
export function tellStopDateNear(tx: Tx, s: SubscriptionFacts, stopOn: Day): Promise<void> {
  return write(tx, s, 'stop-date-near', stopDateNear(s, stopOn), `stop-date-near:${stopOn}`);
}

async function write(tx: Tx, s: SubscriptionFacts, template: LetterTemplate, content: LetterContent, what?: string): Promise<void> {
  const people = await partnerRecipients(tx.sql, s.partnerId, tx.scope.actor.userId);
  await queueLetters(tx, requests(s, template, content, people, what));
}

/** A letter to each. The cause carries the version the change was made from: one letter per change. */
function requests(
  s: SubscriptionFacts,
  template: LetterTemplate,
  content: LetterContent,
  people: readonly PersonToWrite[],
  what = `${s.version}:${template}`,
): LetterRequest[] {
  const letter = { template, cause: `subscription:${s.number}:${what}`, partnerId: s.partnerId, subscriptionId: s.id, content };
  return people.map(({ userId, name, address }) => ({ ...letter, userId, to: { name, address } }));
}
