import type { Role } from '#src/platform/actor.ts';
import type { DeclaredRoute } from '#src/platform/http/routes.ts';
import { routers } from '#src/routers.ts';
import type { Browser } from '#test/support/browser.ts';
import type { TestPortal } from '#test/support/portal.ts';

/** A page somebody can come to: its route as declared (with the tab, where it has tabs), and one address of it. */
export interface Found {
  readonly route: string;
  readonly address: string;
}

/** What a person comes to. */
export interface Crawled {
  readonly pages: Found[];
  /** Declared paths reached, those of files included. */
  readonly reached: ReadonlySet<string>;
}

/** The pages and files the portal declares. */
export function getRoutes({ portal }: TestPortal): DeclaredRoute[] {
  return routers(portal)
    .flatMap(({ declared }) => declared)
    .filter(({ method }) => method === 'GET');
}

/**
 * Follows links as a person of this role (null is a stranger), beginning with the pages whose address needs nothing and with
 * `also`; looks at one address of every route and tab.
 */
export async function crawl(p: TestPortal, visitor: Browser, role: Role | null, also: readonly string[] = []): Promise<Crawled> {
  const routes = getRoutes(p).filter((route) => admits(route, role));
  const queue = [...also, ...routes.filter(({ path }) => !path.includes(':')).map(({ path }) => path)];
  const seen = new Set<string>(queue);
  const pages = new Map<string, string>();
  const reached = new Set<string>();
  for (let address = queue.shift(); address !== undefined; address = queue.shift()) {
    const path = routeOf(routes, address);
    const route = path + (/[?&](tab=\w+)/.exec(address)?.[1] ?? '');
    if (!path || (reached.has(route) && !also.includes(address))) continue;
    const page = await visitor.get(address);
    if (page.status !== 200) continue;
    reached.add(path).add(route);
    if (page.$('html[lang] main').length === 0) continue;
    pages.set(also.includes(address) ? address : route, address);
    for (const link of page.$('a[href^="/"]').toArray()) {
      const href = page.$(link).attr('href') ?? '';
      if (!seen.has(href)) queue.push(href);
      seen.add(href);
    }
  }
  return { pages: [...pages].map(([route, address]) => ({ route, address })), reached };
}

function admits({ access }: DeclaredRoute, role: Role | null): boolean {
  if (access.kind === 'everyone') return true;
  return role !== null && (access.kind === 'loggedOn' || access.roles.includes(role));
}

/** The declared path an address belongs to; a path without parameters wins. */
function routeOf(routes: readonly DeclaredRoute[], address: string): string | undefined {
  const [path = ''] = address.split(/[?#]/);
  return (routes.find((route) => route.path === path) ?? routes.find((route) => patternOf(route).test(path)))?.path;
}

const patterns = new WeakMap<DeclaredRoute, RegExp>();

/** What addresses of the route look like. */
function patternOf(route: DeclaredRoute): RegExp {
  const pattern = patterns.get(route) ?? new RegExp(`^${route.path.replaceAll('.', '\\.').replace(/:\w+/g, '[^/]+')}$`, 'i');
  patterns.set(route, pattern);
  return pattern;
}
