import type { Person } from '#src/accounts/accounts.letters.ts';
import type { Role } from '#src/platform/actor.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Tx } from '#src/platform/scope.ts';
import { type Circle, rolesOf } from './team.rules.ts';

/** A person of the circle, locked together with all who head it, so that two at once can't remove the last of them. */
export interface LockedColleague extends Person {
  readonly email: string;
  readonly role: Role;
  readonly isDisabled: boolean;
  readonly isNew: boolean;
  readonly heads: number;
  readonly partners: number;
}

/** @throws NotFound for who is not of the circle */
export async function lockColleague(tx: Tx, circle: Circle, id: number): Promise<LockedColleague> {
  const roles = rolesOf(circle);
  const people = await tx.sql<Omit<LockedColleague, 'heads' | 'partners'>>(
    'colleagues_lock',
    `select id, login, name, email, role::text as role, disabled_at is not null as "isDisabled", must_change_password as "isNew" from users
      where partner_id is not distinct from $1::int and customer_id is not distinct from $5::int and role::text = any($2::text[]) and (id = $3::int or role::text = $4)
      order by id for update`,
    [circle.partnerId, roles, id, roles[0], circle.customerId ?? null],
  );
  const person = people.find((one) => one.id === id);
  if (!person) throw new NotFound();
  const [portfolio] = await tx.sql<{ count: number }>(
    'portfolio_size',
    'select count(*)::int as count from partners where manager_id = $1::int',
    [id],
  );
  return { ...person, heads: people.filter((one) => one.role === roles[0] && !one.isDisabled).length, partners: portfolio?.count ?? 0 };
}

/** What the journal calls a person. */
export const subjectOf = ({ login }: { login: string }) => `пользователь ${login}`;
