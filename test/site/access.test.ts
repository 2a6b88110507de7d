import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '#src/platform/actor.ts';
import type { DeclaredRoute } from '#src/platform/http/routes.ts';
import { routers } from '#src/routers.ts';
import type { Browser, TestPage } from '#test/support/browser.ts';
import { invited } from '#test/support/invited.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';
import { liveThrough } from '#test/support/world.ts';
import { absentLike, addressOf, hasParameter, isOfPartner, type Things, thingsOfVector } from './route-things.ts';

/** A stranger, every role of ООО «Вектор», two of its customers, two other partners (Меридиан is blocked), and MONT's people. */
const people: Readonly<Record<string, Role | null>> = {
  'a stranger': null,
  vector: 'partner_owner',
  'vector-sales': 'partner_manager',
  'vector-books': 'partner_accountant',
  romashka: 'customer',
  'romashka-oleg': 'customer_colleague',
  severveter: 'customer',
  orion: 'partner_owner',
  meridian: 'partner_owner',
  manager: 'manager',
  admin: 'admin',
};
const ofVector = ['vector', 'vector-sales', 'vector-books', 'romashka', 'romashka-oleg'];
const isStaff = (login: string) => login === 'manager' || login === 'admin';

/** What is answered otherwise to whoever may come: pages that lead on or want a query, links and sessions nobody has. */
const answers: Readonly<Record<string, (login: string) => Answer | number>> = {
  'GET /': (login) => (people[login] ? 303 : 'log-on'),
  'GET /Account/LogOn': (login) => (people[login] ? 303 : 'open'),
  'GET /Account/LogOn/Code': () => 'log-on',
  'GET /Account/Password/:token': () => 'not found',
  'GET /Account/Email/:mark': () => 'not found',
  'POST /Account/Email/:mark': () => 'not found',
  'GET /Account/SecondFactor': (login) => (isStaff(login) ? 'open' : 'no right'),
  'GET /orders/new': () => 303,
  'GET /orders/quote': () => 400,
  'GET /orders/:number/cancellation': () => 303,
  'GET /subscriptions/bulk': () => 303,
  'GET /subscriptions/:number/start': () => 303,
  'GET /documents/archive': () => 400,
  'GET /store/:code/requests': () => 303,
  'GET /store/:code/requests/sum': () => 400,
  'GET /admin/closing/:period/start': () => 303,
  'POST /team/:userId/sessions/:key': () => 'not found',
  'POST /my/team/:userId/sessions/:key': () => 'not found',
  'POST /customers/:id/users/:userId/sessions/:key': () => 'not found',
  'POST /admin/partners/:id/users/:userId/sessions/:key': () => 'not found',
  'POST /admin/staff/:userId/sessions/:key': () => 'not found',
  'POST /admin/staff/:userId/second-factor': () => 'not found',
  'POST /admin/jobs/failed/:queue/:id': () => 'not found',
  'POST /admin/jobs/failed/:queue/:id/dismissal': () => 'not found',
};

/**
 * Forms that no page sends empty, since it puts its own fields into them: 400. Some are read before anything is looked for, so of what
 * is not there they say the same, or that it is not found.
 */
const neverEmpty = new Set([
  ...['/team', '/my/team', '/customers/:id/users', '/admin/partners/:id/users', '/admin/staff'].flatMap((of) => [
    `${of}/:userId/role`,
    `${of}/:userId/start-password`,
  ]),
  ...['/orders', '/subscriptions/bulk', '/subscriptions/bulk/confirmation', '/customers', '/customers/:id/credentials'],
  ...[
    '/requests/:id/acceptance',
    '/requests/:id/refusal',
    '/requests/store/:id/taking',
    '/store/:code/requests',
    '/my/subscriptions/:number/requests/:id/withdrawal',
    '/my/requests/:id/withdrawal',
  ],
  ...['/admin/letters/:id/resend', '/admin/letters/settling', '/admin/letters/unsettling', '/admin/documents'],
  ...['/admin/closing/:period', '/admin/closing/:period/outlook', '/admin/support/:id/closing', '/admin/support/:id/reopening'],
  ...['/admin/catalog/import/:id/reading', '/admin/catalog/import/:id/confirmation'],
  '/admin/catalog/offers/:id/prices/:day/withdrawal',
  ...['retry', 'rest'].map((word) => `/admin/exchange/messages/:message/${word}`),
  '/admin/exchange/gaps/:gap/replay',
  ...['/team/storefront/logo/removal', '/admin/storefronts/:id/turn-on'],
  ...['/admin/settings/calendar/:id/confirmation', '/admin/settings/calendar/:id/removal'],
]);

