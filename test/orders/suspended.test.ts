import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { closeMonth } from '#src/billing/close.service.ts';
import { month } from '#src/lib/days.ts';
import { kopecks } from '#src/lib/money.ts';
import { changeSeats } from '#src/orders/manage.service.ts';
import { rejectOrder, releaseInSpite } from '#src/orders/release.service.ts';
import { Conflict } from '#src/platform/errors.ts';
import { type Scope, systemScope } from '#src/platform/scope.ts';
import { managedBy } from '#src/subscriptions/managed.queries.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
let dmitry: Scope;
let manager: Scope;
let number: string;

/** Five seats since 22 November; then the limit is too low for anything. */
beforeEach(async () => {
  p = await openTestPortal();
  [dmitry, manager] = [await p.scope('orion'), await p.scope('manager')];
  number = await placeNew(p, 'orion', { seats: 5 });
  await p.portal.db.partner.update({ where: { code: 'orion' }, data: { creditLimit: 1n } });
});
afterEach(() => p.close());

/** The close suspends it: its renewal waits. */
async function suspended(): Promise<string> {
  p.clock.setTo(new Date('2026-11-30T21:00:00+03:00'));
  await closeMonth(systemScope(p.portal, 'test'), month('2026-11'));
  return (await p.portal.db.order.findFirstOrThrow({ where: { kind: 'renewal', status: 'held' } })).number;
}

const subscription = () => managedBy(dmitry, number);

test('more seats that wait are released after the renewal, never before it', async () => {
  const { version, unitPrice } = await subscription();
  const shown = { unitPrice, charge: null, creditLimit: kopecks(1n) };
  const { orderNumber } = await changeSeats(dmitry, number, { version, seats: 10, comment: null, shown }, randomUUID());
  const more = String(orderNumber);
  const renewal = await suspended();
  p.clock.setTo(new Date('2026-12-03T10:00:00+03:00'));
  await expect(releaseInSpite(manager, more, 'да', randomUUID())).rejects.toThrow(Conflict);
  await releaseInSpite(manager, renewal, 'да', randomUUID());
  await releaseInSpite(manager, more, 'да', randomUUID());
  const { status, seats, periods } = await subscription();
  expect([status, seats]).toEqual(['active', 10]);
  expect(periods.at(-1)).toMatchObject({ from: '2026-12-03', to: '2027-01-01', seats: 10 });
});

test('a cancelled renewal stops the subscription, and says so first', async () => {
  const renewal = await suspended();
  const browser = await p.as('orion');
  expect((await browser.get(`/orders/${renewal}/cancellation`)).text).toContain(`Подписка ${number} будет остановлена.`);
  expect((await browser.post(`/orders/${renewal}/cancellation`)).status).toBe(303);
  expect((await subscription()).status).toBe('stopped');
  expect(await p.letters({ template: 'subscription-stopped' })).toHaveLength(1);
});

test('a rejected one as well', async () => {
  await rejectOrder(manager, await suspended(), 'договор истёк', randomUUID());
  expect((await subscription()).status).toBe('stopped');
});
