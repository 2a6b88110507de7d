import { afterAll, beforeAll, expect, test } from 'vitest';
import { routers } from '#src/routers.ts';
import type { TestPage } from '#test/support/browser.ts';
import { Managing } from '#test/support/managing.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';
import { formsOf, type ReadyForm } from './repeated-forms.ts';

let p: TestPortal;
let forms: ReturnType<typeof formsOf>;

beforeAll(async () => {
  p = await openTestPortal();
  forms = formsOf(p, { anna: await p.as('vector'), vera: await p.as('romashka'), boss: new Managing(await p.scope('vector')) });
});
afterAll(() => p.close());

/** These only show what would be done. Forms with a file are taken two at a time: `test/promises` repeats theirs. */
const showOnly = ['/subscriptions/bulk', '/subscriptions/bulk/seats'];
const OURS = ['partner_owner', 'partner_manager', 'partner_accountant', 'customer', 'customer_colleague'];

/** How many rows each table has, but for those of the clicks themselves. */
async function rows(): Promise<Record<string, number>> {
  const { db } = p.portal;
  const tables = await db.$queryRaw<{ name: string }[]>`
    select tablename::text as name from pg_tables where schemaname = 'public' and tablename not in ('form_tokens', 'throttles', 'sessions')`;
  const counts = tables.map(({ name }) => `select '${name}' as name, count(*)::int as count from ${name}`);
  const found = await db.$queryRawUnsafe<{ name: string; count: number }[]>(counts.join(' union all '));
  return Object.fromEntries(found.map(({ name, count }) => [name, count]));
}

/** What the clicks leave behind: how many rows more of each kind. */
async function left(clicks: () => Promise<unknown>): Promise<Record<string, number>> {
  const before = await rows();
  await clicks();
  return Object.fromEntries(Object.entries(await rows()).map(([name, count]) => [name, count - (before[name] ?? 0)]));
}

const send = ({ by, path, fields }: ReadyForm) => by.post(path, fields);

test('every form of partners and customers is tried here', () => {
  const changing = routers(p.portal)
    .flatMap(({ declared }) => declared)
    .filter(
      ({ method, access, takesFile }) =>
        method === 'POST' && !takesFile && access.kind === 'roles' && access.roles.some((role) => OURS.includes(role)),
    )
    .map(({ path }) => path);
  const expected = changing.filter((path) => !showOnly.includes(path)).sort();
  expect(Object.keys(forms).sort(), 'formsOf in repeated-forms.ts fills in each of them').toEqual(expected);
});

test('sent twenty times at once, and once more later, each has the effect of one and the answer of the first', async () => {
  for (const [path, prepare] of Object.entries(forms)) {
    const single = await prepare();
    const once = await left(() => send(single));
    expect(
      Object.values(once).some((count) => count > 0),
      path,
    ).toBe(true);
    const many = await prepare();
    const answers: TestPage[] = [];
    const often = await left(async () => {
      answers.push(...(await Promise.all(Array.from({ length: 20 }, () => send(many)))), await send(many));
    });
    expect([path, often]).toEqual([path, once]);
    expect([path, new Set(answers.map(({ status, location }) => `${status} ${location}`)).size, answers[0]?.status]).toEqual([
      path,
      1,
      303,
    ]);
  }
}, 180_000);
