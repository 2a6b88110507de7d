import type { Tx } from '#src/platform/scope.ts';

/**
 * Makes the storefront of a new partner, switched off, under the partner's code (product rule §4); where another storefront has taken
 * that meanwhile, with the partner's number behind it.
 */
export async function makeStorefront(tx: Tx, { partnerId }: { partnerId: number }): Promise<void> {
  await tx.sql(
    'storefront_make',
    `insert into storefronts (partner_id, code, name, phone, email, address, created_at, updated_at)
     select p.id,
            case when exists (select 1 from storefronts s where s.code = p.code or s.old_code = p.code) then left(p.code, 30) || '-' || p.id
                 else p.code end,
            p.name, p.phone, p.email, p.address, $2::timestamptz, $2::timestamptz
       from partners p where p.id = $1`,
    [partnerId, tx.now],
  );
}
