import { createRandom, type Random } from '#prisma/seeds/data/random.ts';
import { closeMonth } from '#src/billing/close.service.ts';
import { addDays, type Day, day, month, moscowMidnight } from '#src/lib/days.ts';
import { Conflict } from '#src/platform/errors.ts';
import { systemScope } from '#src/platform/scope.ts';
import { runDailyTick } from '#src/subscriptions/daily-tick.service.ts';
import { Managing } from '#test/support/managing.ts';
import { placeNew } from '#test/support/orders.ts';
import type { TestPortal } from '#test/support/portal.ts';

const FIRST = day('2026-12-01');
const NOVEMBER = month('2026-11');
const PLAIN = 12;
const ENDING = 4;

/** Moscow time of a day of the story. */
export const at = (on: Day, hour: number, minute = 0) => new Date(moscowMidnight(on).getTime() + (hour * 60 + minute) * 60_000);

/**
 * One world: a dozen subscriptions that go on and four that end with November, random changes on 1–3 December, and the close of
 * November either on its last evening or on the evening of 3 December.
 */
export async function live(p: TestPortal, seed: number, isLate: boolean): Promise<void> {
  const random = createRandom(seed);
  const anna = new Managing(await p.scope('vector'));
  await anna.setLimit(10n ** 12n);
  const numbers = await begin(p, anna, random);
  const close = () => closeMonth(systemScope(p.portal, 'test'), NOVEMBER);
  p.clock.setTo(at(addDays(FIRST, -1), 21));
  if (!isLate) await close();
  for (let n = 0; n < 3; n++) {
    const on = addDays(FIRST, n);
    p.clock.setTo(at(on, 0, 5));
    await runDailyTick(p.portal);
    for (let minute = 0; minute < 10; minute++) {
      p.clock.setTo(at(on, 12, minute));
      await touch(anna, numbers, on, random);
    }
  }
  p.clock.setTo(at(addDays(FIRST, 2), 21));
  if (isLate) await close();
}

/** Orders, and the settings of the month's end; a new price comes on the 1st. */
async function begin(p: TestPortal, anna: Managing, random: Random): Promise<string[]> {
  const numbers: string[] = [];
  for (let i = 0; i < PLAIN + ENDING; i++) numbers.push(await placeNew(p, 'vector', { seats: random.int(5, 40) }));
  const { offerId } = await p.portal.db.subscription.findFirstOrThrow();
  await p.portal.db.price.create({ data: { offerId, gross: 215_00n, validFrom: new Date(FIRST) } });
  p.clock.setTo(at(addDays(FIRST, -2), 12));
  for (const [i, number] of numbers.entries()) {
    if (i >= PLAIN) await anna.autoRenewal(number, i % 2 ? { autoRenew: false } : { autoRenew: true, stopOn: addDays(FIRST, -1) });
    else if (random.chance(0.3)) await anna.autoRenewal(number, { autoRenew: true, stopOn: addDays(FIRST, random.int(0, 10)) });
  }
  return numbers;
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
    if (!(error instanceof Conflict)) throw error;
  }
}

/** One that ends with November: stopped where it was not yet, in the world that closes late, and perhaps started. */
async function restart(anna: Managing, number: string, isStarted: boolean): Promise<void> {
  if ((await anna.find(number)).status === 'active') await anna.stop(number);
  if (isStarted) await anna.start(number);
}

/** Invoices and lines of November, charges of December, and where each subscription stands. */
export async function told({ portal: { sql } }: TestPortal) {
  const invoices = await sql(
    'told_invoices',
    'select number, period::text, issued_on::text, due_on::text, gross, vat, line_count from invoices',
  );
  const lines = await sql(
    'told_lines',
    'select subscription_number, no, from_on::text, to_on::text, seats, unit_price, vat_rate, gross, vat, registry_number, registry_on::text from invoice_lines order by no',
  );
  const subscriptions = await sql(
    'told_subscriptions',
    `select s.number, s.status::text, s.seats, s.unit_price, s.stop_cause::text, (select string_agg(concat_ws(' ', from_on, to_on, seats, unit_price, charge, vat), ', ' order by from_on)
         from service_periods where subscription_id = s.id and from_on >= '2026-12-01') as december
     from subscriptions s order by s.number`,
  );
  return { invoices, lines, subscriptions };
}
