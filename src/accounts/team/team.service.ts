import { type Person, startPasswordColleague, startPasswordOwner, startPasswordStaff } from '#src/accounts/accounts.letters.ts';
import { roleNames } from '#src/accounts/accounts.rules.ts';
import { forgetDevices } from '#src/accounts/log-on/known-devices.service.ts';
import { queueRecovery } from '#src/accounts/passwords/password.service.ts';
import { refuseForeignSession } from '#src/accounts/sessions/sessions.service.ts';
import { createUser, endSessions } from '#src/accounts/users.service.ts';
import type { LetterTemplate } from '#src/letters/letters.rules.ts';
import { queueLetter } from '#src/letters/letters.service.ts';
import type { LetterContent } from '#src/letters/letters.types.ts';
import type { Role } from '#src/platform/actor.ts';
import { command } from '#src/platform/command.ts';
import { ChangedMeanwhile, Conflict, Invalid, NotFound } from '#src/platform/errors.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';
import { type Circle, mutedNow, rolesOf, whyNotRemoved } from './team.rules.ts';

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
    const user = await createUser(tx, { ...person, login: person.login || undefined, partnerId: circle.partnerId, customerId: null });
    await sendStartPassword(tx, circle, { ...user, ...person, login: user.login }, `user:${user.id}:created`);
    return user;
  });
}

async function refuseTaken(tx: Tx, circle: Circle, person: { email: string; login: string }): Promise<void> {
  const [taken] = await tx.sql<{ login: boolean; email: boolean }>(
    'colleague_taken',
    `select exists (select 1 from users where login = $1) as login,
       exists (select 1 from users where lower(email) = $2 and partner_id is not distinct from $3::int and customer_id is null and disabled_at is null) as email`,
    [person.login, person.email, circle.partnerId],
  );
  if (taken?.email) throw new Invalid({ email: 'У сотрудника с этим адресом уже есть вход' });
  if (taken?.login) throw new Invalid({ login: 'Этот логин занят, выберите другой или оставьте поле пустым' });
}

async function sendStartPassword(tx: Tx, circle: Circle, user: Person & { email: string; role: Role }, cause: string): Promise<void> {
  const { template, content } = startLetter(circle, user);
  const to = { name: user.name, address: user.email };
  await queueLetter(tx, { template, cause, to, partnerId: circle.partnerId, userId: user.id, subjectUserId: user.id, content });
}

function startLetter(circle: Circle, user: Person & { role: Role }): { template: LetterTemplate; content: LetterContent } {
  if (circle.partnerId === null) return { template: 'start-password-staff', content: startPasswordStaff(user) };
  if (user.role === 'partner_owner') return { template: 'start-password-owner', content: startPasswordOwner(user, circle.name) };
  return { template: 'start-password-colleague', content: startPasswordColleague(user, circle.name) };
}

/** A person of the circle, locked together with all who head it, so that two at once can't remove the last of them. */
interface Locked extends Person {
  readonly email: string;
  readonly role: Role;
  readonly isDisabled: boolean;
  readonly isNew: boolean;
  readonly heads: number;
  readonly partners: number;
}

