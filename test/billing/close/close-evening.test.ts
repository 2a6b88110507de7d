import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closeDueMonths, closeMonth } from '#src/billing/close/close.service.ts';
import { creditOf } from '#src/credit/credit.service.ts';
import { auditPortal } from '#src/invariants/audit.ts';
import { month } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import { registerPayment } from '#src/payments/payments.service.ts';
import { systemScope } from '#src/platform/scope.ts';
import { Managing } from '#test/support/managing.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

// The clock stands: what happens before and after the close bears its very instant.
describe('around the instant of a close', () => {
  let p: TestPortal;
  let anna: Managing;
  beforeEach(async () => {
    p = await openTestPortal();
    anna = new Managing(await p.scope('vector'));
    p.clock.setTo(new Date('2026-11-30T21:00:00+03:00'));
  });
  afterEach(async () => {
    await p.drainJobs();
    expect(await auditPortal(p.portal)).toEqual([]);
    await p.close();
  });
  const close = () => closeMonth(systemScope(p.portal, 'test'), month('2026-11'));

  it('an order before it pays for the last day, one after it for December', async () => {
    const before = await placeNew(p, 'vector', { seats: 30 });
    await close();
    const after = await placeNew(p, 'vector', { seats: 30 });
    expect(await anna.charges(before)).toEqual(['2026-11-30..2026-12-01 × 30 = 21400', '2026-12-01..2027-01-01 × 30 = 642000']);
    expect(await anna.charges(after)).toEqual(['2026-12-01..2027-01-01 × 30 = 642000']);
  });

  it('changes after it work from December', async () => {
    const [fewer, more, stopped, again] = [
      await placeNew(p, 'vector', { seats: 30 }),
      await placeNew(p, 'vector', { seats: 30 }),
      await placeNew(p, 'vector', { seats: 30 }),
      await placeNew(p, 'vector', { seats: 30 }),
    ];
    await close();
    await anna.seats(fewer, 15);
    await anna.seats(more, 60);
    await anna.stop(stopped);
    await anna.stop(again);
    await anna.start(again);
    const december = async (number: string) => (await anna.charges(number)).slice(1);
    expect(await december(fewer)).toEqual(['2026-12-01..2027-01-01 × 15 = 321000']);
    expect(await december(more)).toEqual(['2026-12-01..2027-01-01 × 60 = 1284000']);
    expect(await december(stopped)).toEqual([]);
    expect(await december(again)).toEqual(['2026-12-01..2027-01-01 × 30 = 642000']);
  });

  it('an order that waits and fits by the close runs before it, and is renewed into the room that money paid in advance makes', async () => {
    const small = await placeNew(p, 'vector', { seats: 5 });
    await anna.autoRenewal(small, { autoRenew: false });
    const { exposure } = (await anna.facts(small)).credit;
    await registerPayment(await p.scope('manager'), {
      ...{ partnerId: anna.partnerId, receivedOn: p.portal.clock.today(), amount: exposure, payerName: 'ООО', payerInn: null },
      ...{ docNumber: '1', purpose: 'Аванс', source: 'hand', sourceKey: null, invoiceIds: [] },
    });
    await anna.setLimit(600_00n);
    const waiting = await placeNew(p, 'vector', { seats: 90 });
    expect((await anna.find(waiting)).status).toBe('pending');
    await anna.setLimit(20_000_00n);
    await close();
    expect(await anna.charges(waiting)).toEqual(['2026-11-30..2026-12-01 × 90 = 64200', '2026-12-01..2027-01-01 × 90 = 1926000']);
    expect((await creditOf(p.portal.sql, anna.partnerId)).exposure).toBe(kopecks(19_902_00n)); // 642,00 invoiced, 19 260,00 of December
  });

  it('closed by hand in the morning of the last day, the evening belongs to December', async () => {
    p.clock.setTo(new Date('2026-11-30T10:00:00+03:00'));
    const early = await placeNew(p, 'vector', { seats: 30 });
    await close();
    p.clock.setTo(new Date('2026-11-30T21:00:00+03:00'));
    expect(await closeDueMonths(p.portal)).toEqual([]);
    p.clock.setTo(new Date('2026-11-30T22:00:00+03:00'));
    const late = await placeNew(p, 'vector', { seats: 30 });
    await anna.stop(early);
    expect(await anna.charges(early)).toEqual(['2026-11-30..2026-12-01 × 30 = 21400']);
    expect(await anna.charges(late)).toEqual(['2026-12-01..2027-01-01 × 30 = 642000']);
  });
});
