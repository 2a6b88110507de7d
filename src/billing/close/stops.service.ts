import type { Tx } from '#src/platform/scope.ts';
import { lockFacts, lockManaged } from '#src/subscriptions/manage/managed.queries.ts';
import { endService, endServiceEarlier, endServices } from '#src/subscriptions/manage/stop-date.service.ts';
import type { ServiceEnd } from '#src/subscriptions/service/lifecycle-sets.service.ts';
import { changedSince } from '#src/subscriptions/service/month-end.queries.ts';
import type { CloseDays } from './close.rules.ts';
import { type Due, endOf, isRunningOn, stopsDue } from './stops-due.queries.ts';

/** Ends the service that ends with the month: by set, the odd ones one by one. @returns how many it stopped, by partner */
export async function stopDue(tx: Tx, days: CloseDays, partnerIds: readonly number[]): Promise<ReadonlyMap<number, number>> {
  const changed = await changedSince(tx, partnerIds, days.next);
  const { whole, odd } = await stopsDue(tx.sql, days, partnerIds, changed);
  const stopped = new Map<number, number>();
  const add = ({ partnerId }: Due) => stopped.set(partnerId, (stopped.get(partnerId) ?? 0) + 1);
  for (const one of await stopWhole(tx, days, partnerIds, whole)) add(one);
  for (const one of odd) if (await stopOne(tx, days, one)) add(one);
  return stopped;
}

/** Those charged through the month's last day: no period changes. */
async function stopWhole(tx: Tx, days: CloseDays, partnerIds: readonly number[], due: readonly Due[]): Promise<Due[]> {
  const stopOn = new Map(due.map((one) => [one.id, one.stopOn]));
  const subscriptions = await lockFacts(tx, partnerIds, [...stopOn.keys()]);
  const ends = subscriptions.map((subscription): ServiceEnd => ({ subscription, ...endOf(stopOn.get(subscription.id) ?? null, days) }));
  await endServices(tx, ends);
  const ended = new Set(subscriptions.map(({ id }) => id));
  return due.filter(({ id }) => ended.has(id));
}

/** One that was stopped since, and perhaps begun again, had ended before: its journal is told. @returns whether it ran until now */
async function stopOne(tx: Tx, days: CloseDays, { id, partnerId, stopOn }: Due): Promise<boolean> {
  const s = await lockManaged(tx, partnerId, { id });
  if (!s) return false;
  const { cause, lastDay } = endOf(stopOn, days);
  const isRunning = isRunningOn(s, days);
  await (isRunning ? endService : endServiceEarlier)(tx, s, cause, lastDay);
  return isRunning;
}
