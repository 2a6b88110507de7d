import { partnerOf } from '#src/accounts/actor.rules.ts';
import { command } from '#src/platform/command.ts';
import { ChangedMeanwhile } from '#src/platform/errors.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';
import type { RetailTerms, ShelfWord } from '../storefront.types.ts';
import { lockOwn } from './settings.service.ts';

/** New words on some vendors or products: those of `ids` are replaced, the others stay. */
export interface NewWords {
  readonly of: 'vendor' | 'product';
  readonly ids: readonly number[];
  readonly words: ReadonlyMap<number, ShelfWord>;
}

/** Saves how retail prices are made. `terms` null leaves those of the storefront. @throws ChangedMeanwhile */
export function savePrices(
  scope: Scope,
  change: { readonly terms: RetailTerms | null; readonly said: NewWords },
  { version, token }: { readonly version: number; readonly token: string },
): Promise<void> {
  return command(scope, { action: 'storefront.prices', token }, async (tx) => {
    const own = await lockOwn(tx, partnerOf(scope));
    if (own.version !== version) throw new ChangedMeanwhile();
    await replaceWords(tx, own.partnerId, change.said);
    const { markup, rounding, mayBeBelow } = own;
    await tx.db.storefront.update({
      where: { partnerId: own.partnerId },
      data: { ...change.terms, version: { increment: 1 }, updatedAt: tx.now },
      select: { partnerId: true },
    });
    await tx.audit({
      action: 'storefront.prices-saved',
      subject: `витрина ${own.code}`,
      before: { markup, rounding, mayBeBelow },
      after: { ...(change.terms ?? { markup, rounding, mayBeBelow }), [`${change.said.of}Words`]: change.said.words.size },
    });
  });
}

async function replaceWords(tx: Tx, partnerId: number, { of, ids, words }: NewWords): Promise<void> {
  await tx.sql(
    'storefront_words_clear',
    `delete from storefront_markups where partner_id = $1 and (case when $2::text = 'vendor' then vendor_id else product_id end) = any($3::int[])`,
    [partnerId, of, ids],
  );
  const rows = [...words].filter(([id]) => ids.includes(id)).map(([id, word]) => ({ id, ...word }));
  await tx.sql(
    'storefront_words_add',
    `insert into storefront_markups (partner_id, vendor_id, product_id, markup, place)
     select $1::int, case when $2::text = 'vendor' then id end, case when $2 = 'product' then id end, markup, place::shelf_place
       from jsonb_to_recordset($3::jsonb) as n(id int, markup int, place text)`,
    [partnerId, of, JSON.stringify(rows)],
  );
}
