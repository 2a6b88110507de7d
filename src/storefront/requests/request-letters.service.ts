import { queueLetters } from '#src/letters/letters.service.ts';
import type { Day } from '#src/lib/days.ts';
import { partnerSellers } from '#src/partners/recipients.queries.ts';
import type { Tx } from '#src/platform/scope.ts';
import type { OpenStorefront } from '../storefront.types.ts';
import {
  type Asker,
  type StoreOfLetter,
  type StoreRequestFacts,
  storeRequestArrived,
  storeRequestDeclined,
  storeRequestReceived,
} from './requests.letters.ts';

type Cause = 'arrived' | 'declined';
const causeOf = (id: number | bigint, what: Cause): string => `storefront-request:${id}:${what}`;

/** Causes of the letters of one request. */
export const tellingOf = (id: number | bigint): string[] => [causeOf(id, 'arrived'), causeOf(id, 'declined')];

/** Cause of the receipts of a storefront on a day. */
export const receiptOf = (partnerId: number, on: Day): string => `storefront-received:${partnerId}:${on}`;

/**
 * A request has come: the partner's people who sell hear of it, and whoever left it. Nobody has shown that the mailbox is theirs: it gets one
 * letter a day of a storefront at most, without a word that was typed.
 */
export async function tellArrived(tx: Tx, of: StoreRequestFacts, asker: Asker, store: OpenStorefront): Promise<void> {
  const { partnerId } = store;
  const content = storeRequestArrived(of, asker);
  const people = await partnerSellers(tx.sql, partnerId);
  const letter = { template: 'storefront-request', cause: causeOf(of.id, 'arrived'), partnerId, content } as const;
  await queueLetters(tx, [
    ...people.map(({ userId, name, address }) => ({ ...letter, userId, to: { name, address } })),
    {
      ...{ template: 'storefront-request-received', cause: receiptOf(partnerId, tx.today), partnerId },
      ...{ to: { name: '', address: asker.email }, content: storeRequestReceived(of, store) },
    },
  ]);
}

/** A request is declined: whoever left it reads why. */
export function tellDeclined(
  tx: Tx,
  of: StoreRequestFacts,
  { partnerId, email, store, reason }: { partnerId: number; email: string; store: StoreOfLetter; reason: string },
): Promise<void> {
  const content = storeRequestDeclined(of, store, reason);
  const about = { template: 'storefront-request-declined', cause: causeOf(of.id, 'declined'), partnerId } as const;
  return queueLetters(tx, [{ ...about, to: { name: '', address: email }, content }]);
}
