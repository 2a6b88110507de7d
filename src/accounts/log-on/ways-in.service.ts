import type { Credentials } from '#src/accounts/passwords/credentials.queries.ts';
import { cleanEmail } from '#src/lib/email.ts';
import type { Scope } from '#src/platform/scope.ts';
import { countTry, forgiveTries, networkOf, type ThrottleRule, type Tried, throttleKey } from './throttle.service.ts';

const MINUTES_15 = 900;
/** One account: ten failures close it for 15 minutes, and its owner gets a letter. */
export const PER_LOGIN: ThrottleRule = { max: 10, window: MINUTES_15, wait: MINUTES_15, growth: 1 };
/** One address (or IPv6 network), whatever it tries. */
const PER_ADDRESS: ThrottleRule = { max: 50, window: MINUTES_15, wait: MINUTES_15, growth: 1 };
/** One account from one address: after five failures each next try waits twice as long. */
const PER_PAIR: ThrottleRule = { max: 5, window: MINUTES_15, wait: 15, growth: 2 };

/** A way in with its counters, and the accounts that may be tried through it. */
export interface WayIn {
  readonly accounts: readonly Credentials[];
  readonly isOpen: boolean;
  /** Until when it is closed, from now on or since long; null while it is open. */
  readonly closedUntil: Date | null;
  /** This very try was the one too many: from now until then the accounts are closed. */
  readonly lockedUntil: Date | null;
  /** Takes the try back after a success; the counters of one person start anew. */
  forgive(scope: Scope): Promise<void>;
}

/**
 * Counts a try at each way in. A browser that has logged on as a person before has a counter of its own: what strangers do
 * elsewhere does not keep the person out of it. Everybody else comes by account and address, account, and address, all
 * counted at every try, so that hammering on while the pair waits closes the account.
 */
export async function waysInOf(scope: Scope, typed: string, found: readonly Credentials[], device: string | null): Promise<WayIn[]> {
  const known = found.filter(({ isDeviceKnown }) => isDeviceKnown);
  const others = found.filter(({ isDeviceKnown }) => !isDeviceKnown);
  const ways: WayIn[] = [];
  if (device && known.length > 0) ways.push(await deviceWay(scope, known, device));
  if (others.length > 0 || known.length === 0) ways.push(await commonWay(scope, keysOf(scope, typed, found), others, found.length === 1));
  return ways;
}

/** The same counters of one account, for a success that was counted before: the second step of a log-on. */
export const forgiveAccount = async (scope: Scope, account: Credentials, device: string | null): Promise<void> => {
  const { pair, who, address } = keysOf(scope, account.login, [account]);
  await forgiveTries(scope, [pair, who, ...(device ? [deviceKey(device)] : [])], address, PER_ADDRESS);
};

/** Opens what failed tries have closed for this account here and elsewhere: its owner proved the mailbox. */
export async function openAccount(scope: Scope, account: { readonly id: number; readonly email: string }): Promise<void> {
  const network = networkOf(scope.address);
  const names = [`user ${account.id}`, `name ${cleanEmail(account.email)}`];
  const keys = names.flatMap((who) => [throttleKey('pair', who, network), throttleKey('who', who)]);
  await forgiveTries(scope, [...keys, throttleKey('current', account.id)], '', PER_ADDRESS);
}

async function deviceWay(scope: Scope, accounts: readonly Credentials[], device: string): Promise<WayIn> {
  const key = deviceKey(device);
  const tried = await countTry(scope, key, PER_LOGIN);
  return wayOf(accounts, [tried], tried, (own) => forgiveTries(own, [key], '', PER_LOGIN));
}

interface Keys {
  readonly pair: string;
  readonly who: string;
  readonly address: string;
}

async function commonWay(scope: Scope, { pair, who, address }: Keys, accounts: readonly Credentials[], isAlone: boolean): Promise<WayIn> {
  const tries = [await countTry(scope, pair, PER_PAIR), await countTry(scope, who, PER_LOGIN), await countTry(scope, address, PER_ADDRESS)];
  return wayOf(accounts, tries, tries[1], async (own) => {
    await forgiveTries(own, isAlone ? [pair, who] : [], address, PER_ADDRESS);
    if (isAlone) return;
    // One of several with this e-mail: the success of one must not wipe out the tries at the others.
    await forgiveTries(own, [], pair, PER_PAIR);
    await forgiveTries(own, [], who, PER_LOGIN);
  });
}

function wayOf(accounts: WayIn['accounts'], tries: readonly Tried[], account: Tried | undefined, forgive: WayIn['forgive']): WayIn {
  const closed = tries.flatMap(({ closedUntil }) => closedUntil?.getTime() ?? []);
  return {
    accounts,
    isOpen: tries.every(({ isAdmitted }) => isAdmitted),
    closedUntil: closed.length > 0 ? new Date(Math.max(...closed)) : null,
    lockedUntil: account?.isAdmitted && account.hits === PER_LOGIN.max ? account.closedUntil : null,
    forgive,
  };
}

/** An account is one key under all its names; a name of none or of several accounts is a key of its own. */
function keysOf(scope: Scope, typed: string, found: readonly Credentials[]): Keys {
  const [only] = found;
  const who = only && found.length === 1 ? `user ${only.id}` : `name ${cleanEmail(typed)}`;
  const network = networkOf(scope.address);
  return { pair: throttleKey('pair', who, network), who: throttleKey('who', who), address: throttleKey('address', network) };
}

const deviceKey = (device: string): string => throttleKey('device', device);
