import type { Account } from '#src/accounts/accounts.types.ts';
import { forgetDevices, sweepDevices } from '#src/accounts/log-on/known-devices.service.ts';
import { endSessions } from '#src/accounts/users.service.ts';
import { command } from '#src/platform/command.ts';
import { NotFound } from '#src/platform/errors.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';

/** «Завершить»: ends one session of whoever asks; one that is over stays so. @throws NotFound when it is somebody else's */
export async function endSession(scope: Scope, id: string): Promise<void> {
  await command(scope, { action: 'session.end' }, async (tx) => {
    const ended = await tx.sql('session_end', 'delete from sessions where id = $1 and user_id = $2::int returning id', [
      id,
      scope.actor.userId,
    ]);
    if (ended.length === 0) return refuseForeignSession(tx, id);
    await tx.audit({ action: 'session.ended', subject: `пользователь ${scope.actor.login}` });
  });
}

/** A second click finds no session any more, and that is well. @throws NotFound when there is one, of somebody else */
export async function refuseForeignSession(tx: Tx, id: string): Promise<void> {
  const foreign = await tx.db.session.findUnique({ where: { id }, select: { id: true } });
  if (foreign) throw new NotFound();
}

/** «Выйти на всех устройствах»: the session version moves on, so nothing of before does anything more. */
export async function logOffEverywhere(scope: Scope, account: Account): Promise<void> {
  await command(scope, { action: 'log-off.everywhere' }, async (tx) => {
    await tx.db.user.update({ where: { id: account.userId }, data: { sessionVersion: { increment: 1 } }, select: { id: true } });
    await endSessions(tx, account.userId);
    await forgetDevices(tx, account.userId);
    await tx.audit({ action: 'log-off.everywhere', subject: `пользователь ${account.login}` });
  });
}

/** Writes that the person left; the session itself is destroyed by the route. */
export async function recordLogOff(scope: Scope): Promise<void> {
  if (scope.actor.userId === null) return;
  await command(scope, { action: 'log-off' }, (tx) => tx.audit({ action: 'log-off', subject: `пользователь ${scope.actor.login}` }));
}

/** Removes what is over: sessions, counters, links a month old. Nothing depends on it; the clock starts it daily. */
export async function sweepAccounts(scope: Scope): Promise<void> {
  await command(scope, { action: 'accounts.sweep' }, async (tx) => {
    await tx.sql('sweep_sessions', 'delete from sessions where expires_at <= $1::timestamptz', [tx.now]);
    await tx.sql(
      'sweep_throttles',
      'delete from throttles where window_ends_at <= $1::timestamptz and coalesce(blocked_until <= $1::timestamptz, true)',
      [tx.now],
    );
    await sweepDevices(tx);
    await tx.sql('sweep_tokens', `delete from password_tokens where expires_at < $1::timestamptz - interval '30 days'`, [tx.now]);
  });
}
