import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEMO_PASSWORD } from '#prisma/seeds/data/cast.ts';
import type { Role } from '#src/platform/actor.ts';
import type { Browser, TestPage } from '#test/support/browser.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';
import { othersLogOn, worldOfForms } from './forms-world.ts';
import { type FilledForm, formsOfPages, postRoutes } from './page-forms.ts';

let p: TestPortal;
let also: Record<string, string[]>;
/** Routes whose form has been tried. */
const tried = new Set<string>();

beforeAll(async () => {
  p = await openTestPortal();
  also = await worldOfForms(p);
});
afterAll(() => p.close());

/** Everything that is kept but who came and went, as a text per table. */
async function kept(): Promise<Record<string, string>> {
  const tables = await p.portal.sql<{ name: string }>(
    'test_tables',
    `select tablename as name from pg_tables where schemaname = 'public' and tablename not in
       ('sessions', 'throttles', 'known_devices', 'audit_entries', 'letters', 'task_runs', '_prisma_migrations')`,
  );
  const sums = tables.map(async ({ name }) => {
    const [row] = await p.portal.sql<{ sum: string }>(
      `test_kept_${name}`,
      `select count(*) || ' ' || coalesce(md5(string_agg(t, ',' order by t)), '') as sum
       from (select (to_jsonb(r) - 'last_log_on_at')::text as t from ${name} r) r`,
    );
    return [name, row?.sum ?? ''] as const;
  });
  return Object.fromEntries(await Promise.all(sums));
}

/** Everything a person can read or find in a field of the page. */
function held({ $, text }: TestPage): string {
  const fields = $('input:not([type=checkbox],[type=radio]), input[checked], select, textarea')
    .map((_, field) => String($(field).val() ?? ''))
    .get();
  return [text, ...fields].join('\n');
}

const people: [string, Role][] = [
  ['vector', 'partner_owner'],
  ['orion', 'partner_owner'],
  ['romashka', 'customer'],
  ['manager', 'manager'],
  ['admin', 'admin'],
];

test.each(people)(
  'every form that %s finds leads from an ended session to log-on and back to the filled form, and does nothing',
  async (login, role) => {
    const by = await p.as(login);
    await othersLogOn(p);
    const forms = (await formsOfPages(p, by, role, also[login] ?? [])).filter(({ route }) => !isOfAccount(route));
    const before = await kept();
    const faults: string[] = [];
    for (const form of forms) {
      tried.add(form.route);
      for (const fault of await endedUnder(by, login, form)) faults.push(`${form.route} on ${form.page}: ${fault}`);
    }
    expect(faults).toEqual([]);
    expect(await kept()).toEqual(before);
  },
  120_000,
);

/** Passwords, codes and the session itself: they are never kept. */
const isOfAccount = (route: string) => route.startsWith('/Account/');

/** Sends the form after its session ended, and comes back to it; what went wrong. */
async function endedUnder(by: Browser, login: string, { page, action, fields, typed }: FilledForm): Promise<string[]> {
  await by.get(page);
  await p.portal.db.session.deleteMany();
  const ended = await by.post(action, fields);
  if (ended.status !== 403 || ended.$('form[action="/Account/LogOn"]').length === 0) return [`answered ${ended.status}, without log-on`];
  const inside = await by.post('/Account/LogOn', { login, password: DEMO_PASSWORD });
  if (inside.$('form[action="/Account/Resume"]').length === 0) return ['log-on does not lead back'];
  const again = await by.post('/Account/Resume');
  if (again.status !== 200 || !again.text.includes('ещё не отправлено')) return [`came back as ${again.status} ${again.location ?? ''}`];
  const found = held(again);
  return Object.entries(typed).flatMap(([name, value]) => (found.includes(value) ? [] : [`lost ${name} = ${value}`]));
}

test('no form of the portal is left out', () => {
  const missed = postRoutes(p).filter((path) => !tried.has(path) && !isOfAccount(path));
  expect(
    missed.filter((path) => !elsewhere.has(path)),
    'on no page: make what shows them in worldOfForms',
  ).toEqual([]);
});

const elsewhere = new Set<string>([
  // Nothing is typed there, and they stand outside of pages.
  ...['/theme', '/view-as/end'],
  // The answer to another form; `ended-session.test.ts` tries it.
  '/subscriptions/bulk/confirmation',
  // Only a portal of very many partners, and a partner whose figures a check disputes, have them.
  ...['/admin/closing/:period/outlook', '/admin/closing/:period/partners/:id/pass'],
]);