async function lockColleague(tx: Tx, circle: Circle, id: number): Promise<Locked> {
  const roles = rolesOf(circle);
  const people = await tx.sql<Omit<Locked, 'heads' | 'partners'>>(
    'colleagues_lock',
    `select id, login, name, email, role::text as role, disabled_at is not null as "isDisabled", must_change_password as "isNew" from users
      where partner_id is not distinct from $1::int and customer_id is null and role::text = any($2::text[]) and (id = $3::int or role::text = $4)
      order by id for update`,
    [circle.partnerId, roles, id, roles[0]],
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

function refuseRemoval(tx: Tx, circle: Circle, person: Locked): void {
  const why = whyNotRemoved(person, circle, tx.scope.actor.userId, person.heads);
  if (why) throw new Conflict(why);
}

const subjectOf = ({ login }: Person) => `пользователь ${login}`;

/**
 * Takes the access away: every session ends with this commit, links and start passwords stop working.
 * @throws Conflict for oneself, the last head of the circle, a manager who still has partners
 */
export function disableUser(scope: Scope, circle: Circle, id: number): Promise<void> {
  return command(scope, { action: 'user.disable' }, async (tx) => {
    const person = await lockColleague(tx, circle, id);
    if (person.isDisabled) return;
    refuseRemoval(tx, circle, person);
    if (person.partners > 0) throw new Conflict('За этим менеджером закреплены партнёры: сначала передайте его портфель.');
    await tx.sql(
      'user_disable',
      'update users set disabled_at = $2::timestamptz, session_version = session_version + 1 where id = $1::int',
      [id, tx.now],
    );
    await endSessions(tx, id);
    await forgetDevices(tx, id);
    await tx.audit({ action: 'user.disabled', subject: subjectOf(person), partnerId: circle.partnerId });
  });
}

/** Gives the access back, with the password the person had. */
export function enableUser(scope: Scope, circle: Circle, id: number): Promise<void> {
  return command(scope, { action: 'user.enable' }, async (tx) => {
    const person = await lockColleague(tx, circle, id);
    if (!person.isDisabled) return;
    await tx.sql('user_enable', 'update users set disabled_at = null where id = $1::int', [id]);
    await tx.audit({ action: 'user.enabled', subject: subjectOf(person), partnerId: circle.partnerId });
  });
}

/**
 * Works with the person's next request.
 * @throws Conflict for oneself and for the last head of the circle; ChangedMeanwhile when it is no longer the role that was seen
 */
export function changeRole(
  scope: Scope,
  circle: Circle,
  id: number,
  { role, seen }: { role: Role; seen?: Role | undefined },
): Promise<void> {
  return command(scope, { action: 'user.role' }, async (tx) => {
    const person = await lockColleague(tx, circle, id);
    if (person.role === role) return;
    if (seen && person.role !== seen)
      throw new ChangedMeanwhile(
        `Роль уже изменили: сейчас «${roleNames[person.role]}», у вас «${roleNames[role]}». Проверьте и сохраните ещё раз.`,
      );
    refuseRemoval(tx, circle, person);
    await tx.sql('user_role', 'update users set role = $2::role where id = $1::int', [id, role]);
    await tx.audit({
      action: 'user.role-changed',
      subject: subjectOf(person),
      partnerId: circle.partnerId,
      before: { role: person.role },
      after: { role },
    });
  });
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
const askerOf = ({ partnerId, name }: Circle): string => (partnerId === null ? 'администрация портала' : `компания ${name}`);

/** Ends all sessions of a person of the circle, or one of them by its key; what is over stays so. @throws NotFound for anybody else's */
export function endSessionsOf(scope: Scope, circle: Circle, id: number, key: string | null): Promise<void> {
  return command(scope, { action: 'user.sessions' }, async (tx) => {
    const person = await lockColleague(tx, circle, id);
    const ended = await tx.sql(
      'colleague_session_end',
      'delete from sessions where user_id = $1::int and ($2::text is null or id = $2) returning id',
      [id, key],
    );
    if (key !== null && ended.length === 0) return refuseForeignSession(tx, key);
    if (key === null) await tx.sql('user_version', 'update users set session_version = session_version + 1 where id = $1::int', [id]);
    if (ended.length === 0) return;
    await tx.audit({
      action: key === null ? 'user.sessions-ended' : 'session.ended',
      subject: subjectOf(person),
      partnerId: circle.partnerId,
    });
  });
}

/**
 * Keeps which letters each person does without: what was changed against `seen`, so that a colleague's choice of meanwhile stays. Only
 * those whose choice changed are written.
 */
export function muteLetters(
  scope: Scope,
  circle: Circle,
  muted: ReadonlyMap<number, readonly LetterTemplate[]>,
  seen: ReadonlyMap<number, readonly string[]>,
): Promise<number> {
  return command(scope, { action: 'user.letters' }, async (tx) => {
    let changed = 0;
    for (const [id, sent] of muted) {
      const [before] = await tx.sql<{ login: string; muted: LetterTemplate[] }>(
        'muted_lock',
        `select login, muted_letters as muted from users where id = $1::int and partner_id is not distinct from $2::int and customer_id is null for update`,
        [id, circle.partnerId],
      );
      if (!before) throw new NotFound();
      const templates = mutedNow(before.muted, sent, seen.get(id) ?? before.muted);
      if (sameSet(before.muted, templates)) continue;
      await tx.sql('muted_write', 'update users set muted_letters = $2::text[] where id = $1::int', [id, templates]);
      const after = { mutedLetters: templates };
      await tx.audit({
        action: 'user.letters-changed',
        subject: `пользователь ${before.login}`,
        partnerId: circle.partnerId,
        before: { mutedLetters: before.muted },
        after,
      });
      changed++;
    }
    return changed;
  });
}

const sameSet = (a: readonly string[], b: readonly string[]) => a.length === b.length && a.every((one) => b.includes(one));
