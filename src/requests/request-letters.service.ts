import type { LetterTemplate } from '#src/letters/letters.rules.ts';
import { queueLetters } from '#src/letters/letters.service.ts';
import type { LetterContent } from '#src/letters/letters.types.ts';
import { type PersonToWrite, partnerSellers } from '#src/partners/recipients.queries.ts';
import type { Tx } from '#src/platform/scope.ts';
import {
  customerAsks,
  type RequestFacts,
  requestAccepted,
  requestDeclined,
  requestDone,
  requestUndone,
  requestWithdrawn,
} from './requests.letters.ts';

/** A request with whom it concerns. */
export interface Told extends RequestFacts {
  readonly partnerId: number;
  readonly customerId: number;
  /** Who of the customer asked. */
  readonly askedById: number;
}

export async function tellAsked(tx: Tx, of: Told): Promise<void> {
  return write(tx, of, 'customer-request', customerAsks(of, tx.scope.actor.name), await partnerSellers(tx.sql, of.partnerId));
}

export async function tellWithdrawn(tx: Tx, of: Told): Promise<void> {
  return write(tx, of, 'request-withdrawn', requestWithdrawn(of, tx.scope.actor.name), await partnerSellers(tx.sql, of.partnerId));
}

/** Accepted; done when nothing of it waits. */
export async function tellAccepted(tx: Tx, of: Told, isWaiting: boolean): Promise<void> {
  if (!isWaiting) return tellDone(tx, of);
  return write(tx, of, 'request-accepted', requestAccepted(of), await customerPeople(tx, of));
}

export async function tellDone(tx: Tx, of: Told): Promise<void> {
  return write(tx, of, 'request-done', requestDone(of), await customerPeople(tx, of));
}

export async function tellUndone(tx: Tx, of: Told): Promise<void> {
  return write(tx, of, 'request-undone', requestUndone(of), await customerPeople(tx, of));
}

export async function tellDeclined(tx: Tx, of: Told, answer: string): Promise<void> {
  return write(tx, of, 'request-declined', requestDeclined(of, answer), await customerPeople(tx, of));
}

/** Who of the customer hears of a request: who asked, and its administrators. */
function customerPeople(tx: Tx, { partnerId, customerId, askedById }: Told): Promise<PersonToWrite[]> {
  return tx.sql<PersonToWrite>(
    'customer_people',
    `select distinct on (lower(email)) id as "userId", name, email as address from users
     where partner_id = $1 and customer_id = $2 and disabled_at is null and (role = 'customer' or id = $3::int) order by lower(email), id`,
    [partnerId, customerId, askedById],
  );
}

/** Not about the subscription's journal, so without its id: what the journal shows are letters of changes. */
function write(tx: Tx, of: Told, template: LetterTemplate, content: LetterContent, people: readonly PersonToWrite[]): Promise<void> {
  const letter = { template, cause: `request-${of.id}:${template}`, partnerId: of.partnerId, content };
  return queueLetters(
    tx,
    people.map(({ userId, name, address }) => ({ ...letter, userId, to: { name, address } })),
  );
}
