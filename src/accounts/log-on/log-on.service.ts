import { accountLocked } from '#src/accounts/accounts.letters.ts';
import { accountById } from '#src/accounts/accounts.queries.ts';
import { actorOf, openingTime } from '#src/accounts/accounts.rules.ts';
import type { Account } from '#src/accounts/accounts.types.ts';
import { accountsUnder, type Credentials, MOST_ACCOUNTS } from '#src/accounts/passwords/credentials.queries.ts';
import { verifyPassword } from '#src/accounts/passwords/password-hash.service.ts';
import { queueLetter } from '#src/letters/letters.service.ts';
import { command } from '#src/platform/command.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';
import { digestOf, type LogOnStep } from './log-on-step.ts';
import { type WayIn, waysInOf } from './ways-in.service.ts';

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

/** Said to those only who know the password. */
export const WHICH_ONE =
  'С этой почтой и этим паролем на портале несколько пользователей: введите вместо почты логин того, под кем входите.';

export interface LogOnTry {
  readonly login: string;
  readonly password: string;
  /** Digest of the mark of a browser that somebody has logged on with; null for a new one. */
  readonly device: string | null;
}

/**
 * Checks a login or e-mail and password: every account with the e-mail is tried, the password decides (product rule §3).
 * Unknown and known names get the same answers for the same work, the closing of a way in included. A one-time start
 * password is used up by this. Every outcome is audited; tries at one already closed are not, or the journal could be flooded.
 */
export async function logOn(scope: Scope, typed: LogOnTry): Promise<LogOnOutcome> {
  const found = await accountsUnder(scope, typed.login, typed.device);
  const ways = await waysInOf(scope, typed.login, found, typed.device);
  const right = await accountsOf(scope, ways, typed);
  const [one] = right;
  if (!one || right.length > 1) return refuse(scope, found, ways, right.length > 1);
  if (one.hasSecondFactor) return { kind: 'code', step: { userId: one.id, digest: digestOf(one.passwordHash, one.sessionVersion) } };
  const account = await enter(scope, one);
  if (!account) return refuse(scope, found, ways, false);
  for (const way of ways) await way.forgive(scope);
  return { kind: 'in', account };
}

/** The accounts behind open ways in whose password it is. As many are compared for a name of none as for one of several. */
async function accountsOf(scope: Scope, ways: readonly WayIn[], { login, password }: LogOnTry): Promise<Credentials[]> {
  const open = ways.filter(({ isOpen }) => isOpen);
  if (open.length === 0) return [];
  const accounts = open.flatMap((way) => way.accounts);
  const comparisons = login.includes('@') ? MOST_ACCOUNTS : 1;
  const isRight = await Promise.all(Array.from({ length: comparisons }, (_, at) => isPasswordOf(scope, accounts[at] ?? null, password)));
  return accounts.filter((_, at) => isRight[at]);
}

async function isPasswordOf(scope: Scope, account: Credentials | null, password: string): Promise<boolean> {
  const isStart = account?.startPasswordUntil != null;
  const isUsable = account !== null && !account.isDisabled && !(isStart && scope.portal.clock.now() >= (account.startPasswordUntil ?? 0));
  // A start password is copied out of a letter, often with the space after it.
  return (await verifyPassword(account?.passwordHash ?? null, isStart ? password.trim() : password)) && isUsable;
}

/** Lets the person in; null when somebody else used up the same start password meanwhile. */
export async function enter(scope: Scope, found: Credentials): Promise<Account | null> {
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
    await tx.audit({ action: 'log-on', subject: subjectOf([found]), after: { withStartPassword: row.start } });
    return true;
  });
  return isIn ? accountById(scope.portal.sql, found.id) : null;
}

async function refuse(scope: Scope, found: readonly Credentials[], ways: readonly WayIn[], isAmbiguous: boolean): Promise<LogOnOutcome> {
  const locked = ways.find(({ lockedUntil }) => lockedUntil !== null)?.lockedUntil ?? null;
  if (locked || ways.some(({ isOpen }) => isOpen)) await recordRefusal(scope, found, locked);
  if (isAmbiguous) return { kind: 'refused', text: WHICH_ONE };
  const closed = ways.flatMap(({ closedUntil }) => closedUntil?.getTime() ?? []);
  if (closed.length < ways.length) return { kind: 'refused', text: REFUSED };
  const until = new Date(Math.min(...closed));
  return { kind: 'closed', until, text: closedText(until, scope.portal.clock.now()) };
}

/** Below a minute the seconds count, from a minute on the time of day. */
export function closedText(until: Date, now: Date): string {
  const seconds = Math.ceil((until.getTime() - now.getTime()) / 1000);
  const when = seconds < 60 ? `через ${seconds} с` : `в ${openingTime(until, now)} по московскому времени`;
  return `Слишком много неудачных попыток. Вход откроется снова ${when}. Забытый пароль можно заменить: «Забыли пароль?».`;
}

async function recordRefusal(scope: Scope, found: readonly Credentials[], lockedUntil: Date | null): Promise<void> {
  await command(scope, { action: 'log-on.refused' }, async (tx) => {
    const row = { subject: subjectOf(found), partnerId: found.length === 1 ? (found[0]?.partnerId ?? null) : null };
    await tx.audit({ action: 'log-on.refused', ...row });
    if (!lockedUntil) return;
    await tx.audit({ action: 'account.locked', ...row, after: { until: lockedUntil } });
    const owners = found.filter(({ isDisabled }) => !isDisabled);
    if (owners.length > 0) await tellOwners(tx, owners, lockedUntil);
  });
}

/** One letter: accounts that are found together have one mailbox. */
async function tellOwners(tx: Tx, owners: readonly Credentials[], until: Date): Promise<void> {
  const [first] = owners;
  if (!first) return;
  await queueLetter(tx, {
    template: 'account-locked',
    cause: `user:${first.id}:locked:${until.toISOString()}`,
    to: { name: owners.length === 1 ? first.name : '', address: first.email },
    partnerId: owners.length === 1 ? first.partnerId : null,
    userId: first.id,
    content: accountLocked(owners, until, tx.scope.address),
  });
}

export const subjectOf = (found: readonly Credentials[]): string =>
  found.length > 0 ? `пользователь ${found.map(({ login }) => login).join(', ')}` : 'неизвестный логин';
