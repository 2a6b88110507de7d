import { afterAll, beforeAll, expect, test } from 'vitest';
import { liftHold, placeHold } from '#src/credit/holds.service.ts';
import { auditPortal } from '#src/invariants/audit.ts';
import { kopecks } from '#src/lib/money.ts';
import { command } from '#src/platform/command.ts';
import { orderAs } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
let vector: number;

beforeAll(async () => {
  p = await openTestPortal();
  ({ id: vector } = await p.portal.db.partner.findUniqueOrThrow({ where: { code: 'vector' } }));
  await p.portal.db.partner.update({ where: { id: vector }, data: { creditLimit: kopecks(20_000_00) } });
});
afterAll(() => p.close());

/** Returns once so many orders are written. */
async function reached(count: number): Promise<void> {
  while ((await p.portal.db.order.count({ where: { partnerId: vector } })) < count);
}

test('a hold placed and lifted while 50 orders run: every kopeck is accounted for', async () => {
  const [anna, manager] = [await p.scope('vector'), await p.scope('manager')];
  // Ten people with five orders each, all at once.
  const lanes = Array.from({ length: 10 }, async (_, lane) => {
    for (let i = 0; i < 5; i++) await orderAs(anna, { seats: 5 + ((lane + i) % 10) });
  });
  const holding = (async () => {
    await reached(10);
    const { id } = await command(manager, { action: 'hold.place' }, (tx) =>
      placeHold(tx, { partnerId: vector, reason: 'manual', text: 'посреди заказов' }),
    );
    await reached(25);
    await command(manager, { action: 'hold.lift' }, (tx) => liftHold(tx, vector, id, 'посреди заказов'));
  })();
  await Promise.all([...lanes, holding]);

  const rows = await p.portal.db.order.findMany({ where: { partnerId: vector } });
  const done = rows.filter(({ status }) => status === 'done');
  const held = rows.filter(({ status }) => status === 'held');
  expect([rows.length, done.length + held.length]).toEqual([50, 50]);
  const charged = done.reduce((sum, { charge }) => sum + charge, 0n);
  const [credit] = await p.portal.sql<{ exposure: bigint }>('test_exposure', 'select partner_exposure($1) as exposure', [vector]);
  const periods = await p.portal.db.servicePeriod.aggregate({ where: { partnerId: vector }, _sum: { charge: true }, _count: true });
  expect(credit?.exposure).toBe(charged);
  expect(periods._sum.charge).toBe(charged);
  expect(periods._count).toBe(done.length);
  expect(charged).toBeLessThanOrEqual(2_000_000n);
  for (const { heldReason, charge } of held) {
    expect(heldReason).toBe('credit_limit');
    expect(charged + charge).toBeGreaterThan(2_000_000n);
  }
  const active = await p.portal.db.subscription.count({ where: { partnerId: vector, status: 'active' } });
  expect(active).toBe(done.length);
  expect(await auditPortal(p.portal)).toEqual([]);
});
