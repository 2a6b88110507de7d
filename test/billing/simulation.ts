import { createRandom, type Random } from '#prisma/seeds/data/random.ts';
import { closeMonth } from '#src/billing/close/close.service.ts';
import {
  addDays,
  type Day,
  daysInMonth,
  firstOfMonth,
  lastOfMonth,
  type Month,
  monthOf,
  moscowMidnight,
  nextMonth,
} from '#src/lib/days.ts';
import { systemScope } from '#src/platform/scope.ts';
import { runDailyTick } from '#src/subscriptions/service/daily-tick.service.ts';
import { Managing } from '#test/support/managing.ts';
import { orderAs } from '#test/support/orders.ts';
import type { TestPortal } from '#test/support/portal.ts';
import { type JournalEntry, recompute } from './recomputation.ts';

export interface Simulation {
  readonly subscriptions: number;
  readonly months: number;
  /** How often a subscription is touched per month, 0 … 1. */
  readonly activity: number;
  readonly seed: number;
}

export interface Outcome {
  readonly invoices: number;
  readonly lines: number;
  /** «2026-11 S-100007: billed 44940, should be 44941» */
  readonly mismatches: string[];
}

const at = (on: Day, hour: number, minute: number) => new Date(moscowMidnight(on).getTime() + (hour * 60 + minute) * 60_000);

/**
 * Lives through months of random orders and changes of one partner, closes each, and compares every month of every
 * subscription with the recomputation from the journal.
 */
export async function simulate(p: TestPortal, start: Day, simulation: Simulation): Promise<Outcome> {
  const random = createRandom(simulation.seed);
  const anna = new Managing(await p.scope('vector'));
  await anna.setLimit(10n ** 13n);
  const numbers: string[] = [];
  let month = monthOf(start);
  for (let i = 0; i < simulation.months; i++) {
    await liveThrough(p, anna, month, numbers, simulation, random, i === 0 ? Number(start.slice(8)) : 1);
    p.clock.setTo(at(lastOfMonth(month), 21, 0));
    const { state } = await closeMonth(systemScope(p.portal, 'simulation'), month);
    if (state !== 'done') throw new Error(`${month} was closed ${state}`);
    month = monthOf(nextMonth(month));
  }
  return compare(p, firstOfMonth(month));
}

async function liveThrough(p: TestPortal, anna: Managing, month: Month, numbers: string[], s: Simulation, random: Random, from: number) {
  const first = firstOfMonth(month);
  for (let n = from; n <= daysInMonth(month); n++) {
    const on = addDays(first, n - 1);
    p.clock.setTo(at(on, 0, 5));
    await runDailyTick(p.portal);
    const touched = numbers.filter(() => random.chance(s.activity / 30)).flatMap((number) => Array<string>(random.int(1, 3)).fill(number));
    let minute = 0;
    while (numbers.length < s.subscriptions && (n === from || random.chance(0.2))) {
      p.clock.setTo(at(on, 9, minute++ % 60));
      numbers.push((await orderAs(anna.scope, { seats: random.int(5, 60) })).subscriptionNumber);
      if (n !== from) break;
    }
    for (const number of touched) {
      p.clock.setTo(at(on, 12, minute++ % 60));
      await touch(anna, number, on, random);
    }
  }
}

async function touch(anna: Managing, number: string, on: Day, random: Random): Promise<void> {
  const { status, seats } = await anna.find(number);
  if (status === 'stopped') return void (await anna.start(number));
  if (status !== 'active') return;
  const act = random.int(1, 10);
  if (act <= 6) {
    const wanted = random.int(5, 90);
    if (wanted !== seats) await anna.seats(number, wanted);
  } else if (act <= 8) await anna.stop(number);
  else if (act === 9) await anna.autoRenewal(number, { autoRenew: true, stopOn: addDays(on, random.int(0, 20)) });
  else await anna.autoRenewal(number, { autoRenew: random.chance(0.5) });
}

async function compare(p: TestPortal, end: Day): Promise<Outcome> {
  const { db } = p.portal;
  const subscriptions = await db.subscription.findMany({ include: { events: { orderBy: { seq: 'asc' } } }, orderBy: { id: 'asc' } });
  const lines = await db.invoiceLine.findMany();
  const mismatches: string[] = [];
  for (const { id, number, events } of subscriptions) {
    const billed = new Map<string, bigint>();
    for (const line of lines.filter(({ subscriptionId }) => subscriptionId === id)) {
      const month = line.fromOn.toISOString().slice(0, 7);
      billed.set(month, (billed.get(month) ?? 0n) + line.gross);
    }
    const due = recompute(events as unknown as JournalEntry[], addDays(end, -1));
    for (const month of new Set([...billed.keys(), ...due.keys()])) {
      if ((billed.get(month) ?? 0n) !== (due.get(month) ?? 0n)) {
        mismatches.push(`${month} ${number}: billed ${billed.get(month) ?? 0n}, should be ${due.get(month) ?? 0n}`);
      }
    }
  }
  return { invoices: await db.invoice.count(), lines: lines.length, mismatches };
}
