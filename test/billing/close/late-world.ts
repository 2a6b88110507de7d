import { expect } from 'vitest';
import { createRandom, type Random } from '#prisma/seeds/data/random.ts';
import { closesAt } from '#src/billing/close/close.rules.ts';
import { closeMonth } from '#src/billing/close/close.service.ts';
import type { PartnerOutcome } from '#src/billing/close/close.types.ts';
import { closeOutlook } from '#src/billing/close/close-outlook.queries.ts';
import { exportClosed } from '#src/billing/close/page/close.queries.ts';
import { builtInCalendar, nextWorkingDay } from '#src/lib/calendar.ts';
import { addDays, type Day, day, firstOfMonth, lastOfMonth, type Month, month, moscowDay, moscowMidnight } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import { registerPayment } from '#src/payments/payments.service.ts';
import { remindAndHold } from '#src/payments/receivables.service.ts';
import { Conflict, Forbidden } from '#src/platform/errors.ts';
import { systemScope } from '#src/platform/scope.ts';
import { runDailyTick } from '#src/subscriptions/service/daily-tick.service.ts';
import { Managing } from '#test/support/managing.ts';
import { placeNew } from '#test/support/orders.ts';
import type { TestPortal } from '#test/support/portal.ts';

const FIRST = day('2026-12-01');
const NOVEMBER = month('2026-11');
const TERM = 14;
const PLAIN = 12;
const ENDING = 4;

/** Moscow time of a day of the story. */
export const at = (on: Day, hour: number, minute = 0) => new Date(moscowMidnight(on).getTime() + (hour * 60 + minute) * 60_000);

/** The world up to the evening of 3 December, November closed in time. */
export async function liveToDecember(p: TestPortal, seed: number): Promise<void> {
  const story = await begin(p, seed);
  p.clock.setTo(at(addDays(FIRST, -1), 21));
  await closeAsPlanned(p, NOVEMBER);
  await threeDays(story, FIRST);
}

/**
 * One world: a dozen subscriptions that go on and four that end with November, random changes on 1–3 December, and the close of
 * November either on its last evening or on the evening of 3 December. Then three more months, closed in time.
 */
export async function live(p: TestPortal, seed: number, isLate: boolean): Promise<void> {
  const story = await begin(p, seed);
  const close = () => closeAsPlanned(p, NOVEMBER);
  p.clock.setTo(at(addDays(FIRST, -1), 21));
  if (!isLate) await close();
  await threeDays(story, FIRST);
  if (isLate) await close();
  for (const next of ['2026-12', '2027-01', '2027-02']) await goOn(story, month(next));
}

/** The same with random changes on 1–3 January too; November and December are closed in that evening, three more months in time. */
export async function liveTwoLate(p: TestPortal, seed: number): Promise<void> {
  const story = await begin(p, seed);
  await threeDays(story, FIRST);
  await threeDays(story, day('2027-01-01'));
  await closeAsPlanned(p, NOVEMBER);
  await closeAsPlanned(p, month('2026-12'));
  for (const next of ['2027-01', '2027-02', '2027-03']) await goOn(story, month(next));
}

interface Story {
  readonly p: TestPortal;
  readonly anna: Managing;
  readonly numbers: readonly string[];
  readonly random: Random;
}

/** Random changes on three days, which end at 21:00. */
async function threeDays({ p, anna, numbers, random }: Story, first: Day): Promise<void> {
  for (let n = 0; n < 3; n++) {
    const on = addDays(first, n);
    p.clock.setTo(at(on, 0, 5));
    await runDailyTick(p.portal);
    for (let minute = 0; minute < 10; minute++) {
      p.clock.setTo(at(on, 12, minute));
      await touch(anna, numbers, on, random);
    }
  }
  p.clock.setTo(at(addDays(first, 2), 21));
}

/**
 * A month after it: some changes, the nights in which reminders and holds fall due, a payment of all there is to be paid in four
 * worlds of five, and its close in time, which parks nobody.
 */
async function goOn({ p, anna, numbers, random }: Story, of: Month): Promise<void> {
  const first = firstOfMonth(of);
  const paidOn = random.chance(0.8) ? random.int(8, 24) : null;
  for (let n = 8; n <= 24; n++) {
    const on = addDays(first, n - 1);
    p.clock.setTo(at(on, 0, 15));
    await runDailyTick(p.portal);
    await remindAndHold(p.portal);
    p.clock.setTo(at(on, 12));
    if (n === 9) for (let times = 0; times < 4; times++) await touch(anna, numbers, on, random); // before what is held in one world only
    if (n === paidOn) await payAll(p, anna.partnerId);
  }
  p.clock.setTo(at(lastOfMonth(of), 0, 15));
  await runDailyTick(p.portal);
  p.clock.setTo(closesAt(of));
  await closeAsPlanned(p, of);
}

/** Closes a month, which parks nobody and comes to what its outlook said to the kopeck. */
async function closeAsPlanned(p: TestPortal, of: Month): Promise<void> {
  const scope = systemScope(p.portal, 'test');
  const { rows } = await closeOutlook(scope, of);
  expect(await closeMonth(scope, of)).toMatchObject({ month: of, state: 'done', parked: [] });
  const closed = await exportClosed(scope, of, { q: '', only: null, tab: 'closed', sort: 'name' });
  const told = ({ name, gross, invoices, stopped, renewed, held }: PartnerOutcome) => ({ name, gross, invoices, stopped, renewed, held });
  expect(rows.map(told)).toEqual(closed.map(told));
}

