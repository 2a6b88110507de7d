// One story about the ends of days and months, told by its rows. Arguments: a database with the cast.

import { scopeOf } from '#prisma/seeds/people.ts';
import { day } from '#src/lib/days.ts';
import { standingClock } from '#src/platform/clock.ts';
import { createLogger } from '#src/platform/logger.ts';
import { openPortal } from '#src/portal.ts';
import { testConfig } from '#test/support/config.ts';
import { Managing } from '#test/support/managing.ts';
import { orderAs } from '#test/support/orders.ts';

const clock = standingClock(new Date('2026-11-22T20:59:59Z'));
const { portal, close } = await openPortal({
  config: testConfig(),
  clock,
  log: createLogger('error'),
  databaseUrl: process.argv[2] ?? '',
});
await portal.jobs.prepare();
const scope = await scopeOf(portal, 'vector');
const anna = new Managing(scope);
const subscribe = async () => (await orderAs(scope, { seats: 10 })).subscriptionNumber;

const lastSecond = await subscribe();
clock.setTo(new Date('2026-11-22T21:00:00Z'));
const firstSecond = await subscribe();
await anna.stop(lastSecond);
clock.setTo(new Date('2026-11-30T20:59:59Z'));
const lastOfMonth = await subscribe();
await anna.seats(firstSecond, 15);
clock.setTo(new Date('2026-11-30T21:00:00Z'));
const firstOfMonth = await subscribe();
await anna.start(lastSecond);
await anna.autoRenewal(firstOfMonth, { autoRenew: true, stopOn: day('2026-12-01') });
clock.setTo(new Date('2028-02-27T21:00:00Z'));
const leap = await subscribe();
clock.setTo(new Date('2028-02-28T20:59:59Z'));
await anna.stop(leap);
clock.setTo(new Date('2028-02-28T21:00:00Z'));
const leapDay = await subscribe();

for (const number of [lastSecond, firstSecond, lastOfMonth, firstOfMonth, leap, leapDay]) {
  console.log(number, (await anna.charges(number)).join(' | '));
  for (const row of await anna.history(number))
    console.log(JSON.stringify({ ...row, monthDelta: String(row.monthDelta), fullMonthDelta: String(row.fullMonthDelta) }));
}
const letters = await portal.db.letter.findMany({ where: { subscriptionId: { not: null } }, orderBy: { id: 'asc' } });
for (const { cause, subject, queuedAt, content } of letters) console.log(cause, subject, queuedAt.toISOString(), JSON.stringify(content));
await portal.jobs.stop();
await close();
