import { createHash } from 'node:crypto';
import { addDays, type Day, formatDayShort, laterDay } from '#src/lib/days.ts';
import type { Kopecks } from '#src/lib/money.ts';
import { lastServiceDay } from '#src/partners/contracts/contracts.rules.ts';
import type { SubscriptionStatus } from '#src/subscriptions/subscriptions.rules.ts';

/** A contract about to be ended, with what runs under it and under its agreements; sums in kopecks per full month. */
export interface Ending {
  readonly contract: { readonly id: number; readonly number: string; readonly signedOn: Day; readonly endedOn: Day | null };
  readonly partner: { readonly id: number; readonly name: string; readonly openFrom: Day | null };
  /** Its supplementary agreements in force, which end with it. */
  readonly agreements: readonly { readonly id: number; readonly number: string }[];
  /** Other contracts that are in force and not about to end, the latest first. */
  readonly successors: readonly { readonly id: number; readonly number: string; readonly signedOn: Day }[];
  readonly subscriptions: readonly SubscriptionUnder[];
}

export interface SubscriptionUnder {
  readonly id: number;
  readonly number: string;
  readonly productName: string;
  readonly customerName: string;
  readonly status: SubscriptionStatus;
  readonly stopOn: Day | null;
  readonly fullMonth: Kopecks;
  /** An order that waits for it. */
  readonly heldOrder: string | null;
}

/** How it is to end: the last day in force, and where the subscriptions go; null: they stop with that month. */
export interface EndingWish {
  readonly endedOn: Day;
  readonly successorId: number | null;
}

/** `moves` with the close of the last month; `stops` then; `given-up` at once: what waits can't begin any more. */
export type Fate = 'moves' | 'stops' | 'given-up' | 'stays';

/** What becomes of a subscription under the contract. */
export function fateOf({ status, heldOrder }: SubscriptionUnder, { successorId }: EndingWish): Fate {
  if (successorId !== null) return status === 'cancelled' ? 'stays' : 'moves';
  if (status === 'active') return 'stops';
  return heldOrder === null ? 'stays' : 'given-up';
}

/** What is wrong with the day: not in a closed month, not before it was signed, not further than a year. */
export function endingFault({ contract, partner }: Ending, endedOn: Day, today: Day): string | null {
  const first = laterDay(contract.signedOn, partner.openFrom ?? contract.signedOn);
  if (endedOn < first) return `Раньше месяцы закрыты: укажите ${formatDayShort(first)} или позже`;
  const last = addDays(today, 366);
  return endedOn > last ? `Не дальше года вперёд: укажите ${formatDayShort(last)} или раньше` : null;
}

/** The last day of service of those that stop: earlier where they stop earlier by themselves. */
export const stopsOn = ({ stopOn }: SubscriptionUnder, { endedOn }: EndingWish): Day => {
  const last = lastServiceDay(endedOn);
  return stopOn !== null && stopOn < last ? stopOn : last;
};

/** Changes with whatever the page showed of what will happen. */
export function shownOf({ subscriptions, agreements }: Ending, { endedOn, successorId }: EndingWish): string {
  const wish = { endedOn, successorId };
  const rows = subscriptions.map((one) => [one.id, fateOf(one, wish), String(one.fullMonth), one.stopOn]);
  return createHash('sha256')
    .update(JSON.stringify([wish, agreements, rows]))
    .digest('hex')
    .slice(0, 32);
}
