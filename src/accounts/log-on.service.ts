import { queueLetter } from '#src/letters/letters.service.ts';
import { cleanEmail } from '#src/lib/email.ts';
import { command } from '#src/platform/command.ts';
import type { Role, Scope, Tx } from '#src/platform/scope.ts';
import { accountLocked } from './accounts.letters.ts';
import { accountById } from './accounts.queries.ts';
import { actorOf, openingTime } from './accounts.rules.ts';
import type { Account } from './accounts.types.ts';
import { digestOf, type LogOnStep } from './log-on-step.ts';
import { verifyPassword } from './passwords.ts';
import { lostSeal, PER_CODE, SEAL_LOST, useCode, useRecoveryCode } from './second-factor.service.ts';
import { countTry, forgiveTries, networkOf, type ThrottleRule, type Tried, throttleKey } from './throttle.service.ts';

const MINUTES_15 = 900;
/** One account: ten failures close it for 15 minutes, and its owner gets a letter. */
export const PER_LOGIN: ThrottleRule = { max: 10, window: MINUTES_15, wait: MINUTES_15, growth: 1 };
/** One address (or IPv6 network), whatever it tries. */
const PER_ADDRESS: ThrottleRule = { max: 50, window: MINUTES_15, wait: MINUTES_15, growth: 1 };
/** One account from one address: after five failures each next try waits twice as long. */
const PER_PAIR: ThrottleRule = { max: 5, window: MINUTES_15, wait: 15, growth: 2 };

export type LogOnOutcome =
  | { readonly kind: 'in'; readonly account: Account }
  /** The password was right, the code of the second factor is to come. */
  | { readonly kind: 'code'; readonly step: LogOnStep }
  | { readonly kind: 'refused'; readonly text: string }
  /** `until`: when a next try is admitted. */
  | { readonly kind: 'closed'; readonly text: string; readonly until: Date };

/** The one text of every failure: unknown, disabled, wrong, expired, used up. */
export const REFUSED =
  'Неверный логин или пароль. Если вы забыли пароль либо одноразовый пароль уже использован или просрочен, нажмите «Забыли пароль?».';

/**
 * Checks a login (or e-mail) and password. Unknown and known logins get the same answers in the same time, the closing
 * of the door included. A one-time start password is used up by this. Every outcome is audited (product rule §3);
 * tries at a door already closed are not, or the journal could be flooded.
 */
export async function logOn(scope: Scope, typed: { login: string; password: string }): Promise<LogOnOutcome> {
  const found = await findCredentials(scope, typed.login);
  const keys = keysOf(scope, typed.login, found);
  const tries = await countTries(scope, keys);
  const isKnown = tries.every((one) => one.isAdmitted) && (await isRight(scope, found, typed.password));
  if (isKnown && found?.hasSecondFactor) return { kind: 'code', step: { userId: found.id, digest: digestOf(found.passwordHash) } };
  const account = isKnown ? await enter(scope, found, keys) : null;
  if (account) return { kind: 'in', account };
  return refuse(scope, found, tries);
}

/** How the second step of a log-on ended; `over`: it took too long or something changed, and begins anew. */
export type CodeOutcome = Exclude<LogOnOutcome, { kind: 'code' }> | { readonly kind: 'over' };

/**
 * The second step: a code of the authenticator or a recovery code, each good for one log-on, throttled by themselves.
 * Only now the person is in, and the tries of the first step are forgiven.
 */
export async function enterCode(scope: Scope, step: LogOnStep, code: string): Promise<CodeOutcome> {
  const found = await credentialsOf(scope, step.userId);
  if (!found?.hasSecondFactor || found.isDisabled || digestOf(found.passwordHash) !== step.digest) return { kind: 'over' };
  const key = throttleKey('code', found.id);
  const tried = await countTry(scope, key, PER_CODE);
  if (tried.isAdmitted && (await isCode(scope, found, code))) {
    const account = await enter(scope, found, { ...keysOf(scope, found.login, found), code: key });
    return account ? { kind: 'in', account } : { kind: 'over' };
  }
  if (tried.isAdmitted)
    await command(scope, { action: 'log-on.code' }, (tx) => tx.audit({ action: 'log-on.code-refused', subject: subjectOf(found) }));
  if (tried.closedUntil === null) return { kind: 'refused', text: (await lostSeal(scope, found.id)) ? SEAL_LOST : CODE_REFUSED };
  return { kind: 'closed', until: tried.closedUntil, text: closedText(tried.closedUntil, scope.portal.clock.now()) };
}

const CODE_REFUSED = 'Код не подошёл. Введите новый код из приложения или код восстановления: каждый действует один раз.';

async function isCode(scope: Scope, found: Credentials, code: string): Promise<boolean> {
  if (/^\s*\d{3}\s?\d{3}\s*$/.test(code)) return useCode(scope, found.id, code);
  if (!(await useRecoveryCode(scope, found.id, code))) return false;
  await command(scope, { action: 'log-on.recovery' }, (tx) => tx.audit({ action: 'second-factor.code-used', subject: subjectOf(found) }));
  return true;
}

interface Credentials {
  readonly id: number;
  readonly login: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly partnerId: number | null;
  readonly customerId: number | null;
  readonly passwordHash: string | null;
  readonly startPasswordUntil: Date | null;
  readonly isDisabled: boolean;
  readonly hasSecondFactor: boolean;
}

const CREDENTIALS = `select id, login, name, email, role::text as role, partner_id as "partnerId", customer_id as "customerId",
    password_hash as "passwordHash", start_password_until as "startPasswordUntil", disabled_at is not null as "isDisabled",
    role in ('manager', 'admin') and exists (select 1 from second_factors f where f.user_id = users.id and f.confirmed_at is not null) as "hasSecondFactor"
  from users`;

