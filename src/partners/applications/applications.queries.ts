import { keySql, searchPatterns } from '#src/lib/search-key.ts';
import type { Part } from '#src/lib/table.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';
import type { ApplicationFilter } from './applications.forms.ts';
import type { ApplicationStatus } from './applications.types.ts';

export interface ApplicationRow {
  readonly id: number;
  readonly status: ApplicationStatus;
  readonly companyName: string;
  readonly inn: string;
  readonly contact: string;
  readonly email: string;
  readonly createdAt: Date;
  readonly decidedByName: string | null;
}

/** $1 patterns, each of which must be found. */
const FOUND = `from partner_applications a where ($1::text[] is null or ${keySql('a.company_name', 'a.inn', 'a.last_name', 'a.first_name', 'a.email', 'a.login')} like all ($1::text[]))`;

/** New ones first, the longest waiting on top; then the latest. */
export async function listApplications(
  scope: Scope,
  filter: ApplicationFilter,
  { limit, offset }: Part,
): Promise<{ rows: ApplicationRow[]; counts: Record<ApplicationStatus, number> }> {
  const [rows, counts] = await Promise.all([
    scope.portal.sql<ApplicationRow>(
      'application_list',
      `select a.id, a.status::text as status, a.company_name as "companyName", a.inn, a.last_name || ' ' || a.first_name as contact, a.email,
         a.created_at as "createdAt", a.decided_by_name as "decidedByName"
       ${FOUND} and ($2::text is null or a.status = $2::application_status)
       order by a.status <> 'new', case when a.status = 'new' then a.id end, a.id desc limit $3 offset $4`,
      [searchPatterns(filter.q), filter.status, limit, offset],
    ),
    scope.portal.sql<{ status: ApplicationStatus; count: number }>(
      'application_counts',
      `select a.status::text as status, count(*)::int as count ${FOUND} group by a.status`,
      [searchPatterns(filter.q)],
    ),
  ]);
  return { rows, counts: { new: 0, approved: 0, rejected: 0, ...Object.fromEntries(counts.map(({ status, count }) => [status, count])) } };
}

export interface ApplicationCard {
  readonly id: number;
  readonly status: ApplicationStatus;
  readonly login: string | null;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly phone: string;
  readonly companyName: string;
  readonly inn: string;
  readonly mpnId: string | null;
  readonly createdAt: Date;
  readonly decidedAt: Date | null;
  readonly decidedByName: string | null;
  readonly rejectReason: string | null;
  readonly partnerId: number | null;
  readonly partnerName: string | null;
  /** To personal data, ISO instant; null for анкеты of before it was asked. */
  readonly consent: { readonly version: number; readonly hash: string; readonly givenAt: string; readonly address: string | null } | null;
  /** When what it told of a person was erased. */
  readonly erasedAt: Date | null;
  /** Other анкеты of the same ИНН. */
  readonly others: readonly { readonly id: number; readonly status: ApplicationStatus; readonly createdAt: string }[];
  /** Who may be responsible: MONT's managers, administrators where there are none. */
  readonly managers: readonly { readonly id: number; readonly name: string }[];
}

/** @throws NotFound */
export async function applicationCard(scope: Scope, id: number): Promise<ApplicationCard> {
  const [row] = await scope.portal.sql<ApplicationCard>(
    'application_card',
    `select a.id, a.status::text as status, a.login, a.first_name as "firstName", a.last_name as "lastName", a.email, a.phone,
       a.company_name as "companyName", a.inn, a.mpn_id as "mpnId", a.created_at as "createdAt", a.decided_at as "decidedAt",
       a.decided_by_name as "decidedByName", a.reject_reason as "rejectReason", a.erased_at as "erasedAt", a.partner_id as "partnerId", p.name as "partnerName",
       (select json_build_object('version', c.version, 'hash', c.text_hash, 'givenAt', c.given_at, 'address', c.address) from consents c where c.id = a.consent_id) as consent,
       coalesce((select json_agg(json_build_object('id', o.id, 'status', o.status, 'createdAt', o.created_at) order by o.id)
         from partner_applications o where o.inn = a.inn and o.id <> a.id), '[]') as others,
       coalesce((select json_agg(json_build_object('id', id, 'name', name) order by name) from users u where disabled_at is null and (role = 'manager'
         or role = 'admin' and not exists (select 1 from users where role = 'manager' and disabled_at is null))), '[]') as managers
     from partner_applications a left join partners p on p.id = a.partner_id where a.id = $1::int`,
    [id],
  );
  if (!row) throw new NotFound();
  return row;
}
