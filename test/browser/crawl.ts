import type { DeclaredRoute } from '#src/platform/http/routes.ts';
import type { Role } from '#src/platform/scope.ts';
import { routers } from '#src/routers.ts';
import type { Browser } from '#test/support/browser.ts';
import type { TestPortal } from '#test/support/portal.ts';

/** A page somebody can come to: its route as declared, and one address of it. */
export interface Found {
  readonly route: string;
  readonly address: string;
}

/** Addresses that are files or change what the browser is. */
const isNoPage = (path: string) => /\.(csv|xlsx|xml|pdf|zip|txt)$/.test(path);

/** The pages the portal declares: GET, and no file. */
export function pageRoutes({ portal }: TestPortal): DeclaredRoute[] {
  return routers(portal)
    .flatMap(({ declared }) => declared)
    .filter(({ method, path }) => method === 'GET' && !isNoPage(path));
}

/** Whether the route lets the role in; null is a stranger. */
export function admits({ access }: DeclaredRoute, role: Role | null): boolean {
  if (access.kind === 'everyone') return true;
  return role !== null && (access.kind === 'loggedOn' || access.roles.includes(role));
}

/** One address for every page the role comes to by links, beginning with the pages whose address needs nothing. */
export async function crawl(p: TestPortal, visitor: Browser, role: Role | null): Promise<Found[]> {
  const routes = pageRoutes(p).filter((route) => admits(route, role));
  const queue = routes.filter(({ path }) => !path.includes(':')).map(({ path }) => path);
  const found = new Map<string, string>();
  const seen = new Set<string>(queue);
  for (let address = queue.shift(); address !== undefined; address = queue.shift()) {
    const route = routeOf(routes, address);
    if (!route || found.has(route)) continue;
    const page = await visitor.get(address);
    if (page.status !== 200 || page.$('html[lang] main').length === 0) continue;
    found.set(route, address);
    for (const link of page.$('a[href^="/"]').toArray()) {
      const href = page.$(link).attr('href') ?? '';
      if (seen.has(href)) continue;
      seen.add(href);
      queue.push(href);
    }
  }
  return [...found].map(([route, address]) => ({ route, address }));
}

/** The declared path an address belongs to; a path without parameters wins. */
function routeOf(routes: readonly DeclaredRoute[], address: string): string | undefined {
  const [path = ''] = address.split(/[?#]/);
  const fits = (route: DeclaredRoute) => new RegExp(`^${route.path.replace(/:\w+/g, '[^/]+')}$`, 'i').test(path);
  return (routes.find((route) => route.path === path) ?? routes.find(fits))?.path;
}
