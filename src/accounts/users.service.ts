import { randomInt } from 'node:crypto';
import type { StartPassword } from '#src/letters/letters.types.ts';
import { cleanEmail } from '#src/lib/email.ts';
import type { Role } from '#src/platform/actor.ts';
import type { Tx } from '#src/platform/scope.ts';
import { START_PASSWORD_DAYS } from './accounts.rules.ts';
import { hashPassword, readablePassword } from './passwords/password-hash.service.ts';
import { loginBase, numberedLogin } from './users.rules.ts';

export interface NewUser {
  /** A wish; a number is added when it is taken. */
  readonly login?: string | undefined;
  readonly email: string;
  readonly name: string;
  readonly phone: string | null;
  readonly role: Role;
  readonly partnerId: number | null;
  readonly customerId: number | null;
}

/**
 * Makes a person who can't log on yet: the start password is made when its letter is sent (product rule §3).
 * @returns the id and the login, unique on the whole portal
 */
export async function createUser(tx: Tx, user: NewUser): Promise<{ id: number; login: string }> {
  const made = await insertUnderFreeLogin(tx, user);
  await tx.audit({
    action: 'user.created',
    subject: `пользователь ${made.login}`,
    partnerId: user.partnerId,
    after: { name: user.name, email: cleanEmail(user.email), role: user.role, customerId: user.customerId },
  });
  return made;
}

async function insertUnderFreeLogin(tx: Tx, user: NewUser): Promise<{ id: number; login: string }> {
  const base = loginBase(user);
  for (let n = 1; ; n++) {
    const login = n < 10 ? numberedLogin(base, n) : `${base}${randomInt(1000, 100_000)}`;
    const [row] = await tx.sql<{ id: number; login: string }>(
      'user_insert',
      `insert into users (login, email, name, phone, role, partner_id, customer_id, created_at)
       values ($1, $2, $3, $4, $5::role, $6::int, $7::int, $8::timestamptz) on conflict (login) do nothing returning id, login`,
      [login, cleanEmail(user.email), user.name, user.phone, user.role, user.partnerId, user.customerId, tx.now],
    );
    if (row) return row;
  }
}

/**
 * Gives the user a one-time start password and returns it: valid 14 days, used up by the first log-on, to be replaced
 * at once. The start password before it stops working. Called when its letter is sent: the plain text goes into that
 * letter and nowhere else.
 * @returns null when it is no longer wanted: the person was disabled or has a password of their own
 */
export async function makeStartPassword(tx: Tx, userId: number): Promise<StartPassword | null> {
  const password = readablePassword();
  const validUntil = new Date(tx.now.getTime() + START_PASSWORD_DAYS * 86_400_000);
  const [user] = await tx.db.user.updateManyAndReturn({
    where: { id: userId, disabledAt: null, mustChangePassword: true },
    data: { passwordHash: await hashPassword(password), startPasswordUntil: validUntil, sessionVersion: { increment: 1 } },
    select: { login: true, partnerId: true },
  });
  if (!user) return null;
  await tx.audit({ action: 'start-password.made', subject: `пользователь ${user.login}`, partnerId: user.partnerId });
  return { login: user.login, password, validUntil };
}

/**
 * Sets a lasting password; every session of the user ends with this commit. For forms that checked it, seeds and tests.
 * @returns the session version from now on
 */
export async function setPassword(tx: Tx, userId: number, plain: string): Promise<number> {
  const user = await tx.db.user.update({
    where: { id: userId },
    data: {
      passwordHash: await hashPassword(plain),
      startPasswordUntil: null,
      mustChangePassword: false,
      sessionVersion: { increment: 1 },
    },
    select: { login: true, partnerId: true, sessionVersion: true },
  });
  await endSessions(tx, userId);
  await tx.audit({ action: 'password.changed', subject: `пользователь ${user.login}`, partnerId: user.partnerId });
  return user.sessionVersion;
}

/** Removes the rows of a user's sessions; the raised version has already closed them. */
export async function endSessions(tx: Tx, userId: number): Promise<void> {
  await tx.sql('sessions_end', 'delete from sessions where user_id = $1::int', [userId]);
  await tx.sql('tokens_end', 'update password_tokens set used_at = $2::timestamptz where user_id = $1::int and used_at is null', [
    userId,
    tx.now,
  ]);
}
