import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { day } from '#src/lib/days.ts';
import { stopChange } from '#src/subscriptions/manage/changes.rules.ts';
import { changeMany } from '#src/subscriptions/manage/many/bulk.service.ts';
import { runDailyTick } from '#src/subscriptions/service/daily-tick.service.ts';
import { Managing } from '#test/support/managing.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, TEST_NOW, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
let anna: Managing;
let number: string;
let order: string;

beforeAll(async () => {
  p = await openTestPortal();
  anna = new Managing(await p.scope('vector'));
});
afterAll(() => p.close());

/** Ten seats are in force, an order of fifteen waits. */
beforeEach(async () => {
  p.clock.setTo(TEST_NOW);
  await anna.setLimit(500_000_00n);
  number = await placeNew(p, 'vector', { seats: 10 });
  await anna.autoRenewal(number, { autoRenew: true, stopOn: day('2026-11-25') });
  await anna.setLimit(1n);
  order = String((await anna.seats(number, 15)).orderNumber);
});

const orderNow = () => p.portal.db.order.findUniqueOrThrow({ where: { number: order } });
const noted = () => p.portal.db.auditEntry.findMany({ where: { action: 'order.cancelled', subject: `заказ ${order}` } });
const letters = () => p.letters({ cause: `order:${order}:cancelled` });

test('an order that waits is cancelled with the stop of its subscription; journal and letter say so', async () => {
  await anna.stop(number, 'Переезд');
  expect(await orderNow()).toMatchObject({ status: 'cancelled', heldReason: null, decidedByName: 'Анна Ветрова' });
  expect(await noted()).toMatchObject([{ actorName: 'Анна Ветрова', partnerId: anna.partnerId }]);
  await p.drainJobs();
  const [letter] = await letters();
  expect(letter).toMatchObject({ template: 'order-cancelled', subject: `Заказ ${order} отменён` });
  expect(letter?.text).toContain('подписка, которой он ждал, остановлена');
});

test('by the clock as well', async () => {
  p.clock.setTo(new Date('2026-11-26T00:05:00+03:00'));
  await runDailyTick(p.portal);
  expect(await orderNow()).toMatchObject({ status: 'cancelled', decidedByName: 'Система' });
  expect(await noted()).toHaveLength(1);
  expect(await letters()).toHaveLength(1);
});

test('of many stops one letter tells, with the orders given up', async () => {
  const s = await anna.find(number);
  const shown = { versions: new Map([[number, s.version]]), shownCharge: stopChange(s, p.clock.today()).delta };
  const input = { action: 'stop', lines: [{ number, seats: null }], ...shown, mayWait: false, comment: null } as const;
  await changeMany(anna.scope, input, randomUUID());
  expect(await orderNow()).toMatchObject({ status: 'cancelled' });
  expect(await noted()).toHaveLength(1);
  expect(await letters()).toEqual([]);
  await p.drainJobs();
  const [letter] = (await p.letters({ template: 'subscriptions-changed' })).slice(-1);
  expect(letter?.text).toContain(`заказ ${order} отменён`);
});
