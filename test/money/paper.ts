import { type JournalEntry, recompute } from '#test/billing/recomputation.ts';
import { plusDays } from './books.ts';

/** A subscription as its journal tells it. */
export interface Told {
  readonly number: string;
  readonly contract: number;
  readonly events: readonly JournalEntry[];
}

const lastOf = (month: string): string => {
  const [year, index] = [Number(month.slice(0, 4)), Number(month.slice(5, 7))];
  return new Date(Date.UTC(year, index, 0)).toISOString().slice(0, 10);
};
const nextOf = (month: string): string => plusDays(lastOf(month), 1).slice(0, 7);

/** What a month costs by the journal, subscription by subscription, added up per contract; kopecks. Contracts without charges are left out. */
export function monthByContract(told: readonly Told[], month: string): Map<number, bigint> {
  const sums = new Map<number, bigint>();
  for (const { contract, events } of told) {
    const charge = recompute(events, lastOf(month)).get(month) ?? 0n;
    if (charge > 0n) sums.set(contract, (sums.get(contract) ?? 0n) + charge);
  }
  return sums;
}

/** What is charged of the first open month and in no invoice yet, through its end: what a stop date saves is known once it has come. */
export function uninvoiced(told: readonly Told[], openMonth: string): bigint {
  let sum = 0n;
  for (const { events } of told) {
    for (const [month, charge] of recompute(events, lastOf(openMonth))) if (month >= openMonth) sum += charge;
  }
  return sum;
}

/** What seats cost from a day to the end of its month: price × seats × days / days of the month, half a kopeck up. */
export function restOfMonth(price: bigint, seats: number, from: string): bigint {
  const length = Number(lastOf(from.slice(0, 7)).slice(8));
  const days = length - Number(from.slice(8)) + 1;
  const twice = 2n * price * BigInt(seats) * BigInt(days);
  return (twice + BigInt(length)) / (2n * BigInt(length));
}

export { lastOf, nextOf };
