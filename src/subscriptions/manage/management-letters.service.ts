import type { LetterTemplate } from '#src/letters/letters.rules.ts';
import { queueLetters, queueManyLetters } from '#src/letters/letters.service.ts';
import type { LetterContent, LetterRequest } from '#src/letters/letters.types.ts';
import type { Day } from '#src/lib/days.ts';
import { groupedBy } from '#src/lib/groups.ts';
import { type PersonToWrite, partnerRecipients, recipientsByPartner } from '#src/partners/recipients.queries.ts';
import type { Tx } from '#src/platform/scope.ts';
import type { ServiceEnd } from '#src/subscriptions/service/lifecycle-sets.service.ts';
import { worksAfter, worksFrom } from '#src/subscriptions/service/period.rules.ts';
import { endsOn } from '#src/subscriptions/service/status.rules.ts';
import type { Managed, Subscription } from './changes.rules.ts';
import {
  autoRenewalChanged,
  endedEarlier,
  fewerSeats,
  stopDateNear,
  subscriptionStopped,
  subscriptionsStopped,
} from './subscriptions.letters.ts';

export function tellStopped(tx: Tx, s: Subscription, stop: { on: Day; comment: string | null }, people?: People): Promise<void> {
  return write(tx, s, 'subscription-stopped', subscriptionStopped(s, stop), { people });
}

/** The same for very many whose service ended by a setting: one letter to each person of a partner, however many of its own there are. */
export async function tellAllStopped(tx: Tx, ends: readonly ServiceEnd[]): Promise<void> {
  const partnerIds = [...new Set(ends.map(({ subscription }) => subscription.partnerId))];
  const people = await recipientsByPartner(tx.sql, partnerIds, tx.scope.actor.userId);
  await queueManyLetters(tx, lettersOfEnds(ends, people, tx.now));
}

function* lettersOfEnds(ends: readonly ServiceEnd[], people: ReadonlyMap<number, PersonToWrite[]>, now: Date): Generator<LetterRequest> {
  for (const [partnerId, heap] of groupedBy(ends, ({ subscription }) => subscription.partnerId)) {
    const [first, ...others] = heap;
    if (!first) continue;
    const to = people.get(partnerId) ?? [];
    const { subscription: s, lastDay } = first;
    if (others.length === 0) yield* requests(s, 'subscription-stopped', subscriptionStopped(s, { on: lastDay, comment: null }), to);
    else yield* digest(partnerId, subscriptionsStopped([first, ...others]), to, now);
  }
}

/** One letter about many; its cause is the partner and the instant, by which the rows of the history find it. */
function digest(partnerId: number, content: LetterContent, people: readonly PersonToWrite[], now: Date): LetterRequest[] {
  const cause = `partner:${partnerId}:stopped:${now.toISOString()}`;
  const letter = { template: 'subscription-stopped', cause, partnerId, content } as const;
  return people.map(({ userId, name, address }) => ({ ...letter, userId, to: { name, address } }));
}

export function tellEndedEarlier(tx: Tx, s: Subscription, lastDay: Day): Promise<void> {
  return write(tx, s, 'subscription-stopped', endedEarlier(s, lastDay));
}

export function tellFewerSeats(tx: Tx, s: Managed, seats: number, people?: People): Promise<void> {
  return write(tx, s, 'seats-changed', fewerSeats(s, seats, worksAfter({ today: tx.today, openFrom: s.openFrom })), { people });
}

export function tellAutoRenewal(tx: Tx, s: Managed, to: { autoRenew: boolean; stopOn: Day | null }, people?: People): Promise<void> {
  const endOn = endsOn({ ...s, ...to }, worksFrom({ today: tx.today, openFrom: s.openFrom }));
  return write(tx, s, 'auto-renewal-changed', autoRenewalChanged(s, endOn), { people });
}

/** «Скоро дата остановки»; one letter per subscription and date, however often it is asked for. */
export function tellStopDateNear(tx: Tx, s: Subscription, stopOn: Day): Promise<void> {
  return write(tx, s, 'stop-date-near', stopDateNear(s, stopOn), { what: `stop-date-near:${stopOn}` });
}

/** Who of the partner hears of it, where that is known already. */
type People = readonly PersonToWrite[] | undefined;

async function write(
  tx: Tx,
  s: Subscription,
  template: LetterTemplate,
  content: LetterContent,
  { people, what }: { people?: People; what?: string } = {},
): Promise<void> {
  const to = people ?? (await partnerRecipients(tx.sql, s.partnerId, tx.scope.actor.userId));
  await queueLetters(tx, requests(s, template, content, to, what));
}

/** A letter to each. The cause carries the version the change was made from: one letter per change. */
function requests(
  s: Subscription,
  template: LetterTemplate,
  content: LetterContent,
  people: readonly PersonToWrite[],
  what = `${s.version}:${template}`,
): LetterRequest[] {
  const letter = { template, cause: `subscription:${s.number}:${what}`, partnerId: s.partnerId, subscriptionId: s.id, content };
  return people.map(({ userId, name, address }) => ({ ...letter, userId, to: { name, address } }));
}
