import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newClient } from '#src/platform/db/client.ts';
import { createPool } from '#src/platform/db/pool.ts';
import { allowMs, createPrisma } from '#src/platform/db/prisma.ts';
import { isConnectionLost } from '#src/platform/retry.ts';
import type { Browser } from '#test/support/browser.ts';
import { type FrozenPeer, frozenPeer } from '#test/support/frozen-peer.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let peer: FrozenPeer | undefined;
let p: TestPortal;
let anna: Browser;

beforeAll(async () => {
  const way = async (url: string) => {
    peer = await frozenPeer(url);
    return peer.url;
  };
  p = await openTestPortal({ way });
  anna = await p.as('vector');
});
afterEach(() => peer?.thaw());
afterAll(async () => {
  await p.close();
  peer?.close();
});

describe('a database that says nothing', () => {
  it('is told as 503 by pages, acts and readiness, and all is well when it speaks again', async () => {
    const manager = await p.as('manager');
    peer?.freeze();
    const answers = await Promise.all([
      anna.get('/cabinet'),
      anna.post('/theme', { theme: 'dark', back: '/cabinet' }),
      manager.get('/admin'),
      p.visitor().get('/health/ready'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 503, 503]);
    expect(Number(answers[0].headers['retry-after'])).toBeGreaterThan(0);
    expect((await anna.get('/health/live')).status).toBe(200);
    peer?.thaw();
    expect((await anna.get('/health/ready')).status).toBe(200);
    expect((await anna.get('/cabinet')).status).toBe(200);
    expect(p.expectedErrors().length).toBeGreaterThan(0);
  });
});

describe('a request that has waited for the database once', () => {
  it('does not wait again for its session to be noted as seen', async () => {
    const seen = async () => (await p.portal.db.session.findMany({ orderBy: { id: 'asc' } })).map(({ lastSeenAt }) => lastSeenAt.getTime());
    const before = await seen();
    p.clock.setTo(new Date(p.clock.now().getTime() + 6 * 60_000));
    const lock = newClient({ connectionString: p.database.url });
    await lock.connect();
    await lock.query('begin; lock table subscriptions in access exclusive mode');
    expect((await anna.get('/subscriptions')).status).toBe(503);
    expect(await seen()).toEqual(before);
    await lock.end();
    expect(p.expectedErrors().length).toBeGreaterThan(0);
    expect((await anna.get('/subscriptions')).status).toBe(200);
    expect(await seen()).not.toEqual(before);
  });
});

describe('the limit of silence', () => {
  it('is part of every pool: the statement fails as a lost connection, and the next one has a new connection', async () => {
    const way = await frozenPeer(p.database.url);
    const pool = createPool({ url: way.url, max: 1, name: 'test', timeouts: { statement: 100 } });
    const [before] = (await pool.query('select pg_backend_pid() as pid')).rows;
    way.freeze();
    const error: unknown = await pool.query('select 1').catch((reason: unknown) => reason);
    expect(isConnectionLost(error)).toBe(true);
    way.thaw();
    const [after] = (await pool.query('select pg_backend_pid() as pid')).rows;
    expect(after.pid).not.toBe(before.pid);
    await pool.end();
    way.close();
  });

  it('is as long as a transaction asks for, and the usual one again for the next on the connection', async () => {
    const prisma = createPrisma({ url: p.database.url, max: 1, name: 'test', timeouts: { statement: 100 } });
    const slow = 'select 1 as one from pg_sleep(0.8)';
    const patient = await prisma.db.$transaction(async (tx) => {
      await allowMs(tx, 5_000);
      return tx.$queryRawUnsafe(slow);
    });
    expect(patient).toEqual([{ one: 1 }]);
    await expect(prisma.db.$transaction((tx) => tx.$queryRawUnsafe(slow))).rejects.toThrow('statement timeout');
    await prisma.close();
  });
});
