import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addColleague } from '#src/accounts/team.service.ts';
import type { DeclaredRoute } from '#src/platform/http/routes.ts';
import type { Role } from '#src/platform/scope.ts';
import { routers } from '#src/routers.ts';
import type { Browser } from '#test/support/browser.ts';
import { placeNew } from '#test/support/orders.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';

/** One person of the cast per role; two more stand outside of ООО «Вектор». */
const people: Record<string, Role> = {
  vector: 'partner_owner',
  'vector-sales': 'partner_manager',
  'vector-books': 'partner_accountant',
  romashka: 'customer',
  orion: 'partner_owner',
  meridian: 'partner_owner',
  manager: 'manager',
  admin: 'admin',
};

/** What stands for the parameters of a path. */
interface Things {
  number: string;
  order: string;
  id: string;
  /** A person of the team. */
  userId: string;
}

const absent: Things = { number: 'S-999999', order: 'O-999999', id: '999999', userId: '999999' };
const malformed: Things = { number: "S-1' or 1=1", order: '%00', id: '-1', userId: '1 or 1=1' };

let p: TestPortal;
let own: Things;
let foreign: Things;
const browsers = new Map<string, Browser>();
const routes = (): DeclaredRoute[] => routers(p.portal).flatMap(({ declared }) => declared);
/** Ends or changes the session it is tried with. */
const endsSession = (path: string) =>
  /credentials|LogO(n|ff)|Account\/(Password|Sessions)|LogOffEverywhere|impersonation|view-as|SecondFactor/i.test(path);

beforeAll(async () => {
  p = await openTestPortal();
  own = await thingsOf('vector');
  foreign = await thingsOf('orion');
  for (const login of Object.keys(people)) browsers.set(login, await p.as(login));
}, 60_000);
afterAll(() => p.close());

async function thingsOf(login: string): Promise<Things> {
  const number = await placeNew(p, login, { seats: 7 });
  const subscription = await p.portal.db.subscription.findUniqueOrThrow({ where: { number }, include: { orders: true } });
  return { number, order: subscription.orders[0]?.number ?? '', id: String(subscription.customerId), userId: await colleagueOf(login) };
}

/** Somebody nobody logs on as here: what is tried on a colleague must not end the sessions of the others. */
async function colleagueOf(login: string): Promise<string> {
  const scope = await p.scope(login);
  const circle = { partnerId: scope.actor.partnerId, name: login, path: '/team' };
  const person = { name: 'Новый Коллега', email: `new@${login}.example`, phone: null, login: '', role: 'partner_manager' as const };
  return String((await addColleague(scope, circle, { ...person, token: randomUUID() })).id);
}

function addressOf(route: DeclaredRoute, things: Things): string {
  return route.path.replace(/:(\w+)/g, (_, name: string) => {
    if (name === 'number')
      return encodeURIComponent(route.path.startsWith('/orders') || route.path.includes('/orders/') ? things.order : things.number);
    if (name === 'period') return '2026-11';
    return encodeURIComponent(name === 'userId' ? things.userId : things.id);
  });
}

function visit(browser: Browser, route: DeclaredRoute, things: Things) {
  const address = addressOf(route, things);
  return route.method === 'GET' ? browser.get(address) : browser.post(address, {});
}

