import { afterAll, beforeAll, expect, test } from 'vitest';
import { routers } from '#src/routers.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
beforeAll(async () => {
  p = await openTestPortal();
});
afterAll(() => p.close());

async function rows(): Promise<Record<string, number>> {
  const tables = await p.portal.db.$queryRaw<{ name: string }[]>`
    select schemaname || '.' || tablename as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`;
  const counts = tables.map(({ name }) => `select '${name}' as name, count(*)::int as count from ${name}`);
  const found = await p.portal.db.$queryRawUnsafe<{ name: string; count: number }[]>(counts.join(' union all '));
  return Object.fromEntries(found.map(({ name, count }) => [name, count]));
}

test('six hundred pages asked for by people nobody knows store nothing', async () => {
  const paths = routers(p.portal)
    .flatMap(({ declared }) => declared.filter(({ method }) => method === 'GET'))
    .map(({ path }) => path.replace(/:\w+/g, '1'));
  const before = await rows();
  for (let n = 0; n < 600; n++) {
    const { status } = await p.visitor().get(`${paths[n % paths.length]}?n=${n}`);
    expect(status).toBeLessThan(500);
  }
  expect(await rows()).toEqual(before);
}, 120_000);

test('the page asked for is kept in the browser, and comes after log-on', async () => {
  const anna = p.visitor();
  expect((await anna.get('/catalog?q=office')).location).toBe('/Account/LogOn');
  await anna.get('/Account/LogOn');
  const answer = await anna.post('/Account/LogOn', { login: 'vector', password: 'Demo-portal-2026' });
  expect([answer.status, answer.location]).toEqual([303, '/catalog?q=office']);
});
