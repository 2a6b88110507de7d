import { randomUUID } from 'node:crypto';
import { scopeOf } from '#prisma/seeds/people.ts';
import type { PlacedOrder } from '#src/orders/orders.types.ts';
import { standingClock } from '#src/platform/clock.ts';
import { type Portal, type Scope, systemScope } from '#src/platform/scope.ts';
import type { Managed } from '#src/subscriptions/manage/changes.rules.ts';
import { managedByNumber } from '#src/subscriptions/manage/managed.queries.ts';
import type { Act } from './acts.ts';

/** The portal as the script plays on it. */
export interface Stage {
  /** Who acts, on a portal whose clock stands at the act's instant; the real portal's own clock is left alone. */
  enter(act: Act): Promise<Scope>;
  /** Ids of customers by login. */
  readonly customers: Map<string, number>;
  /** Orders by the key of the script. */
  readonly orders: Map<string, PlacedOrder>;
  /** A subscription of the actor as its page would show it now. @throws RangeError when its order was never placed. */
  subscription(scope: Scope, key: string): Promise<Managed>;
}

/** An empty stage over the portal. */
export function openStage(real: Portal): Stage {
  const people = new Map<string, Promise<Scope>>();
  const orders = new Map<string, PlacedOrder>();

  function person(login: string): Promise<Scope> {
    const known = people.get(login) ?? scopeOf(real, login);
    people.set(login, known);
    return known;
  }

  return {
    customers: new Map(),
    orders,
    enter: async ({ at, by }) => {
      const portal: Portal = { ...real, clock: standingClock(at) };
      return by === null ? systemScope(portal, 'seed') : { ...(await person(by)), portal };
    },
    subscription: async (scope, key) => {
      const number = orders.get(key)?.subscriptionNumber ?? '';
      const found = await managedByNumber(scope.portal.sql, scope.actor.partnerId ?? 0, number);
      if (!found) throw new RangeError(`the script has no subscription ${key}`);
      return found;
    },
  };
}

/** The token that the form would have carried. */
export const formToken = (): string => randomUUID();
