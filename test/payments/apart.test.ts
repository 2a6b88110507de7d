import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeMonth } from '#src/billing/close/close.service.ts';
import { month } from '#src/lib/days.ts';
import { remindAndHold } from '#src/payments/receivables.service.ts';
import { systemScope } from '#src/platform/scope.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;

beforeAll(async () => {
  p = await openTestPortal();
});
afterAll(() => p.close());

test('one partner whose letter can’t be written doesn’t keep the others from their holds', async () => {
  for (const login of ['vector', 'orion']) await placeNew(p, login, { seats: 5 });
  p.clock.setTo(new Date('2026-11-30T21:00:00+03:00'));
  await closeMonth(systemScope(p.portal, 'test'), month('2026-11'));
  await p.portal.db.user.update({ where: { login: 'vector' }, data: { email: 'испорчен' } });
  p.clock.setTo(new Date('2027-02-01T00:15:00+03:00'));
  await expect(remindAndHold(p.portal)).rejects.toThrow('receivables failed for 1 of 2');
  const holds = await p.portal.db.hold.findMany({ where: { reason: 'overdue' }, select: { partner: { select: { code: true } } } });
  expect(holds.map(({ partner }) => partner.code)).toEqual(['orion']);
});