/** Ends or changes the session it is tried with. */
const endsSession = ({ method, path }: DeclaredRoute) =>
  method === 'POST' && /credentials|LogO(n|ff)|Account\/(Password|Sessions)|view-as|SecondFactor/i.test(path);

/** What comes of a bank's file is tried by `test/statements`; here, that nobody else gets there. */
const isStatement = ({ path }: DeclaredRoute) => path.startsWith('/admin/payments/import');

let p: TestPortal;
let own: Things;
const browsers = new Map<string, Browser>();
let checks = 0;

beforeAll(async () => {
  p = await openTestPortal();
  const { active } = await liveThrough(p);
  own = await thingsOfVector(p, active);
  await invited(p, 'romashka-oleg');
  for (const [login, role] of Object.entries(people)) browsers.set(login, role ? await p.as(login) : p.visitor());
}, 60_000);
afterAll(() => p.close());

type Answer = 'log-on' | 'no right' | 'not found' | 'open' | 'not found or 400';

/** What the route's declared access and the owner of the things say. */
function due(route: DeclaredRoute, login: string, isThere: boolean): Answer | number {
  const role = people[login] ?? null;
  const { access, method, path } = route;
  if (access.kind !== 'everyone' && !role) return 'log-on';
  if (access.kind === 'roles' && !(role && access.roles.includes(role))) return 'no right';
  const isForeign = isOfPartner(route) && !isStaff(login) && !ofVector.includes(login);
  const isFound = !isForeign && (isThere || !hasParameter(route));
  if (method === 'POST' && neverEmpty.has(path)) return isFound ? 400 : 'not found or 400';
  if (!isFound) return 'not found';
  return answers[`${method} ${path}`]?.(login) ?? 'open';
}

function answered({ method }: DeclaredRoute, { status, location }: TestPage): Answer | number {
  if (status === 303 && location === '/Account/LogOn') return 'log-on';
  if (status === 403) return 'no right';
  if (status === 404) return 'not found';
  const isOpen = method === 'GET' ? status === 200 : [303, 409, 422].includes(status);
  return isOpen ? 'open' : status;
}

/** Tries every route as this person; an empty form is refused or told to be lacking, or does what it needs no field for. */
async function wrongAnswers(method: 'GET' | 'POST', login: string, values: Things): Promise<string[]> {
  const wrong: string[] = [];
  const browser = browsers.get(login) as Browser;
  const isOther = login === 'orion' || login === 'meridian';
  const isSample = ({ path }: DeclaredRoute) => /^\/(application$|admin\/components$|store\/)/.test(path);
  for (const route of routers(p.portal).flatMap(({ declared }) => declared)) {
    const expected = due(route, login, values === own);
    if (route.method !== method || (values !== own && !hasParameter(route)) || (expected === 'open' && endsSession(route))) continue;
    if (isStatement(route) && expected !== 'log-on' && expected !== 'no right') continue;
    const address = addressOf(route, values);
    const page = method === 'GET' ? await browser.get(address) : await browser.post(address, {});
    const got = answered(route, page);
    const isRight = got === expected || (expected === 'not found or 400' && (got === 'not found' || got === 400));
    if (!isRight) wrong.push(`${login}: ${method} ${route.path}: ${got} ${page.location ?? page.text.slice(0, 60)}, not «${expected}»`);
    if (isOther && !isSample(route) && /«(Вектор|Ромашка)»/.test(page.text))
      wrong.push(`${login}: ${method} ${route.path} names «Вектор» or its customer`);
    checks++;
  }
  return wrong;
}

const absent = () => absentLike(own, (key) => (key.endsWith(':number') ? `${key[0]?.toUpperCase()}-999999` : '999999'));
const malformed = () => absentLike(own, (key) => (key.endsWith(':number') ? "S-1' or 1=1" : '-1'));

describe('every route answers as its access and the owner say', () => {
  it.each(Object.keys(people))('%s, with what is there, what nobody has, and what can’t be', { timeout: 120_000 }, async (login) => {
    expect(await wrongAnswers('GET', login, own)).toEqual([]);
    for (const things of [absent(), malformed()]) {
      expect(await wrongAnswers('GET', login, things)).toEqual([]);
      expect(await wrongAnswers('POST', login, things)).toEqual([]);
    }
  });

  // Last: it changes what is there.
  it.each(Object.keys(people))('%s, sending empty forms', { timeout: 120_000 }, async (login) => {
    expect(await wrongAnswers('POST', login, own), 'a form that no page sends empty stands in `neverEmpty`').toEqual([]);
  });

  it('was tried', () => {
    expect(checks).toBeGreaterThan(5_000);
  });
});
