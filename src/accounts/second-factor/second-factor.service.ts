import type { Person } from '#src/accounts/accounts.letters.ts';
import type { Account } from '#src/accounts/accounts.types.ts';
import { countTry, forgiveTries, type ThrottleRule, throttleKey } from '#src/accounts/log-on/throttle.service.ts';
import { checkCurrent } from '#src/accounts/passwords/password.service.ts';
import { colleagueOf } from '#src/accounts/team/team.queries.ts';
import type { Circle } from '#src/accounts/team/team.rules.ts';
import { queueLetter } from '#src/letters/letters.service.ts';
import type { LetterContent } from '#src/letters/letters.types.ts';
import { systemClock } from '#src/platform/clock.ts';
import { command } from '#src/platform/command.ts';
import { Conflict, Forbidden, Invalid, NotFound, TooMany } from '#src/platform/errors.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';
import { newRecoveryCodes } from './recovery-codes.service.ts';
import { codesReplaced, factorEnrolled, factorRemoved } from './second-factor.letters.ts';
import { acceptedStep, newSecret } from './totp.ts';

/** Five wrong codes close the door for a quarter of an hour: a million codes can't be tried. */
export const PER_CODE: ThrottleRule = { max: 5, window: 900, wait: 900, growth: 1 };
const NOT_ACCEPTED = 'Код не подошёл. Введите новый код из приложения: каждый действует один раз.';

interface Factor {
  readonly secret: Buffer;
  /** As it stands in the table. */
  readonly sealed: string;
  readonly isConfirmed: boolean;
  readonly lastStep: number;
}

/** What stands about a person's second factor; null when there is none, or its secret can't be opened any more. */
export async function factorOf(scope: Scope, userId: number): Promise<Factor | null> {
  const row = await sealedFactor(scope, userId);
  const secret = row && open(scope, userId, row.sealed);
  return row && secret ? { ...row, secret } : null;
}

/** The secret in the table that was sealed under a key no longer in SESSION_SECRET; null when there is none such. */
export async function lostSeal(scope: Scope, userId: number): Promise<string | null> {
  const row = await sealedFactor(scope, userId);
  return row && !open(scope, userId, row.sealed) ? row.sealed : null;
}

async function sealedFactor({ portal }: Scope, userId: number) {
  const [row] = await portal.sql<{ sealed: string; isConfirmed: boolean; lastStep: number }>(
    'second_factor',
    `select secret as sealed, confirmed_at is not null as "isConfirmed", last_step as "lastStep"
     from second_factors where user_id = $1::int`,
    [userId],
  );
  return row ?? null;
}

const open = ({ portal }: Scope, userId: number, sealed: string) => portal.config.keys.unseal('second factor', sealed, ownerOf(userId));
const ownerOf = (userId: number): string => `user ${userId}`;

/** Why no code fits, when the key it was sealed under is gone. */
export const SEAL_LOST =
  'Ключ, которым был зашифрован ваш второй фактор, с портала убран: коды приложения больше не подойдут. ' +
  'Войдите по коду восстановления и включите второй фактор заново или попросите администратора портала снять его.';

/**
 * «Включить»: makes a secret that protects nothing until its first code is typed.
 * The password is asked: a session left open must not get a lock of a stranger's.
 * @throws Invalid `{ current }`; TooMany; Conflict when one already does, unless its secret can't be opened any more
 */
export async function beginEnrolment(scope: Scope, account: Account, current: string): Promise<void> {
  await checkCurrent(scope, account, current);
  await command(scope, { action: 'second-factor.begin' }, async (tx) => {
    const sealed = scope.portal.config.keys.seal('second factor', newSecret(), ownerOf(account.userId));
    const lost = await lostSeal(scope, account.userId);
    const made = await tx.sql(
      'second_factor_begin',
      `insert into second_factors (user_id, secret, created_at) values ($1::int, $2, $3::timestamptz)
       on conflict (user_id) do update
         set secret = excluded.secret, created_at = excluded.created_at, last_step = 0, confirmed_at = null
         where second_factors.confirmed_at is null or second_factors.secret = $4 returning user_id`,
      [account.userId, sealed, tx.now, lost],
    );
    if (made.length === 0) throw new Conflict('Второй фактор уже включён.');
  });
}

/**
 * The first code: from now on log-on asks for one.
 * @returns ten recovery codes, shown this once
 * @throws Invalid `{ code }`; TooMany; Conflict when nothing was begun or it is done
 */
export async function confirmEnrolment(scope: Scope, account: Account, code: string): Promise<string[]> {
  const factor = await factorOf(scope, account.userId);
  if (!factor || factor.isConfirmed) throw new Conflict('Начните включение второго фактора заново.');
  await confirmFactor(scope, account.userId, code);
  return command(scope, { action: 'second-factor.enrol' }, async (tx) => {
    await tx.sql('second_factor_confirm', 'update second_factors set confirmed_at = $2::timestamptz where user_id = $1::int', [
      account.userId,
      tx.now,
    ]);
    await tx.audit({ action: 'second-factor.enrolled', subject: `пользователь ${account.login}` });
    await tell(tx, { ...account, id: account.userId }, 'enrolled', factorEnrolled);
    return newRecoveryCodes(tx, account.userId);
  });
}