describe('every route', () => {
  it('declares who may, and no path twice', () => {
    const keys = routes().map(({ method, path }) => `${method} ${path}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.length).toBeGreaterThan(60);
  });

  it('declares its cost where a file comes in, a list goes out or a password is set', () => {
    const goesOut = ({ path }: DeclaredRoute) => /\.(csv|xlsx)$|archive/.test(path);
    const setsPassword = ({ method, path }: DeclaredRoute) => method === 'POST' && /^\/Account\/Password(\/:token)?$/.test(path);
    const costly = routes().filter((route) => goesOut(route) || setsPassword(route) || route.takesFile === true);
    expect(costly.filter(({ cost }) => cost !== 'heavy').map(({ path }) => path)).toEqual([]);
    expect(costly.filter(setsPassword).length).toBe(2);
    expect(costly.filter(goesOut).length).toBeGreaterThan(35);
    expect(costly.filter(({ takesFile }) => takesFile).map(({ path }) => path)).toContain('/admin/catalog/import');
  });

  it('sends a stranger to log-on unless it is for everyone', async () => {
    for (const route of routes().filter(({ access }) => access.kind !== 'everyone')) {
      const page = await visit(p.visitor(), route, own);
      expect([`${route.method} ${route.path}`, page.status, page.location]).toEqual([
        `${route.method} ${route.path}`,
        303,
        '/Account/LogOn',
      ]);
    }
  }, 60_000);

  it.each(Object.entries(people))(
    'opens to %s (%s) exactly as declared, and never breaks',
    async (login, role) => {
      const browser = browsers.get(login) as Browser;
      for (const route of routes().filter(({ path }) => !endsSession(path))) {
        const page = await visit(browser, route, own);
        const name = `${login}: ${route.method} ${route.path}`;
        const isRefused = route.access.kind === 'roles' && !route.access.roles.includes(role);
        if (isRefused) expect([name, page.status]).toEqual([name, 403]);
        else expect(`${name}: ${page.status < 500 ? 'stands' : page.status}`).toBe(`${name}: stands`);
      }
    },
    120_000,
  );

  it.each([
    ['absent', () => absent],
    ['malformed', () => malformed],
    ['foreign', () => foreign],
  ] as const)(
    'answers an %s id with «not found», as if there were none',
    async (_, things) => {
      for (const login of ['vector', 'romashka']) {
        const role = people[login] as Role;
        const mine = routes().filter(({ path, access }) => path.includes(':') && access.kind === 'roles' && access.roles.includes(role));
        for (const route of mine.filter(({ path }) => !path.includes(':period') && !path.includes(':slug') && !endsSession(path))) {
          const page = await visit(browsers.get(login) as Browser, route, things());
          const name = `${login}: ${route.method} ${route.path}`;
          expect(`${name}: ${[400, 404, 422].includes(page.status) ? 'not found' : `${page.status} ${page.location}`}`).toBe(
            `${name}: not found`,
          );
          expect(page.text).not.toContain('ООО «Орион»');
        }
      }
    },
    120_000,
  );

  it('refuses every change without the token of the form, and from another site', async () => {
    const browser = browsers.get('vector') as Browser;
    for (const route of routes().filter(({ method, path }) => method === 'POST' && !endsSession(path))) {
      const address = addressOf(route, own);
      expect([address, (await browser.post(address, { _csrf: 'forged' })).status]).toEqual([address, 403]);
      expect([address, (await browser.post(address, {}, { Origin: 'https://evil.example' })).status]).toEqual([address, 403]);
    }
  }, 60_000);

  it('refuses arrays, objects and unknown names in a query without breaking', async () => {
    for (const route of routes().filter(({ method, path }) => method === 'GET' && !endsSession(path))) {
      const browser = browsers.get(['everyone', 'loggedOn'].includes(route.access.kind) ? 'vector' : loginFor(route)) as Browser;
      for (const query of [
        '?q[]=1&q[]=2',
        '?page=abc&page=2',
        '?__proto__=1',
        `?q=${encodeURIComponent('\'"><script>alert(1)</script>')}`,
      ]) {
        const page = await browser.get(addressOf(route, own) + query);
        expect([route.path + query, page.status < 500]).toEqual([route.path + query, true]);
        if (page.headers['content-type']?.startsWith('text/html')) expect(page.response.text).not.toContain('<script>alert(1)');
      }
    }
  }, 120_000);
});

function loginFor(route: DeclaredRoute): string {
  const { access } = route;
  return Object.keys(people).find((login) => access.kind === 'roles' && access.roles.includes(people[login] as Role)) ?? 'vector';
}
