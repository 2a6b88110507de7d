import type { LetterTemplate } from '#src/letters/letters.rules.ts';
import { queueLetters } from '#src/letters/letters.service.ts';
import type { LetterContent } from '#src/letters/letters.types.ts';
import { addDays, type Day } from '#src/lib/days.ts';
import { partnerRecipients } from '#src/partners/recipients.queries.ts';
import type { Tx } from '#src/platform/scope.ts';
import type { Managed } from './changes.rules.ts';
import { autoRenewalChanged, fewerSeats, stopDateNear, subscriptionStopped } from './subscriptions.letters.ts';

export function tellStopped(tx: Tx, s: Managed, stop: { on: Day; comment: string | null }): Promise<void> {
  return write(tx, s, 'subscription-stopped', subscriptionStopped(s, stop));
}

export function tellFewerSeats(tx: Tx, s: Managed, seats: number): Promise<void> {
  return write(tx, s, 'seats-changed', fewerSeats(s, seats, addDays(tx.today, 1)));
}

export function tellAutoRenewal(tx: Tx, s: Managed, to: { autoRenew: boolean; stopOn: Day | null }): Promise<void> {
  return write(tx, s, 'auto-renewal-changed', autoRenewalChanged(s, to));
}

/** «Скоро дата остановки»; one letter per subscription and date, however often it is asked for. */
export function tellStopDateNear(tx: Tx, s: Managed, stopOn: Day): Promise<void> {
  return write(tx, s, 'stop-date-near', stopDateNear(s, stopOn), `stop-date-near:${stopOn}`);
}

/** The cause carries the version the change was made from: one letter per change. */
async function write(
  tx: Tx,
  s: Managed,
  template: LetterTemplate,
  content: LetterContent,
  what = `${s.version}:${template}`,
): Promise<void> {
  const people = await partnerRecipients(tx.sql, s.partnerId, tx.scope.actor.userId);
  const letter = {
    template,
    cause: `subscription:${s.number}:${what}`,
    partnerId: s.partnerId,
    subscriptionId: s.id,
    content,
  };
  await queueLetters(
    tx,
    people.map(({ userId, name, address }) => ({ ...letter, userId, to: { name, address } })),
  );
}
