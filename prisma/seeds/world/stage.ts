import { randomUUID } from 'node:crypto';
import type { PlacedOrder } from '#src/orders/orders.types.ts';
import { standingClock } from '#src/platform/clock.ts';
import { type Portal, type Scope, systemScope } from '#src/platform/scope.ts';
import type { Managed } from '#src/subscriptions/changes.rules.ts';
import { managedByNumber } from '#src/subscriptions/managed.queries.ts';
import { scopeOf } from '../people.ts';
import type { Act } from './acts.ts';

/** The portal as the script plays on it: its clock stands at the act, its people are known by login. */
export interface Stage {
  readonly portal: Portal;
  /** Moves the clock to the act and answers with who acts. */
  enter(act: Act): Promise<Scope>;
  /** Ids of customers by login. */
  readonly customers: Map<string, number>;
  /** Orders by the key of the script. */
  readonly orders: Map<string, PlacedOrder>;
  /** A subscription of the actor as its page would show it now. @throws RangeError when its order was never placed. */
  subscription(scope: Scope, key: string): Promise<Managed>;
}

/** A stage over the portal; the portal's own clock is left alone. */
export function openStage(real: Portal): Stage {
  const clock = standingClock(real.clock.now());
  const portal: Portal = { ...real, clock };
  const people = new Map<string, Promise<Scope>>();
  const orders = new Map<string, PlacedOrder>();
  return {
    portal,
    customers: new Map(),
    orders,
    enter: (act) => {
      clock.setTo(act.at);
      if (act.by === null) return Promise.resolve(systemScope(portal, 'seed'));
      const known = people.get(act.by) ?? scopeOf(portal, act.by);
      people.set(act.by, known);
      return known;
    },
    subscription: async (scope, key) => {
      const number = orders.get(key)?.subscriptionNumber ?? '';
      const found = await managedByNumber(portal.sql, scope.actor.partnerId ?? 0, number);
      if (!found) throw new RangeError(`the script has no subscription ${key}`);
      return found;
    },
  };
}

/** The token that the form would have carried. */
export const formToken = (): string => randomUUID();
