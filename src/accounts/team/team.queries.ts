import type { OwnSession } from '#src/accounts/accounts.queries.ts';
import { partnerOf } from '#src/accounts/actor.rules.ts';
import type { LetterTemplate } from '#src/letters/letters.rules.ts';
import type { Role } from '#src/platform/actor.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Scope } from '#src/platform/scope.ts';
import { type Circle, rolesOf } from './team.rules.ts';

export interface ColleagueRow {
  readonly id: number;
  readonly login: string;
  readonly name: string;
  readonly email: string;
  readonly phone: string | null;
  readonly role: Role;
  readonly isDisabled: boolean;
  readonly disabledAt: Date | null;
  readonly lastLogOnAt: Date | null;
  readonly createdAt: Date;
  /** Has no password of their own yet: the start password waits, or ran out. */
  readonly isNew: boolean;
  readonly hasSecondFactor: boolean;
  readonly sessions: number;
  /** Partners in their portfolio; for MONT's people. */
  readonly partners: number;
  readonly muted: readonly LetterTemplate[];
}

const COLLEAGUE = `select u.id, u.login, u.name, u.email, u.phone, u.role::text as role, u.disabled_at is not null as "isDisabled",
    u.disabled_at as "disabledAt", u.last_log_on_at as "lastLogOnAt", u.created_at as "createdAt", u.must_change_password as "isNew",
    exists (select 1 from second_factors f where f.user_id = u.id and f.confirmed_at is not null) as "hasSecondFactor",
    (select count(*)::int from sessions s where s.user_id = u.id and s.version = u.session_version and s.expires_at > $3::timestamptz) as sessions,
    (select count(*)::int from partners p where p.manager_id = u.id) as partners, u.muted_letters as muted
  from users u where u.partner_id is not distinct from $1::int and u.customer_id is not distinct from $4::int and u.role::text = any($2::text[])`;

const circleValues = (scope: Scope, circle: Circle) => [
  circle.partnerId,
  rolesOf(circle),
  scope.portal.clock.now(),
  circle.customerId ?? null,
];

/** The people of a circle, those with access first, by name. */
export function colleaguesOf(scope: Scope, circle: Circle): Promise<ColleagueRow[]> {
  return scope.portal.sql<ColleagueRow>(
    'colleagues',
    `${COLLEAGUE} order by u.disabled_at is not null, u.name, u.id`,
    circleValues(scope, circle),
  );
}

/** One of them. @throws NotFound for everybody else */
export async function colleagueOf(scope: Scope, circle: Circle, id: number): Promise<ColleagueRow> {
  const [row] = await scope.portal.sql<ColleagueRow>('colleague', `${COLLEAGUE} and u.id = $5::int`, [...circleValues(scope, circle), id]);
  if (!row) throw new NotFound();
  return row;
}

/** Where a person of the circle is logged on, last used first. */
export function sessionsOf(scope: Scope, userId: number): Promise<OwnSession[]> {
  return scope.portal.sql<OwnSession>(
    'colleague_sessions',
    `select s.id, s.address, s.user_agent as "userAgent", s.created_at as "createdAt", s.last_seen_at as "lastSeenAt"
       from sessions s join users u on u.id = s.user_id and u.session_version = s.version
      where s.user_id = $1::int and s.expires_at > $2::timestamptz order by s.last_seen_at desc, s.id`,
    [userId, scope.portal.clock.now()],
  );
}

/** The circle of a customer of the partner that asks. @throws NotFound */
export async function circleOfCustomer(scope: Scope, customerId: number, path: string): Promise<Circle> {
  const [row] = await scope.portal.sql<{ partnerId: number; name: string; servedBy: string }>(
    'circle_customer',
    `select c.partner_id as "partnerId", c.name, p.name as "servedBy" from customers c join partners p on p.id = c.partner_id
     where c.partner_id = $1::int and c.id = $2::int`,
    [partnerOf(scope), customerId],
  );
  if (!row) throw new NotFound();
  return { ...row, customerId, path };
}

/** The circle of a partner under staff's address. @throws NotFound */
export async function circleOfPartner({ portal }: Scope, partnerId: number, path: string): Promise<Circle> {
  const [partner] = await portal.sql<{ name: string }>('circle_partner', 'select name from partners where id = $1::int', [partnerId]);
  if (!partner) throw new NotFound();
  return { partnerId, name: partner.name, path };
}
