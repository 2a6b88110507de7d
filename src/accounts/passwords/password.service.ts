import { createHash, randomBytes } from 'node:crypto';
import { passwordChanged, passwordRecovery } from '#src/accounts/accounts.letters.ts';
import { accountById } from '#src/accounts/accounts.queries.ts';
import { RECOVERY_MINUTES } from '#src/accounts/accounts.rules.ts';
import type { Account, AccountJobs, PasswordOwner } from '#src/accounts/accounts.types.ts';
import { countTry, forgiveTries, networkOf, throttleKey } from '#src/accounts/log-on/throttle.service.ts';
import { openAccount, PER_LOGIN } from '#src/accounts/log-on/ways-in.service.ts';
import { setPassword } from '#src/accounts/users.service.ts';
import { queueLetter } from '#src/letters/letters.service.ts';
import type { RecoveryLink } from '#src/letters/letters.types.ts';
import { cleanEmail } from '#src/lib/email.ts';
import { command } from '#src/platform/command.ts';
import { Invalid, NotFound, TooMany } from '#src/platform/errors.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';
import { verifyPassword } from './password-hash.service.ts';
import { measuring } from './password-strength.work.ts';

const PER_NAME = { max: 4, window: 900, wait: 900, growth: 1 };
const PER_ADDRESS = { max: 20, window: 900, wait: 900, growth: 1 };

/**
 * Changes the password of whoever is logged on; `current` is asked unless a start password is being replaced.
 * All sessions end with it: the caller starts a new one for the account returned.
 * @throws Invalid `{ current }` or `{ password }` with the sentence to show
 * @throws TooMany after ten wrong current passwords
 */
export async function changePassword(scope: Scope, account: Account, form: { current: string; password: string }): Promise<Account> {
  if (!account.mustChangePassword) await checkCurrent(scope, account, form.current);
  if (form.password === form.current) throw new Invalid({ password: 'Новый пароль совпадает с прежним' });
  await refuseWeak(scope, form.password, account);
  await command(scope, { action: 'password.change' }, (tx) => replacePassword(tx, { ...account, id: account.userId }, form.password));
  const changed = await accountById(scope.portal.sql, account.userId);
  if (!changed) throw new NotFound();
  return changed;
}

/**
 * Is this the password of whoever is logged on? Counted like log-on: a session left open must not be a way to find it out.
 * @throws Invalid `{ current }`; TooMany after ten wrong ones
 */
export async function checkCurrent(scope: Scope, account: Account, current: string): Promise<void> {
  const key = throttleKey('current', account.userId);
  const tried = await countTry(scope, key, PER_LOGIN);
  if (!tried.isAdmitted) throw new TooMany(secondsUntil(scope, tried.closedUntil));
  const [owner] = await scope.portal.sql<{ hash: string | null }>(
    'current_password',
    'select password_hash as hash from users where id = $1::int',
    [account.userId],
  );
  if (!owner || !(await verifyPassword(owner.hash, current))) throw new Invalid({ current: 'Текущий пароль введён неверно' });
  await forgiveTries(scope, [key], '', PER_LOGIN);
}

const secondsUntil = (scope: Scope, until: Date | null) =>
  Math.max(1, Math.ceil(((until?.getTime() ?? 0) - scope.portal.clock.now().getTime()) / 1000));

async function refuseWeak({ portal }: Scope, plain: string, { login, email, name }: PasswordOwner): Promise<void> {
  const fault = await portal.workers.do(measuring, plain, { login, email, name });
  if (fault) throw new Invalid({ password: fault });
}

interface Owner extends PasswordOwner {
  readonly id: number;
  readonly partnerId: number | null;
}

/** Whom a recovery letter is for. */
export type RecoveringUser = Owner;

async function replacePassword(tx: Tx, owner: Owner, plain: string): Promise<void> {
  const version = await setPassword(tx, owner.id, plain);
  await queueLetter(tx, {
    template: 'password-changed',
    cause: `user:${owner.id}:password:${version}`,
    to: { name: owner.name, address: owner.email },
    partnerId: owner.partnerId,
    userId: owner.id,
    content: passwordChanged(owner, tx.now, tx.scope.address),
  });
}

/**
 * Asks for a recovery link for a login or e-mail. Does exactly the same whether it exists or not: a job looks it up.
 * @throws TooMany when one address asks for too many
 */
