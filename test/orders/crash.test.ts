import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { orderAs } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

const script = fileURLToPath(new URL('./crashing-order.ts', import.meta.url));
const run = promisify(execFile);

let p: TestPortal;
beforeAll(async () => {
  p = await openTestPortal();
});
afterAll(() => p.close());

/** Runs the order in a process that kills itself before its n-th statement; null when it was killed. */
async function orderKilledAt(n: number, token: string): Promise<{ number: string; sent: number } | null> {
  try {
    const { stdout } = await run(process.execPath, ['--import', 'tsx', script, p.database.url, String(n), token]);
    return JSON.parse(stdout);
  } catch (error) {
    const { signal, stderr } = error as { signal?: string; stderr?: string };
    expect({ signal, stderr }).toMatchObject({ signal: 'SIGKILL' });
    return null;
  }
}

/** Everything an order writes, counted. */
async function written() {
  const { db } = p.portal;
  return {
    orders: await db.order.count(),
    subscriptions: await db.subscription.count(),
    periods: await db.servicePeriod.count(),
    events: await db.subscriptionEvent.count(),
    letters: await db.letter.count({ where: { template: 'order-confirmation' } }),
    tokens: await db.formToken.count({ where: { action: 'order.place' } }),
    idle: (
      await db.$queryRaw<object[]>`select 1 from pg_stat_activity where state = 'idle in transaction' and datname = current_database()`
    ).length,
  };
}

describe('a process killed in the middle of an order', () => {
  it('leaves all of the order or nothing, and the same form then makes exactly one', async () => {
    const whole = await orderKilledAt(0, randomUUID());
    const statements = whole?.sent ?? 0;
    expect(statements).toBeGreaterThan(5);
    let expected = await written();
    expect(expected).toMatchObject({ orders: 1, subscriptions: 1, periods: 1, events: 2, tokens: 1, idle: 0 });
    for (const share of [0.3, 0.7, 1]) {
      const token = randomUUID();
      expect(await orderKilledAt(Math.max(2, Math.round(statements * share)), token)).toBeNull();
      await expect.poll(async () => (await written()).idle, { timeout: 5_000 }).toBe(0);
      expect(await written()).toEqual(expected);
      await orderAs(await p.scope('vector'), { seats: 7 }, token);
      const { orders, subscriptions, periods, events, letters, tokens } = expected;
      expected = {
        orders: orders + 1,
        subscriptions: subscriptions + 1,
        periods: periods + 1,
        events: events + 2,
        letters: letters + 1,
        tokens: tokens + 1,
        idle: 0,
      };
      expect(await written()).toEqual(expected);
    }
  }, 120_000);
});