async function payAll(p: TestPortal, partnerId: number): Promise<void> {
  const [{ open } = { open: 0n }] = await p.portal.sql<{ open: bigint }>(
    'told_open',
    `select (coalesce(sum(gross), 0) - coalesce((select sum(amount) from payments where partner_id = $1), 0))::bigint as open
     from invoices where partner_id = $1 and status = 'issued'`,
    [partnerId],
  );
  if (open <= 0n) return;
  await registerPayment(await p.scope('manager'), {
    ...{ partnerId, receivedOn: p.portal.clock.today(), amount: kopecks(open), payerName: 'ООО «Вектор»', payerInn: null },
    ...{ docNumber: '517', purpose: 'Оплата', source: 'hand', sourceKey: null, invoiceIds: [] },
  });
}

/** Orders, and the settings of the month's end; a new price comes on the 1st. */
async function begin(p: TestPortal, seed: number): Promise<Story> {
  const random = createRandom(seed);
  const anna = new Managing(await p.scope('vector'));
  await anna.setLimit(10n ** 12n);
  const numbers: string[] = [];
  for (let i = 0; i < PLAIN + ENDING; i++) numbers.push(await placeNew(p, 'vector', { seats: random.int(5, 40) }));
  const { offerId } = await p.portal.db.subscription.findFirstOrThrow();
  await p.portal.db.price.create({ data: { offerId, gross: 215_00n, validFrom: new Date(FIRST) } });
  p.clock.setTo(at(addDays(FIRST, -2), 12));
  for (const [i, number] of numbers.entries()) {
    if (i >= PLAIN) await anna.autoRenewal(number, i % 2 ? { autoRenew: false } : { autoRenew: true, stopOn: addDays(FIRST, -1) });
    else if (random.chance(0.3)) await anna.autoRenewal(number, { autoRenew: true, stopOn: addDays(FIRST, random.int(0, 10)) });
  }
  return { p, anna, numbers, random };
}

/** One random change, drawn the same in every world; one that the state of a world does not allow is refused there. */
async function touch(anna: Managing, numbers: readonly string[], on: Day, random: Random): Promise<void> {
  const place = random.int(0, numbers.length - 1);
  const number = numbers[place] ?? '';
  const act = random.int(1, 10);
  const seats = random.int(5, 60);
  const autoRenew = random.chance(0.5);
  const stopOn = random.chance(0.5) ? addDays(on, random.int(0, 20)) : null;
  try {
    if (place >= PLAIN && place % 2) await restart(anna, number, act > 5);
    else if (place >= PLAIN) await anna.autoRenewal(number, { autoRenew, stopOn: stopOn && addDays(stopOn, 3) });
    else if (act <= 3) await anna.autoRenewal(number, { autoRenew, stopOn });
    else if (act <= 6) await anna.seats(number, seats === (await anna.find(number)).seats ? seats + 1 : seats);
    else if (act <= 8) await anna.stop(number);
    else await anna.start(number);
  } catch (error) {
    if (!(error instanceof Conflict || error instanceof Forbidden)) throw error;
  }
}

/** One that ends with November: stopped where it was not yet, in the world that closes late, and perhaps started. */
async function restart(anna: Managing, number: string, isStarted: boolean): Promise<void> {
  if ((await anna.find(number)).status === 'active') await anna.stop(number);
  if (isStarted) await anna.start(number);
}

/** Invoices and lines, charges from December on, and where each subscription stands. */
export async function told({ portal: { sql } }: TestPortal) {
  const invoices = await sql(
    'told_invoices',
    'select number, period::text, issued_on::text, gross, vat, line_count from invoices order by issued_on, seq',
  );
  const lines = await sql(
    'told_lines',
    'select subscription_number, no, from_on::text, to_on::text, seats, unit_price, vat_rate, gross, vat, registry_number, registry_on::text from invoice_lines order by invoice_id, no',
  );
  const subscriptions = await sql(
    'told_subscriptions',
    `select s.number, s.status::text, s.seats, s.unit_price, s.stop_cause::text, (select string_agg(concat_ws(' ', from_on, to_on, seats, unit_price, charge, vat), ', ' order by from_on)
         from service_periods where subscription_id = s.id and from_on >= '2026-12-01') as charges
     from subscriptions s order by s.number`,
  );
  return { invoices, lines, subscriptions };
}

/** What the partner heard of an invoice that fell due. */
interface Heard {
  readonly period: Day;
  readonly issuedAt: Date;
  readonly dueOn: Day;
  readonly remindedAt: readonly Date[];
  readonly heldAt: Date | null;
}

/** Every invoice may be paid for the whole term from the day it came: reminders in its last three days, a hold only after it. */
export async function expectWholeTerms({ portal: { sql } }: TestPortal): Promise<void> {
  const heard = await sql<Heard>(
    'told_terms',
    `select i.period::text as period, i.issued_at as "issuedAt", i.due_on::text as "dueOn",
       array(select distinct queued_at from letters where cause in ('invoice:' || i.id || ':due-soon', 'invoice:' || i.id || ':due-today')) as "remindedAt",
       (select min(placed_at) from holds where invoice_id = i.id) as "heldAt"
     from invoices i order by i.period`,
  );
  expect(heard.length).toBeGreaterThan(0);
  for (const { period, issuedAt, dueOn, remindedAt, heldAt } of heard) {
    expect([period, dueOn]).toEqual([period, nextWorkingDay(addDays(moscowDay(issuedAt), TERM), builtInCalendar)]);
    for (const told of remindedAt) expect([addDays(dueOn, -3), dueOn]).toContain(moscowDay(told));
    if (heldAt) expect([period, moscowDay(heldAt)]).toEqual([period, addDays(dueOn, 1)]);
  }
}
