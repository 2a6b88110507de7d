import { accountById } from '#src/accounts/accounts.queries.ts';
import { type Credentials, credentialsOf } from '#src/accounts/passwords/credentials.queries.ts';
import { useRecoveryCode } from '#src/accounts/second-factor/recovery-codes.service.ts';
import { codeRefused, recoveryCodeUsed } from '#src/accounts/second-factor/second-factor.letters.ts';
import { lostSeal, PER_CODE, SEAL_LOST, useCode } from '#src/accounts/second-factor/second-factor.service.ts';
import { queueLetter } from '#src/letters/letters.service.ts';
import { command } from '#src/platform/command.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';
import { closedText, enter, type LogOnOutcome, subjectOf } from './log-on.service.ts';
import { digestOf, type LogOnStep } from './log-on-step.ts';
import { countTry, forgiveTries, throttleKey } from './throttle.service.ts';
import { forgiveAccount } from './ways-in.service.ts';

/** How the second step of a log-on ended; `over`: it took too long or something changed, and begins anew. */
export type CodeOutcome = Exclude<LogOnOutcome, { kind: 'code' }> | { readonly kind: 'over' };

const CODE_REFUSED = 'Код не подошёл. Введите новый код из приложения или код восстановления: каждый действует один раз.';

/**
 * The second step: a code of the authenticator or a recovery code, each good for one log-on, throttled by themselves.
 * Only now the person is in, and the tries of the first step are forgiven.
 */
export async function enterCode(scope: Scope, step: LogOnStep, code: string, device: string | null): Promise<CodeOutcome> {
  const found = await credentialsOf(scope, step.userId, device);
  if (!found?.hasSecondFactor || found.isDisabled || digestOf(found.passwordHash, found.sessionVersion) !== step.digest)
    return { kind: 'over' };
  const key = throttleKey('code', found.id);
  const tried = await countTry(scope, key, PER_CODE);
  if (tried.isAdmitted && (await isCode(scope, found, code))) return goIn(scope, found, key, device);
  if (tried.isAdmitted) await recordRefusal(scope, found);
  if (tried.closedUntil === null) return { kind: 'refused', text: (await lostSeal(scope, found.id)) ? SEAL_LOST : CODE_REFUSED };
  return { kind: 'closed', until: tried.closedUntil, text: closedText(tried.closedUntil, scope.portal.clock.now()) };
}

async function goIn(scope: Scope, found: Credentials, key: string, device: string | null): Promise<CodeOutcome> {
  if (!(await enter(scope, found))) return { kind: 'over' };
  await forgiveAccount(scope, found, device);
  await forgiveTries(scope, [key], '', PER_CODE);
  const account = await accountById(scope.portal.sql, found.id);
  return account ? { kind: 'in', account } : { kind: 'over' };
}

async function isCode(scope: Scope, found: Credentials, code: string): Promise<boolean> {
  if (/^\s*\d{3}\s?\d{3}\s*$/.test(code)) return useCode(scope, found.id, code);
  if (!(await useRecoveryCode(scope, found.id, code))) return false;
  await command(scope, { action: 'log-on.recovery' }, async (tx) => {
    await tx.audit({ action: 'second-factor.code-used', subject: subjectOf([found]) });
    const cause = `user:${found.id}:recovery-code:${tx.now.toISOString()}`;
    await tell(tx, found, cause, recoveryCodeUsed(found, tx.now, scope.address));
  });
  return true;
}

const HOUR = 3_600_000;

/** Whoever types a wrong code knows the password: its owner hears of it, once an hour. */
async function recordRefusal(scope: Scope, found: Credentials): Promise<void> {
  await command(scope, { action: 'log-on.code' }, async (tx) => {
    await tx.audit({ action: 'log-on.code-refused', subject: subjectOf([found]) });
    const cause = `user:${found.id}:code-refused:${Math.floor(tx.now.getTime() / HOUR)}`;
    await tell(tx, found, cause, codeRefused(found, tx.now, scope.address));
  });
}

const tell = (tx: Tx, found: Credentials, cause: string, content: ReturnType<typeof codeRefused>) =>
  queueLetter(tx, {
    template: 'second-factor',
    cause,
    to: { name: found.name, address: found.email },
    partnerId: null,
    userId: found.id,
    content,
  });
