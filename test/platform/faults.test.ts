import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from '#test/support/browser.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';
import { asAdmin } from '#test/support/test-server.ts';

let p: TestPortal;
let anna: Browser;

beforeAll(async () => {
  p = await openTestPortal();
  anna = await p.as('vector');
});
afterAll(() => p.close());

/** What a page must not tell: statements, names of the inside, stacks, paths. */
const INSIDE = /select |insert |relation|vendors|pg_|postgres|prisma|node_modules|src\/|\bat .+:\d+:\d+|ECONN|password authentication/i;

const requestIdOf = (text: string) => /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/.exec(text)?.[0];

/** Runs `work` while nobody gets at the portal's database. */
async function withoutDatabase(work: () => Promise<void>): Promise<void> {
  const name = pg.escapeIdentifier(new URL(p.database.url).pathname.slice(1));
  const server = new URL(p.database.adminUrl);
  server.pathname = '/postgres';
  await asAdmin(server.href, async (admin) => {
    await admin.query(`alter database ${name} allow_connections false`);
    await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name.slice(1, -1)]);
    try {
      await work();
    } finally {
      await admin.query(`alter database ${name} allow_connections true`);
    }
  });
}

describe('a database that is gone', () => {
  it('is told as 503 with the time to come again, and all is well when it is back', async () => {
    await withoutDatabase(async () => {
      for (const path of ['/cabinet', '/catalog', '/subscriptions', '/Account/Recovery']) {
        const page = await anna.get(path);
        expect([path, page.status]).toEqual([path, 503]);
        expect(Number(page.headers['retry-after'])).toBeGreaterThan(0);
        expect(page.response.text).not.toMatch(INSIDE);
      }
      expect((await anna.get('/health/ready')).status).toBe(503);
      expect((await anna.get('/health/live')).status).toBe(200);
    });
    expect(p.expectedErrors().length).toBeGreaterThan(0);
    expect((await anna.get('/cabinet')).status).toBe(200);
    expect((await anna.get('/health/ready')).status).toBe(200);
  });
});

describe('a lock that somebody keeps', () => {
  it('is told as 503, and pages that do not need it go on', async () => {
    await asAdmin(p.database.adminUrl, async (admin) => {
      await admin.query('begin');
      await admin.query('lock table subscriptions in access exclusive mode');
      const locked = anna.get('/subscriptions');
      expect((await (await p.as('admin')).get('/admin/letters')).status).toBe(200);
      expect((await locked).status).toBe(503);
      await admin.query('rollback');
    });
    expect(p.expectedErrors()).toMatchObject([{ msg: 'request failed' }, { msg: 'request answered', status: 503 }]);
    expect((await anna.get('/subscriptions')).status).toBe(200);
  });
});

describe('a fault of the program', () => {
  it('is told by a page with the request’s number and nothing of the inside; the log has the same number and the stack', async () => {
    await asAdmin(p.database.adminUrl, (admin) => admin.query('alter table vendors rename to vendors_elsewhere'));
    const page = await anna.get('/catalog');
    await asAdmin(p.database.adminUrl, (admin) => admin.query('alter table vendors_elsewhere rename to vendors'));
    expect(page.status).toBe(500);
    expect(page.response.text).not.toMatch(INSIDE);
    const requestId = requestIdOf(page.text);
    expect(requestId).toBeDefined();
    const [failed] = p.expectedErrors();
    expect(failed).toMatchObject({ requestId, err: { stack: expect.stringContaining('findProducts') } });
  });
});
