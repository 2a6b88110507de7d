import type { Day } from '#src/lib/days.ts';
import { zero } from '#src/lib/money.ts';
import { Conflict } from '#src/platform/errors.ts';
import type { Tx } from '#src/platform/scope.ts';
import { type StopCause, stoppedEvent, suspendedEvent } from '#src/subscriptions/history/events.rules.ts';
import { recordEvents } from '#src/subscriptions/history/history.service.ts';
import type { Subscription } from '#src/subscriptions/manage/changes.rules.ts';
import { statusAfter } from '#src/subscriptions/subscriptions.rules.ts';

/** Service that ends by a setting: `lastDay` is the last one charged. */
export interface ServiceEnd {
  readonly subscription: Subscription;
  readonly cause: Exclude<StopCause, 'person'>;
  readonly lastDay: Day;
}

/**
 * `stop` for very many whose service is charged through their last day already: states and history, a statement each.
 * The rows are locked. @throws Conflict when one is not the version that was read
 */
export async function stopAll(tx: Tx, ends: readonly ServiceEnd[]): Promise<void> {
  const moved = await tx.sql(
    'stop_all',
    `update subscriptions s set version = s.version + 1, status = 'stopped', stopped_at = $4::timestamptz, stop_cause = d.cause::stop_cause, suspended_at = null
       from unnest($1::int[], $2::int[], $3::text[]) as d(id, version, cause) where s.id = d.id and s.version = d.version returning s.id`,
    [...keysOf(ends, 'stop'), ends.map(({ cause }) => cause), tx.now],
  );
  if (moved.length < ends.length) throw new Conflict();
  recordEvents(
    tx,
    ends.map(({ subscription, cause, lastDay }) => stoppedEvent(subscription, { cause, lastDay, monthDelta: zero })),
  );
}

/** A subscription whose renewal waits as the order with this id. */
export interface HeldRenewal {
  readonly subscription: Subscription;
  readonly id: number;
}

/** `suspend` for very many, in the same way. */
export async function suspendAll(tx: Tx, held: readonly HeldRenewal[]): Promise<void> {
  const moved = await tx.sql(
    'suspend_all',
    `update subscriptions s set version = s.version + 1, status = 'suspended', suspended_at = $3::timestamptz
       from unnest($1::int[], $2::int[]) as d(id, version) where s.id = d.id and s.version = d.version returning s.id`,
    [...keysOf(held, 'suspend'), tx.now],
  );
  if (moved.length < held.length) throw new Conflict();
  recordEvents(
    tx,
    held.map(({ subscription, id }) => suspendedEvent(subscription, id)),
  );
}

/** Ids and versions. @throws RangeError when a state has no such move */
function keysOf(list: readonly { readonly subscription: Subscription }[], by: 'stop' | 'suspend'): [ids: number[], versions: number[]] {
  for (const { subscription } of list) statusAfter(subscription.status, by);
  return [list.map(({ subscription }) => subscription.id), list.map(({ subscription }) => subscription.version)];
}
