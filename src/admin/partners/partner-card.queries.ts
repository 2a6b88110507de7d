import type { LiftCause } from '#src/credit/credit.rules.ts';
import type { Day } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';
import { type PartnerRequisites, REQUISITES_COLUMNS } from '#src/partners/requisites/requisites.types.ts';
import type { Role } from '#src/platform/actor.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';
import { runsOn } from '#src/subscriptions/service/served.queries.ts';

/** Rows shown of each kind; a link leads to all of them. */
export const LATEST = 20;

/** A partner as staff see it; sums in kopecks. */
export interface PartnerCard extends PartnerRequisites {
  readonly id: number;
  readonly code: string;
  readonly createdAt: Date;
  readonly manager: string;
  readonly applicationId: number | null;
  readonly customers: number;
  readonly subscriptions: number;
  readonly active: number;
}

/** Any partner. @throws NotFound */
export async function partnerCard(scope: Scope, id: number): Promise<PartnerCard> {
  const [row] = await scope.portal.sql<PartnerCard>(
    'partner_card',
    `select p.id, p.code, ${REQUISITES_COLUMNS}, p.created_at as "createdAt", m.name as manager,
       a.id as "applicationId", (select count(*)::int from customers where partner_id = p.id) as customers, s.subscriptions, s.active
     from partners p join users m on m.id = p.manager_id left join partner_applications a on a.partner_id = p.id,
       lateral (select count(*)::int as subscriptions, count(*) filter (where ${runsOn('$2', 'p.open_from > $2::date')})::int as active
         from subscriptions s where s.partner_id = p.id) s
     where p.id = $1::int`,
    [id, scope.portal.clock.today()],
  );
  if (!row) throw new NotFound();
  return row;
}

export interface PastHold {
  readonly reason: 'overdue' | 'manual' | 'axapta';
  readonly text: string;
  readonly placedAt: Date;
  readonly placedBy: string;
  readonly liftedAt: Date;
  readonly liftedBy: string;
  readonly liftComment: string | null;
  readonly liftCause: LiftCause | null;
}

export function pastHolds(scope: Scope, partnerId: number): Promise<PastHold[]> {
  return scope.portal.sql<PastHold>(
    'past_holds',
    `select h.reason::text as reason, h.text, h.placed_at as "placedAt", coalesce(p.name, 'Система') as "placedBy", h.lifted_at as "liftedAt",
       coalesce(l.name, 'Система') as "liftedBy", h.lift_comment as "liftComment", h.lift_cause::text as "liftCause"
     from holds h left join users p on p.id = h.placed_by_id left join users l on l.id = h.lifted_by_id
     where h.partner_id = $1 and h.lifted_at is not null order by h.lifted_at desc, h.id desc limit ${LATEST}`,
    [partnerId],
  );
}

export interface LimitRow {
  readonly at: Date;
  readonly before: Kopecks;
  readonly after: Kopecks;
  readonly untilOn: Day | null;
  readonly comment: string;
  readonly byName: string;
}

export function limitHistory(scope: Scope, partnerId: number): Promise<LimitRow[]> {
  return scope.portal.sql<LimitRow>(
    'limit_history',
    `select at, before, after, until_on::text as "untilOn", comment, by_name as "byName" from limit_changes
     where partner_id = $1 order by id desc limit ${LATEST}`,
    [partnerId],
  );
}

export interface ContractRow {
  readonly id: number;
  readonly number: string;
  readonly signedOn: Day;
  readonly endedOn: Day | null;
  readonly docMode: 'upd' | 'act_sf';
  readonly baseNumber: string | null;
  readonly subscriptions: number;
}

export function partnerContracts(scope: Scope, partnerId: number): Promise<ContractRow[]> {
  return scope.portal.sql<ContractRow>(
    'partner_contracts',
    `select c.id, c.number, c.signed_on::text as "signedOn", c.ended_on::text as "endedOn", c.doc_mode::text as "docMode", b.number as "baseNumber",
       (select count(*)::int from subscriptions s where s.partner_id = c.partner_id and s.contract_id = c.id and s.status = 'active') as subscriptions
     from contracts c left join contracts b on b.partner_id = c.partner_id and b.id = c.base_contract_id where c.partner_id = $1 order by c.signed_on, c.id`,
    [partnerId],
  );
}

export interface UserRow {
  readonly id: number;
  readonly login: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly disabledAt: Date | null;
  readonly lastLogOnAt: Date | null;
}

/** The partner's own people, not its customers' administrators. */
export function partnerUsers(scope: Scope, partnerId: number): Promise<UserRow[]> {
  return scope.portal.sql<UserRow>(
    'partner_users',
    `select id, login, name, email, role::text as role, disabled_at as "disabledAt", last_log_on_at as "lastLogOnAt" from users
     where partner_id = $1 and customer_id is null order by disabled_at is not null, id limit 100`,
    [partnerId],
  );
}
