import type { Day } from '#src/lib/days.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';

/** A contract of a partner as staff see it; `version` changes with whatever may be mended. */
export interface ContractCard {
  readonly id: number;
  readonly partnerId: number;
  readonly partnerName: string;
  readonly number: string;
  readonly signedOn: Day;
  readonly endedOn: Day | null;
  readonly docMode: 'upd' | 'act_sf';
  readonly baseId: number | null;
  readonly version: string;
  readonly successorNumber: string | null;
  /** Number of an invoice that names it, itself or as the base of an agreement: from then on it stays as it is. */
  readonly namedBy: string | null;
  /** What it may be an agreement to: contracts of the partner, not itself. */
  readonly bases: readonly { readonly id: number; readonly number: string }[];
}

/** Changes with whatever of a contract is edited; the row is `c`. */
export const CONTRACT_VERSION = 'md5(row(c.number, c.signed_on, c.doc_mode, c.base_contract_id, c.ended_on)::text)';

/** An invoice that names the contract `c`. */
export const NAMED_BY = `(select i.number from invoices i join contracts k on k.partner_id = i.partner_id and k.id = i.contract_id
  where i.partner_id = c.partner_id and (k.id = c.id or k.base_contract_id = c.id) order by i.id limit 1)`;

/** @throws NotFound where the partner has no such contract */
export async function contractCard(scope: Scope, partnerId: number, id: number): Promise<ContractCard> {
  const [row] = await scope.portal.sql<ContractCard>(
    'contract_card',
    `select c.id, p.id as "partnerId", p.name as "partnerName", c.number, c.signed_on::text as "signedOn", c.ended_on::text as "endedOn",
       c.doc_mode::text as "docMode", c.base_contract_id as "baseId", ${CONTRACT_VERSION} as version, n.number as "successorNumber", ${NAMED_BY} as "namedBy",
       coalesce((select json_agg(json_build_object('id', b.id, 'number', b.number) order by b.signed_on, b.id) from contracts b
         where b.partner_id = p.id and b.base_contract_id is null and b.id <> c.id), '[]') as bases
     from contracts c join partners p on p.id = c.partner_id left join contracts n on n.partner_id = c.partner_id and n.id = c.successor_id
     where c.partner_id = $1::int and c.id = $2::int`,
    [partnerId, id],
  );
  if (!row) throw new NotFound();
  return row;
}
