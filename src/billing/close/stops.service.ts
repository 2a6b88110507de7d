import type { Tx } from '#src/platform/scope.ts';
import { lockFacts, lockManaged } from '#src/subscriptions/manage/managed.queries.ts';
import { endService, endServiceEarlier, endServices } from '#src/subscriptions/manage/stop-date.service.ts';
import type { ServiceEnd } from '#src/subscriptions/service/lifecycle-sets.service.ts';
import { changedSince } from '#src/subscriptions/service/month-end.queries.ts';
import type { CloseDays } from './close.rules.ts';
import { type Due, endOf, isRunningOn, stopsDue } from './stops-due.queries.ts';

/** Ends the service that ends with the month: by set, the odd ones one by one. */
export async function stopDue(tx: Tx, days: CloseDays, partnerIds: readonly number[]): Promise<void> {
  const changed = await changedSince(tx, partnerIds, days.next);
  const { whole, odd } = await stopsDue(tx.sql, days, partnerIds, changed);
  await stopWhole(tx, days, partnerIds, whole);
  for (const one of odd) await stopOne(tx, days, one);
}

/** Those charged through the month's last day: no period changes. */
async function stopWhole(tx: Tx, days: CloseDays, partnerIds: readonly number[], due: readonly Due[]): Promise<void> {
  const stopOn = new Map(due.map((one) => [one.id, one.stopOn]));
  const subscriptions = await lockFacts(tx, partnerIds, [...stopOn.keys()]);
  const ends = subscriptions.map((subscription): ServiceEnd => ({ subscription, ...endOf(stopOn.get(subscription.id) ?? null, days) }));
  await endServices(tx, ends);
}

/** One that was stopped since, and perhaps begun again, had ended before: its journal is told. */
async function stopOne(tx: Tx, days: CloseDays, { id, partnerId, stopOn }: Due): Promise<void> {
  const s = await lockManaged(tx, partnerId, { id });
  if (!s) return;
  const { cause, lastDay } = endOf(stopOn, days);
  await (isRunningOn(s, days) ? endService : endServiceEarlier)(tx, s, cause, lastDay);
}
