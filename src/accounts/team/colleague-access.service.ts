import { roleNames } from '#src/accounts/accounts.rules.ts';
import { forgetDevices } from '#src/accounts/log-on/known-devices.service.ts';
import { refuseForeignSession } from '#src/accounts/sessions/sessions.service.ts';
import { endSessions } from '#src/accounts/users.service.ts';
import type { Role } from '#src/platform/actor.ts';
import { command } from '#src/platform/command.ts';
import { ChangedMeanwhile, Conflict } from '#src/platform/errors.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';
import { type LockedColleague, lockColleague, subjectOf } from './locked-colleague.service.ts';
import { type Circle, whyNotRemoved } from './team.rules.ts';

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

function refuseRemoval(tx: Tx, circle: Circle, person: LockedColleague): void {
  const why = whyNotRemoved(person, circle, tx.scope.actor.userId, person.heads);
  if (why) throw new Conflict(why);
}
