import { afterEach, beforeEach, expect, test } from 'vitest';
import { closeDays } from '#src/billing/close/close.rules.ts';
import { closeDueMonths, closeMonth } from '#src/billing/close/close.service.ts';
import { closeBatch } from '#src/billing/close/close-batch.service.ts';
import { month } from '#src/lib/days.ts';
import { systemScope } from '#src/platform/scope.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

const NOVEMBER = month('2026-11');

let p: TestPortal;
beforeEach(async () => {
  p = await openTestPortal();
  for (const login of ['vector', 'orion']) await placeNew(p, login, { seats: 7 });
});
afterEach(() => p.close());

test('a close cut off after its last partner is brought to its end by the next run', async () => {
  p.clock.setTo(new Date('2026-11-30T21:00:00+03:00'));
  await closeMonth(systemScope(p.portal, 'test'), NOVEMBER);
  await p.portal.db.monthClose.updateMany({ data: { state: 'running', finishedAt: null } });
  p.clock.setTo(new Date('2026-12-01T00:10:00+03:00'));
  expect(await closeDueMonths(p.portal)).toMatchObject([{ month: NOVEMBER, state: 'done', closed: 0 }]);
  expect(await closeDueMonths(p.portal)).toEqual([]);
});

test('a number drawn later was issued no earlier, though its transaction began before the other', async () => {
  const close = async (at: string) => {
    p.clock.setTo(new Date(at));
    while ((await p.portal.db.invoice.count()) === invoices) await closeBatch(systemScope(p.portal, 'test'), closeDays(NOVEMBER), 1, []);
    invoices++;
  };
  let invoices = 0;
  await p.portal.db.monthClose.create({
    data: { period: new Date('2026-11-01'), state: 'running', startedAt: p.clock.now(), startedBy: 'test' },
  });
  await close('2026-11-30T21:00:05+03:00');
  await close('2026-11-30T21:00:01+03:00');
  const issued = await p.portal.db.invoice.findMany({ orderBy: { seq: 'asc' } });
  expect(issued.map(({ issuedAt }) => issuedAt.toISOString())).toEqual(['2026-11-30T18:00:05.000Z', '2026-11-30T18:00:05.000Z']);
});