async function credentialsOf(scope: Scope, userId: number): Promise<Credentials | null> {
  const [row] = await scope.portal.sql<Credentials>('credentials_of', `${CREDENTIALS} where id = $1::int`, [userId]);
  return row ?? null;
}

/** By login, or by an e-mail that exactly one enabled user has. */
async function findCredentials(scope: Scope, typed: string): Promise<Credentials | null> {
  const rows = await scope.portal.sql<Credentials>(
    'credentials',
    `${CREDENTIALS} where login = $1 or (lower(email) = $1 and disabled_at is null) limit 2`,
    [cleanEmail(typed)],
  );
  return rows.length === 1 ? (rows[0] ?? null) : null;
}

interface Keys {
  readonly pair: string;
  readonly who: string;
  readonly address: string;
  /** The second step's own. */
  readonly code?: string;
}

/** An account is one key under all its names; a name without an account is a key of its own. */
function keysOf(scope: Scope, typed: string, found: Credentials | null): Keys {
  const who = found ? `user ${found.id}` : `name ${cleanEmail(typed)}`;
  const network = networkOf(scope.address);
  return { pair: throttleKey('pair', who, network), who: throttleKey('who', who), address: throttleKey('address', network) };
}

/** Pair, account and address, in this order. All are counted, so hammering on while waiting closes the account. */
async function countTries(scope: Scope, keys: Keys): Promise<[Tried, Tried, Tried]> {
  return [
    await countTry(scope, keys.pair, PER_PAIR),
    await countTry(scope, keys.who, PER_LOGIN),
    await countTry(scope, keys.address, PER_ADDRESS),
  ];
}

async function isRight(scope: Scope, found: Credentials | null, password: string): Promise<boolean> {
  const isStart = found?.startPasswordUntil != null;
  const isUsable = found !== null && !found.isDisabled && !(isStart && scope.portal.clock.now() >= (found.startPasswordUntil ?? 0));
  // A start password is copied out of a letter, often with the space after it.
  return (await verifyPassword(found?.passwordHash ?? null, isStart ? password.trim() : password)) && isUsable;
}

/** Lets the person in; null when somebody else used up the same start password meanwhile. */
async function enter(scope: Scope, found: Credentials | null, keys: Keys): Promise<Account | null> {
  if (!found) return null;
  const own: Scope = { ...scope, actor: actorOf({ ...found, userId: found.id }) };
  const isIn = await command(own, { action: 'log-on' }, async (tx) => {
    const [row] = await tx.sql<{ start: boolean }>(
      'log_on',
      `update users set last_log_on_at = $3::timestamptz, start_password_until = null,
              password_hash = case when start_password_until is null then password_hash end
        where id = $1::int and password_hash = $2 and disabled_at is null returning password_hash is null as start`,
      [found.id, found.passwordHash, tx.now],
    );
    if (!row) return false;
    await tx.audit({ action: 'log-on', subject: subjectOf(found), after: { withStartPassword: row.start } });
    return true;
  });
  if (!isIn) return null;
  await forgiveTries(scope, [keys.pair, keys.who, ...(keys.code ? [keys.code] : [])], keys.address, PER_ADDRESS);
  return accountById(scope.portal.sql, found.id);
}

async function refuse(scope: Scope, found: Credentials | null, tries: readonly [Tried, Tried, Tried]): Promise<LogOnOutcome> {
  const [, who] = tries;
  const isLocking = who.isAdmitted && who.hits === PER_LOGIN.max;
  if (isLocking || tries.every((one) => one.isAdmitted)) await recordRefusal(scope, found, isLocking ? who.closedUntil : null);
  const closed = tries.flatMap((one) => one.closedUntil?.getTime() ?? []);
  if (closed.length === 0) return { kind: 'refused', text: REFUSED };
  const until = new Date(Math.max(...closed));
  return { kind: 'closed', until, text: closedText(until, scope.portal.clock.now()) };
}

/** Below a minute the seconds count, from a minute on the time of day. */
function closedText(until: Date, now: Date): string {
  const seconds = Math.ceil((until.getTime() - now.getTime()) / 1000);
  const when = seconds < 60 ? `через ${seconds} с` : `в ${openingTime(until, now)} по московскому времени`;
  return `Слишком много неудачных попыток. Вход откроется снова ${when}. Забытый пароль можно заменить: «Забыли пароль?».`;
}

async function recordRefusal(scope: Scope, found: Credentials | null, lockedUntil: Date | null): Promise<void> {
  await command(scope, { action: 'log-on.refused' }, async (tx) => {
    const partnerId = found?.partnerId ?? null;
    await tx.audit({ action: 'log-on.refused', subject: found ? subjectOf(found) : 'неизвестный логин', partnerId });
    if (!lockedUntil) return;
    await tx.audit({
      action: 'account.locked',
      subject: found ? subjectOf(found) : 'неизвестный логин',
      partnerId,
      after: { until: lockedUntil },
    });
    if (found && !found.isDisabled) await tellOwner(tx, found, lockedUntil);
  });
}

async function tellOwner(tx: Tx, found: Credentials, until: Date): Promise<void> {
  await queueLetter(tx, {
    template: 'account-locked',
    cause: `user:${found.id}:locked:${until.toISOString()}`,
    to: { name: found.name, address: found.email },
    partnerId: found.partnerId,
    userId: found.id,
    content: accountLocked(found, until, tx.scope.address),
  });
}

const subjectOf = (found: Credentials) => `пользователь ${found.login}`;
