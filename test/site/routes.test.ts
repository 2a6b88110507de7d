import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '#src/platform/actor.ts';
import type { DeclaredRoute } from '#src/platform/http/routes.ts';
import { routers } from '#src/routers.ts';
import type { Browser } from '#test/support/browser.ts';
import { openTestPortal, type TestPortal } from '#test/support/portal.ts';
import { liveThrough } from '#test/support/world.ts';
import { addressOf, type Things, thingsOfVector } from './route-things.ts';

/** One person of the cast per role. */
const people: Record<string, Role> = {
  vector: 'partner_owner',
  romashka: 'customer',
  admin: 'admin',
};

let p: TestPortal;
let own: Things;
const browsers = new Map<string, Browser>();
const routes = (): DeclaredRoute[] => routers(p.portal).flatMap(({ declared }) => declared);
/** Ends or changes the session it is tried with. */
const endsSession = (path: string) =>
  /credentials|LogO(n|ff)|Account\/(Password|Sessions)|LogOffEverywhere|impersonation|view-as|SecondFactor/i.test(path);

beforeAll(async () => {
  p = await openTestPortal();
  own = await thingsOfVector(p, (await liveThrough(p)).active);
  for (const login of Object.keys(people)) browsers.set(login, await p.as(login));
}, 60_000);
afterAll(() => p.close());

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

  it('refuses every change without the token of the form, and from another site', async () => {
    for (const route of routes().filter(({ method, path }) => method === 'POST' && !endsSession(path))) {
      const browser = browsers.get(loginFor(route)) as Browser;
      const address = addressOf(route, own);
      expect([address, (await browser.post(address, { _csrf: 'forged' })).status]).toEqual([address, 403]);
      expect([address, (await browser.post(address, {}, { Origin: 'https://evil.example' })).status]).toEqual([address, 403]);
    }
  }, 60_000);

  it('refuses arrays, objects and unknown names in a query without breaking', async () => {
    for (const route of routes().filter(({ method, path }) => method === 'GET' && !endsSession(path))) {
      const browser = browsers.get(loginFor(route)) as Browser;
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
