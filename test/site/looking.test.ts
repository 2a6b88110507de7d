import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeMonth } from '#src/billing/close/close.service.ts';
import { month } from '#src/lib/days.ts';
import type { DeclaredRoute } from '#src/platform/http/routes.ts';
import { systemScope } from '#src/platform/scope.ts';
import { routers } from '#src/routers.ts';
import type { Browser } from '#test/support/browser.ts';
import { Managing } from '#test/support/managing.ts';
import { orderAs, placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

let p: TestPortal;
let browsers: Record<string, Browser>;
let things: Record<string, string>;

/** What a look may leave, and why. */
const MAY_CHANGE = [
  'sessions', // when somebody was last seen
  'throttles', // tries of a visitor are counted
  'audit_entries', // who took which list as a file; its sequence with it
  'sequence audit_entries_id_seq',
];
/** They end the session, begin another one, or are not ours to ask: a link from a letter is used up by its form only. */
const notAsked = /LogOff|impersonation|view-as/i;

/** Every table of a database with a life in it, and every sequence. */
async function contents(): Promise<Record<string, string>> {
  const { db } = p.portal;
  const tables = await db.$queryRaw<{ name: string }[]>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'pgboss')`;
  const sums = tables
    .filter(({ name }) => !MAY_CHANGE.includes(name.replace('public.', '')))
    .map(({ name }) => `select '${name}' as name, md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as sum from ${name} t`);
  const sequences = `select 'sequence ' || sequencename as name, coalesce(last_value::text, '') as sum from pg_sequences
    where schemaname in ('public', 'pgboss') and 'sequence ' || sequencename <> all('{${MAY_CHANGE.join(',')}}')`;
  const found = await db.$queryRawUnsafe<{ name: string; sum: string }[]>([...sums, sequences].join(' union all '));
  return Object.fromEntries(found.map(({ name, sum }) => [name, sum]));
}

/** Who may use it, by login; strangers where everybody may. */
function loginFor({ access }: DeclaredRoute): string {
  if (access.kind !== 'roles') return access.kind === 'everyone' ? 'nobody' : 'vector';
  const logins = { partner_owner: 'vector', admin: 'admin', manager: 'manager', customer: 'romashka' } as Record<string, string>;
  return access.roles.flatMap((role) => logins[role] ?? [])[0] ?? 'vector';
}

function addressOf({ path }: DeclaredRoute): string {
  return path.replace(/:(\w+)/g, (_, name: string) => {
    if (name === 'number') return encodeURIComponent((path.includes('/orders') ? things['order'] : things['number']) ?? '');
    return encodeURIComponent(things[name] ?? things['id'] ?? '');
  });
}

beforeAll(async () => {
  p = await openTestPortal();
  const number = await placeNew(p, 'vector', { seats: 7 });
  await placeNew(p, 'orion', { seats: 5 });
  await closeMonth(systemScope(p.portal, 'test'), month('2026-11')).catch(() => undefined);
  p.clock.setTo(new Date('2026-11-30T21:00:00+03:00'));
  await closeMonth(systemScope(p.portal, 'test'), month('2026-11'));
  p.clock.setTo(new Date('2026-12-10T10:00:00+03:00'));
  const anna = new Managing(await p.scope('vector'));
  await anna.setLimit((await anna.facts(number)).credit.exposure);
  const { number: order } = await orderAs(anna.scope, { seats: 9 }, randomUUID());
  await p.drainJobs();
  const invoice = await p.portal.db.invoice.findFirstOrThrow();
  things = { number, order, id: String(anna.partnerId), period: '2026-12', year: '2026', invoiceId: String(invoice.id) };
  browsers = Object.fromEntries(
    await Promise.all(['vector', 'admin', 'manager', 'romashka'].map(async (login) => [login, await p.as(login)] as const)),
  );
}, 60_000);
afterAll(() => p.close());

test('looking changes nothing: no row of any table, and no number is drawn', async () => {
  const routes = routers(p.portal).flatMap(({ declared }) => declared);
  const looks = routes.filter(({ method, path }) => method === 'GET' && !notAsked.test(path));
  expect(looks.length).toBeGreaterThan(60);
  let before = await contents();
  for (const route of looks) {
    const login = loginFor(route);
    const browser = browsers[login] ?? p.visitor();
    const { status } = await browser.get(addressOf(route));
    expect([route.path, status < 500]).toEqual([route.path, true]);
    const after = await contents();
    const changed = Object.keys(after).filter((name) => after[name] !== before[name]);
    expect([route.path, changed]).toEqual([route.path, []]);
    before = after;
  }
}, 240_000);

test('a preview that is sent as a form changes nothing either', async () => {
  const { version } = await new Managing(await p.scope('vector')).find(things['number'] ?? '');
  const before = await contents();
  const number = things['number'] ?? '';
  const vector = browsers['vector'] as Browser;
  for (const path of ['/subscriptions/bulk', '/subscriptions/bulk/seats']) {
    const { status } = await vector.post(path, { numbers: number, action: 'stop', seats: '9', version: String(version) });
    expect([path, status < 500]).toEqual([path, true]);
  }
  const after = await contents();
  expect(Object.keys(after).filter((name) => after[name] !== before[name])).toEqual([]);
});