/** Ten new recovery codes; the old ones stop working. @throws as `confirmEnrolment` */
export async function replaceRecoveryCodes(scope: Scope, account: Account, code: string): Promise<string[]> {
  await confirmFactor(scope, account.userId, code);
  return command(scope, { action: 'second-factor.codes' }, async (tx) => {
    await tx.audit({ action: 'second-factor.codes-made', subject: `пользователь ${account.login}` });
    await tell(tx, { ...account, id: account.userId }, 'codes', codesReplaced);
    return newRecoveryCodes(tx, account.userId);
  });
}

/** Takes one's own second factor off, with a code. @throws Forbidden for administrators in production, who must have one */
export async function removeSecondFactor(scope: Scope, account: Account, code: string): Promise<void> {
  if (isRequired(scope, account)) throw new Forbidden('Администратору второй фактор обязателен.');
  await confirmFactor(scope, account.userId, code);
  await command(scope, { action: 'second-factor.remove' }, (tx) => remove(tx, { ...account, id: account.userId }, null));
}

/** The same for a colleague who lost telephone and codes. @throws NotFound; Conflict for oneself */
export async function removeSecondFactorOf(scope: Scope, circle: Circle, userId: number): Promise<void> {
  const person = await colleagueOf(scope, circle, userId);
  if (person.id === scope.actor.userId) throw new Conflict('Свой второй фактор снимают на странице «Второй фактор».');
  await command(scope, { action: 'second-factor.remove' }, (tx) => remove(tx, person, scope.actor.name));
}

interface Owner extends Person {
  readonly email: string;
}

async function remove(tx: Tx, owner: Owner, by: string | null): Promise<void> {
  await tx.sql('recovery_codes_remove', 'delete from recovery_codes where user_id = $1::int', [owner.id]);
  const removed = await tx.sql('second_factor_remove', 'delete from second_factors where user_id = $1::int returning user_id', [owner.id]);
  if (removed.length === 0) throw new NotFound();
  await tx.audit({ action: 'second-factor.removed', subject: `пользователь ${owner.login}` });
  await tell(tx, owner, 'removed', (user, at, address) => factorRemoved(user, at, address, by));
}

async function tell(
  tx: Tx,
  owner: Owner,
  what: string,
  letter: (user: Person, at: Date, address: string | null) => LetterContent,
): Promise<void> {
  await queueLetter(tx, {
    template: 'second-factor',
    cause: `user:${owner.id}:second-factor:${what}:${tx.now.toISOString()}`,
    to: { name: owner.name, address: owner.email },
    partnerId: null,
    userId: owner.id,
    content: letter(owner, tx.now, tx.scope.address),
  });
}

/** Administrators of a real portal can't do without (product rule §3). */
export const isRequired = ({ portal }: Scope, account: Pick<Account, 'role'>): boolean =>
  portal.config.isProduction && account.role === 'admin';

/** Checks a code and uses it up. @throws Invalid `{ code }`; TooMany after five wrong ones */
export async function confirmFactor(scope: Scope, userId: number, code: string): Promise<void> {
  const key = throttleKey('code', userId);
  const tried = await countTry(scope, key, PER_CODE);
  if (!tried.isAdmitted) throw new TooMany(Math.ceil(((tried.closedUntil?.getTime() ?? 0) - scope.portal.clock.now().getTime()) / 1000));
  if (!(await useCode(scope, userId, code))) throw new Invalid({ code: (await lostSeal(scope, userId)) ? SEAL_LOST : NOT_ACCEPTED });
  await forgiveTries(scope, [key], '', PER_CODE);
}

/**
 * Is this the code of now? Of two at once with the same code one is let through. Not throttled: callers are.
 * A secret sealed under an older key is sealed anew, so that the key can be given up some day.
 */
export async function useCode(scope: Scope, userId: number, code: string): Promise<boolean> {
  const factor = await factorOf(scope, userId);
  const step = factor && acceptedStep(factor.secret, code.replace(/\s/g, ''), systemClock().now(), factor.lastStep);
  if (!step) return false;
  const claimed = await scope.portal.sql(
    'second_factor_step',
    `update second_factors set last_step = $2::int, secret = $4
     where user_id = $1::int and last_step < $2::int and secret = $3 returning user_id`,
    [userId, step, factor.sealed, sealedAnew(scope, userId, factor)],
  );
  return claimed.length > 0;
}

function sealedAnew({ portal }: Scope, userId: number, { sealed, secret }: Factor): string {
  const { keys } = portal.config;
  return sealed.startsWith(`${keys.ids[0]}.`) ? sealed : keys.seal('second factor', secret, ownerOf(userId));
}
