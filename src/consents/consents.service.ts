import { Invalid } from '#src/platform/errors.ts';
import type { Tx } from '#src/platform/scope.ts';
import type { ConsentText } from './consents.types.ts';

/** Who agrees, and to which words the form showed the box. */
export interface ConsentBy {
  readonly name: string;
  readonly email: string;
  /** `consentHash` of the form (`consentFields`). */
  readonly shownHash: string;
}

/**
 * Keeps that somebody agreed: to which words, when, from what network address (product rule §4, storefront rule 5). For any form that asks.
 * @returns the id of the consent, for the row of the matter it belongs to
 * @throws Invalid `{ consent }` when the words are no longer those that were shown
 */
export async function keepConsent(tx: Tx, words: ConsentText, { name, email, shownHash }: ConsentBy): Promise<bigint> {
  const { document, version, text, hash, months, partnerId } = words;
  if (shownHash !== hash) throw new Invalid({ consent: 'Текст согласия изменился. Прочитайте его и отметьте ещё раз.' });
  await tx.sql(
    'consent_text_keep',
    'insert into consent_texts (hash, document, version, text, created_at) values ($1, $2, $3::int, $4, $5::timestamptz) on conflict do nothing',
    [hash, document, version, text, tx.now],
  );
  const { id } = await tx.db.consent.create({
    data: { partnerId, document, version, textHash: hash, months, name, email, address: tx.scope.address, givenAt: tx.now },
    select: { id: true },
  });
  return id;
}

/** Takes whose it was out of a consent; which words were agreed to, and when, stays (152-ФЗ, ст. 21 ч. 4). Repeated it does nothing. */
export async function eraseConsent(tx: Tx, id: bigint): Promise<void> {
  await tx.sql(
    'consent_erase',
    `update consents set name = '', email = '', address = null, erased_at = $2::timestamptz where id = $1::bigint and erased_at is null`,
    [id, tx.now],
  );
}
