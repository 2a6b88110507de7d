import { NotFound } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';
import { type PartnerRequisites, REQUISITES_COLUMNS } from './requisites.types.ts';

/** What staff may change of a partner; `version` changes with any of it. */
export interface Requisites extends PartnerRequisites {
  readonly id: number;
  readonly managerId: number;
  readonly version: string;
  /** Who may be responsible: MONT's people with access, and who is now. */
  readonly managers: readonly { readonly id: number; readonly name: string }[];
}

/** Changes with whatever of a partner is edited here; the row is `p`. */
export const REQUISITES_VERSION = `md5(row(p.name, p.kpp, p.ogrn, p.address, p.email, p.phone, p.mpn_id, p.ax_debtor_code, p.ax_payer_code,
  p.payment_term_days, p.manager_id)::text)`;

/** Any partner's requisites. @throws NotFound */
export async function requisitesOf(scope: Scope, id: number): Promise<Requisites> {
  const [row] = await scope.portal.sql<Requisites>(
    'partner_requisites',
    `select p.id, ${REQUISITES_COLUMNS}, p.manager_id as "managerId", ${REQUISITES_VERSION} as version,
       (select json_agg(json_build_object('id', id, 'name', name) order by name) from users
         where role in ('manager', 'admin') and (disabled_at is null or id = p.manager_id)) as managers
     from partners p where p.id = $1::int`,
    [id],
  );
  if (!row) throw new NotFound();
  return row;
}
