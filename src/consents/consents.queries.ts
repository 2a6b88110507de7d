import { sellerIfSet } from '#src/billing/seller.queries.ts';
import type { Sql } from '#src/platform/db/sql.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Portal } from '#src/platform/scope.ts';
import { consentText } from './consents.rules.ts';
import type { ConsentText, Operator } from './consents.types.ts';

/** What the анкета asks: MONT is the operator (product rule §4). */
export async function applicationConsent({ sql, config }: Portal): Promise<ConsentText> {
  const operator = await montAsOperator(sql);
  return consentText('personal-data', { operator, partnerId: null, keeper: null, months: config.personalDataMonths });
}

/**
 * What a request in a partner's storefront asks: the partner is the operator, the portal keeps the data on its behalf (storefront rule 5).
 * @throws NotFound when there is no such partner
 */
export async function storefrontConsent({ sql, config }: Portal, partnerId: number): Promise<ConsentText> {
  const [operator, keeper] = await Promise.all([partnerAsOperator(sql, partnerId), montAsOperator(sql)]);
  return consentText('storefront-request', { operator, partnerId, keeper, months: config.personalDataMonths });
}

/** The partner with its requisites. @throws NotFound */
export async function partnerAsOperator(sql: Sql, partnerId: number): Promise<Operator> {
  const [row] = await sql<Operator & { readonly inn: string; readonly email: string }>(
    'operator',
    'select name, inn, address, email from partners where id = $1::int',
    [partnerId],
  );
  if (!row) throw new NotFound();
  return row;
}

/** MONT by its requisites; by its name alone while staff have not set them. */
async function montAsOperator(sql: Sql): Promise<Operator> {
  const seller = await sellerIfSet(sql);
  if (!seller) return { name: 'ООО «МОНТ»', inn: null, address: null, email: null };
  const { fullName, inn, address, email } = seller;
  return { name: fullName, inn, address, email };
}

/** Words that somebody agreed to. */
export interface KeptText {
  readonly document: string;
  readonly version: number;
  readonly text: string;
}

/** By their hash. @throws NotFound */
export async function keptText({ sql }: Portal, hash: string): Promise<KeptText> {
  const [row] = await sql<KeptText>('consent_words', 'select document, version, text from consent_texts where hash = $1', [hash]);
  if (!row) throw new NotFound();
  return row;
}