export async function askRecovery(scope: Scope, typed: string): Promise<void> {
  const perAddress = await countTry(scope, throttleKey('recovery-address', networkOf(scope.address)), PER_ADDRESS);
  if (!perAddress.isAdmitted) throw new TooMany(secondsUntil(scope, perAddress.closedUntil));
  const perName = await countTry(scope, throttleKey('recovery', cleanEmail(typed)), PER_NAME);
  if (!perName.isAdmitted) return;
  await command(scope, { action: 'password.recovery' }, (tx) =>
    tx.enqueue('account-recovery', { name: cleanEmail(typed), request: scope.requestId }),
  );
}

/** Users of one mailbox that one letter has links for. */
const MOST_LINKS = 10;

/**
 * The job behind it: one letter to the mailbox, with a link for each enabled user of this login or e-mail. The first user of
 * each partner comes before the second of any, as at log-on. Repeating it adds nothing: `request` is the id of the request
 * that asked, which makes the letter of one asking one cause.
 */
export async function sendRecovery(scope: Scope, asked: AccountJobs['account-recovery']): Promise<void> {
  await command(scope, { action: 'password.recovery.send' }, async (tx) => {
    const users = await tx.sql<Owner>(
      'recovery_users',
      `select id, login, name, email, partner_id as "partnerId" from (
         select *, row_number() over (partition by coalesce(partner_id, 0) order by customer_id is not null, id) as place
           from users where (login = $1 or lower(email) = $1) and disabled_at is null) u
        order by place, id limit $2::int`,
      [asked.name, MOST_LINKS],
    );
    for (const user of users) {
      await tx.audit({ action: 'password.recovery', subject: `пользователь ${user.login}`, partnerId: user.partnerId });
    }
    await queueRecovery(tx, users, asked.request);
  });
}

/** One letter with a link per user; they have one mailbox. `askedBy` as in `passwordRecovery`. */
export async function queueRecovery(tx: Tx, users: readonly RecoveringUser[], cause: string, askedBy: string | null = null): Promise<void> {
  const [first] = users;
  if (!first) return;
  await queueLetter(tx, {
    template: 'password-recovery',
    cause: `user:${first.id}:recovery:${cause}`,
    to: { name: users.length === 1 ? first.name : '', address: first.email },
    partnerId: users.length === 1 ? first.partnerId : null,
    userId: first.id,
    content: passwordRecovery(users, askedBy),
  });
}

/**
 * Makes a one-time link to set a password: 32 random bytes, 60 minutes, only the hash is kept. Called when its letter is
 * sent. The address starts with PORTAL_URL. @returns null when the person was disabled meanwhile
 */
export async function makeRecoveryLink(tx: Tx, userId: number): Promise<RecoveryLink | null> {
  const token = randomBytes(32).toString('base64url');
  const validUntil = new Date(tx.now.getTime() + RECOVERY_MINUTES * 60_000);
  const made = await tx.sql(
    'token_insert',
    `insert into password_tokens (user_id, token_hash, expires_at, created_at)
     select id, $2, $3::timestamptz, $4::timestamptz from users where id = $1::int and disabled_at is null returning id`,
    [userId, digest(token), validUntil, tx.now],
  );
  return made.length === 0 ? null : { url: `${tx.scope.portal.config.portalUrl}/Account/Password/${token}`, validUntil };
}

const digest = (token: string) => createHash('sha256').update(token).digest('hex');

/** Whose link this is; looking does not use it up. null when it is unknown, used or over. */
export async function ownerOfLink(scope: Scope, token: string): Promise<Owner | null> {
  const [owner] = await scope.portal.sql<Owner>(
    'token_owner',
    `select u.id, u.login, u.name, u.email, u.partner_id as "partnerId"
       from password_tokens t join users u on u.id = t.user_id
      where t.token_hash = $1 and t.used_at is null and t.expires_at > $2::timestamptz and u.disabled_at is null`,
    [digest(token), scope.portal.clock.now()],
  );
  return owner ?? null;
}

/**
 * Sets a new password by a one-time link and uses it up, with all other links and sessions of the user. What failed tries
 * had closed is open again, as the page of the closed door promises.
 * @throws NotFound when the link is unknown, used or over
 * @throws Invalid `{ password }`; the link stays good
 */
export async function setPasswordByLink(scope: Scope, token: string, plain: string): Promise<{ userId: number }> {
  const owner = await ownerOfLink(scope, token);
  if (!owner) throw new NotFound();
  await refuseWeak(scope, plain, owner);
  await command(scope, { action: 'password.recover' }, async (tx) => {
    const used = await tx.sql(
      'token_use',
      'update password_tokens set used_at = $2::timestamptz where token_hash = $1 and used_at is null and expires_at > $2::timestamptz returning id',
      [digest(token), tx.now],
    );
    if (used.length === 0) throw new NotFound();
    await replacePassword(tx, owner, plain);
  });
  await openAccount(scope, owner);
  return { userId: owner.id };
}
