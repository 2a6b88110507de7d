import type { Tx } from '#src/platform/scope.ts';
import { CONSENTS, type ConsentDocument } from './consents.rules.ts';

/**
 * Keeps that somebody agreed: to which words, when, from what address (product rule §4). For any form that asks for it.
 * @returns the id of the consent, for the row it belongs to
 */
export async function giveConsent(
  tx: Tx,
  document: ConsentDocument,
  by: { readonly name: string; readonly email: string },
): Promise<bigint> {
  const { version, text } = CONSENTS[document];
  const { address } = tx.scope;
  await tx.sql(
    'consent_text_keep',
    'insert into consent_texts (document, version, text, created_at) values ($1, $2::int, $3, $4::timestamptz) on conflict do nothing',
    [document, version, text, tx.now],
  );
  const { id } = await tx.db.consent.create({
    data: { document, version, name: by.name, email: by.email, address, givenAt: tx.now },
    select: { id: true },
  });
  return id;
}
