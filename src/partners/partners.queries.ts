import { NotFound } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';

export interface PartnerName {
  readonly id: number;
  readonly name: string;
  readonly contracts: readonly { readonly id: number; readonly number: string }[];
}

/** Any partner with its contracts to choose from. @throws NotFound */
export async function partnerName(scope: Scope, id: number): Promise<PartnerName> {
  const [row] = await scope.portal.sql<PartnerName>(
    'partner_name',
    `select id, name, coalesce((select json_agg(json_build_object('id', c.id, 'number', c.number) order by c.signed_on, c.id) from contracts c
       where c.partner_id = p.id and c.base_contract_id is null), '[]') as contracts from partners p where id = $1::int`,
    [id],
  );
  if (!row) throw new NotFound();
  return row;
}
