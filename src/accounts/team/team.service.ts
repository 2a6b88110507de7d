import {
  type Person,
  startPasswordColleague,
  startPasswordInvited,
  startPasswordOwner,
  startPasswordStaff,
} from '#src/accounts/accounts.letters.ts';
import { queueRecovery } from '#src/accounts/passwords/password.service.ts';
import { createUser } from '#src/accounts/users.service.ts';
import type { LetterTemplate } from '#src/letters/letters.rules.ts';
import { queueLetter } from '#src/letters/letters.service.ts';
import type { LetterContent } from '#src/letters/letters.types.ts';
import type { Role } from '#src/platform/actor.ts';
import { command } from '#src/platform/command.ts';
import { Conflict, Invalid } from '#src/platform/errors.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';
import { lockColleague, subjectOf } from './locked-colleague.service.ts';
import type { Circle } from './team.rules.ts';

export interface NewColleague {
  readonly name: string;
  readonly email: string;
  readonly phone: string | null;
  /** A wish; '' to have one made. */
  readonly login: string;
  readonly role: Role;
  readonly token: string;
}

/**
 * Adds a person to the circle and queues the letter with address, login and start password (product rule §3).
 * @throws Invalid `{ email }` when a person of the circle has this address, `{ login }` when the wish is taken
 */
export function addColleague(scope: Scope, circle: Circle, input: NewColleague): Promise<{ id: number; login: string }> {
  const { token, ...person } = input;
  return command(scope, { action: 'user.add', token }, async (tx) => {
    await refuseTaken(tx, circle, person);
    const user = await createUser(tx, {
      ...person,
      login: person.login || undefined,
      partnerId: circle.partnerId,
      customerId: circle.customerId ?? null,
    });
    await sendStartPassword(tx, circle, { ...user, ...person, login: user.login }, `user:${user.id}:created`);
    return user;
  });
}

async function refuseTaken(tx: Tx, circle: Circle, person: { email: string; login: string }): Promise<void> {
  const [taken] = await tx.sql<{ login: boolean; email: boolean }>(
    'colleague_taken',
    `select exists (select 1 from users where login = $1) as login,
       exists (select 1 from users where lower(email) = $2 and partner_id is not distinct from $3::int and customer_id is not distinct from $4::int and disabled_at is null) as email`,
    [person.login, person.email, circle.partnerId, circle.customerId ?? null],
  );
  if (taken?.email) throw new Invalid({ email: 'У сотрудника с этим адресом уже есть вход' });
  if (taken?.login) throw new Invalid({ login: 'Этот логин занят, выберите другой или оставьте поле пустым' });
}

async function sendStartPassword(tx: Tx, circle: Circle, user: Person & { email: string; role: Role }, cause: string): Promise<void> {
  const { template, content } = startLetter(circle, user, tx.scope.actor.name);
  const to = { name: user.name, address: user.email };
  await queueLetter(tx, { template, cause, to, partnerId: circle.partnerId, userId: user.id, subjectUserId: user.id, content });
}

function startLetter(
  circle: Circle,
  user: Person & { role: Role },
  invitedBy: string,
): { template: LetterTemplate; content: LetterContent } {
  if (circle.partnerId === null) return { template: 'start-password-staff', content: startPasswordStaff(user) };
  if (circle.customerId !== undefined)
    return { template: 'start-password-colleague', content: startPasswordInvited(user, circle.name, circle.servedBy ?? invitedBy) };
  if (user.role === 'partner_owner') return { template: 'start-password-owner', content: startPasswordOwner(user, circle.name) };
  return { template: 'start-password-colleague', content: startPasswordColleague(user, circle.name) };
}

/**
 * «Выслать пароль заново»: a new one-time password, made when its letter is sent; the one before stops working. Whoever has a
 * password of their own keeps it, and gets a link to replace it.
 * @throws Conflict for people who are disabled
 */
export function resendStartPassword(
  scope: Scope,
  circle: Circle,
  id: number,
  token: string,
): Promise<{ address: string; isLink: boolean }> {
  return command(scope, { action: 'user.start-password', token }, async (tx) => {
    const person = await lockColleague(tx, circle, id);
    if (person.isDisabled) throw new Conflict('Сотрудник отключён: сначала включите его.');
    const cause = `user:${id}:start:${tx.now.getTime()}`;
    if (person.isNew) await sendStartPassword(tx, circle, person, cause);
    else await queueRecovery(tx, [{ ...person, partnerId: circle.partnerId }], cause, askerOf(circle));
    await tx.audit({ action: 'user.start-password', subject: subjectOf(person), partnerId: circle.partnerId });
    return { address: person.email, isLink: !person.isNew };
  });
}

/** Who asks, in the letter: «Ссылку попросила выслать …». */
const askerOf = ({ partnerId, name, servedBy }: Circle): string =>
  partnerId === null ? 'администрация портала' : `компания ${servedBy ?? name}`;
