import { partnerOf } from '#src/accounts/actor.rules.ts';
import type { Day } from '#src/lib/days.ts';
import type { Scope } from '#src/platform/scope.ts';
import { type PromiseRow, promiseRight, promisesOf } from './promises.queries.ts';
import { PROMISERS, quarterOf } from './promises.rules.ts';

/** What a person of a partner sees of its promises. */
export interface OwnPromises {
  readonly today: Day;
  readonly days: number;
  readonly left: number;
  /** Why nothing can be promised: by this person, or by anybody. */
  readonly refusal: 'role' | 'used' | null;
  /** Do orders wait for the limit, with none of it promised already? */
  readonly lacksLimit: boolean;
  readonly promises: readonly PromiseRow[];
}

/** The promises of the actor's partner, and what may be promised now. */
export async function ownPromises(scope: Scope): Promise<OwnPromises> {
  const { sql, clock, config } = scope.portal;
  const partnerId = partnerOf(scope);
  const today = clock.today();
  const [promises, { left }, [waits]] = await Promise.all([
    promisesOf(sql, partnerId),
    promiseRight(sql, partnerId, quarterOf(today)),
    sql<{ limit: boolean }>(
      'waits_for_limit',
      `select exists (select 1 from orders where partner_id = $1 and status = 'held' and held_reason = 'credit_limit')
         and not exists (select 1 from payment_promises where partner_id = $1 and limit_change_id is not null and kept_at is null
           and broken_at is null and ended_at is null) as "limit"`,
      [partnerId],
    ),
  ]);
  const isPromiser = PROMISERS.some((role) => role === scope.actor.role);
  return {
    today,
    days: config.promiseDays,
    left,
    refusal: isPromiser ? (left === 0 ? 'used' : null) : 'role',
    lacksLimit: waits?.limit ?? false,
    promises,
  };
}
