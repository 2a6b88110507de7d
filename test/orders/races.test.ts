import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lockCredit } from '#src/credit/credit.service.ts';
import { liftHold, placeHold } from '#src/credit/holds.service.ts';
import { kopecks } from '#src/lib/money.ts';
import { cancelOrder, placeOrder } from '#src/orders/orders.service.ts';
import type { PlacedOrder, PlaceOrder } from '#src/orders/orders.types.ts';
import { command } from '#src/platform/command.ts';
import { Conflict } from '#src/platform/errors.ts';
import { isConnectionLost, isTimedOut } from '#src/platform/retry.ts';
import type { Scope } from '#src/platform/scope.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';
import { numberOf, prepared, SKU } from './new/order-form.ts';

let portal: TestPortal;
let anna: Scope;

beforeEach(async () => {
  portal = await openTestPortal({ config: { databasePool: 60 } });
  anna = await portal.scope('vector');
});
afterEach(() => portal.close()); // its connections are many, and the server is shared

/** Seven seats for the rest of November: 449,40 ₽. */
async function sevenSeats(limit: number): Promise<PlaceOrder> {
  const { db } = portal.portal;
  await db.partner.update({ where: { code: 'vector' }, data: { creditLimit: BigInt(limit) } });
  const customer = await db.customer.findFirstOrThrow({ where: { partner: { code: 'vector' } } });
  const shown = { unitPrice: kopecks(214_00), charge: kopecks(449_40), creditLimit: kopecks(limit) };
  return { sku: SKU, customer: { id: customer.id }, seats: 7, autoRenew: true, stopOn: null, termsVersion: '2026-01', shown };
}

async function exposure(): Promise<bigint> {
  const [row] = await portal.portal.sql<{ exposure: bigint }>('test_exposure', 'select partner_exposure($1) as exposure', [
    anna.actor.partnerId,
  ]);
  return BigInt(row?.exposure ?? -1n);
}

const states = async (): Promise<Record<string, number>> => {
  const rows = await portal.portal.db.order.groupBy({ by: ['status'], _count: true });
  return Object.fromEntries(rows.map(({ status, _count }) => [status, _count]));
};

/** Places an order as a person would: told that the portal is busy (nothing was done), the same form is sent again. */
async function placed(scope: Scope, input: PlaceOrder): Promise<PlacedOrder> {
  const token = randomUUID();
  for (;;) {
    try {
      return await placeOrder(scope, input, token);
    } catch (error) {
      if (!isTimedOut(error) && !isConnectionLost(error)) throw error;
    }
  }
}

const times = <T>(count: number, work: () => Promise<T>): Promise<T[]> => Promise.all(Array.from({ length: count }, work));

describe('many at once', () => {
  test('50 orders against one limit: exactly as many are done as fit', { timeout: 60_000 }, async () => {
    const input = await sevenSeats(20 * 449_40 + 449_39);
    const orders = await times(50, () => placed(anna, input));
    expect(orders.filter(({ status }) => status === 'done')).toHaveLength(20);
    expect(new Set(orders.map(({ number }) => number)).size).toBe(50);
    expect(await states()).toEqual({ done: 20, held: 30 });
    expect(await exposure()).toBe(BigInt(20 * 449_40));
    expect(await portal.portal.db.subscription.count({ where: { status: 'active' } })).toBe(20);
    expect(await portal.portal.db.letter.count({ where: { template: 'order-confirmation' } })).toBe(20);
    expect(await portal.portal.db.letter.count({ where: { template: 'order-held-limit' } })).toBe(60);
  });

  test('a form sent 20 times at once is one order, and everybody is led to it', async () => {
    const browser = await portal.as('vector');
    const fields = await prepared(browser);
    const answers = await times(20, () => browser.post('/orders', fields));
    expect(new Set(answers.map(numberOf)).size).toBe(1);
    expect(await portal.portal.db.order.count()).toBe(1);
    expect(await portal.portal.db.subscription.count()).toBe(1);
    expect(await exposure()).toBe(449_40n);
    expect(await portal.portal.db.letter.count({ where: { template: 'order-confirmation' } })).toBe(1);
  });

  test('two colleagues keep one limit', async () => {
    const input = await sevenSeats(5 * 449_40);
    const colleague = await portal.scope('vector-sales');
    const orders = await Promise.all([times(10, () => placed(anna, input)), times(10, () => placed(colleague, input))]);
    expect(orders.flat().filter(({ status }) => status === 'done')).toHaveLength(5);
    expect(await exposure()).toBe(BigInt(5 * 449_40));
  });
});

describe('against each other', () => {
  test('a cancelled order and one released meanwhile: one of the two happens, whole', async () => {
    const input = await sevenSeats(449_39);
    const { number } = await placed(anna, input);
    const raise = async () => {
      await portal.portal.db.partner.update({ where: { code: 'vector' }, data: { creditLimit: 1_000_00n } });
      await command(await portal.scope('manager'), { action: 'test.eased' }, async (tx) => {
        await lockCredit(tx, anna.actor.partnerId ?? 0); // as whoever eases it does
        await tx.emit('creditEased', { partnerId: anna.actor.partnerId ?? 0 });
        return null;
      });
    };
    const [cancelled] = await Promise.allSettled([cancelOrder(anna, number), raise()]);
    const order = await portal.portal.db.order.findUniqueOrThrow({ where: { number }, include: { subscription: true } });
    if (cancelled.status === 'fulfilled') {
      expect([order.status, order.subscription.status, await exposure()]).toEqual(['cancelled', 'cancelled', 0n]);
    } else {
      expect(cancelled.reason).toBeInstanceOf(Conflict);
      expect([order.status, order.subscription.status, await exposure()]).toEqual(['done', 'active', 449_40n]);
    }
  });

  test('an order cancelled by ten people is cancelled once', async () => {
    const { number } = await placed(anna, await sevenSeats(449_39));
    expect(new Set((await times(10, () => cancelOrder(anna, number))).map((answer) => answer.number))).toEqual(new Set([number]));
    expect(await portal.portal.db.auditEntry.count({ where: { action: 'order.cancelled' } })).toBe(1);
    expect(await portal.portal.db.subscriptionEvent.count({ where: { action: 'cancelled' } })).toBe(1);
    expect(await portal.portal.db.letter.count({ where: { template: 'order-cancelled' } })).toBe(1);
  });

  test('orders and a hold: none is done after the hold, all are done once it is lifted', async () => {
    const input = await sevenSeats(1_000_000_00);
    const manager = await portal.scope('manager');
    const partnerId = anna.actor.partnerId ?? 0;
    const holdId = { id: 0 };
    await Promise.all([
      times(10, () => placed(anna, input)),
      command(manager, { action: 'test.hold' }, (tx) => placeHold(tx, { partnerId, reason: 'manual', text: 'Проверка' })).then(({ id }) => {
        holdId.id = id;
      }),
      times(10, () => placed(anna, input)),
    ]);
    const after = await placed(anna, input);
    expect(after).toMatchObject({ status: 'held', heldReason: 'partner_blocked' });
    await command(manager, { action: 'test.lift' }, async (tx) => {
      await liftHold(tx, partnerId, holdId.id, 'Проверено');
      return null;
    });
    expect(await states()).toEqual({ done: 21 });
    expect(await exposure()).toBe(BigInt(21 * 449_40));
  });
});
