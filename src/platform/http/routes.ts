import { type Request, type RequestHandler, type Response, Router } from 'express';
import { NotFound } from '#src/platform/errors.ts';
import { type Cost, inPlace } from './cost.ts';
import { type ExportMaker, sendTable } from './exports.ts';

/** Kinds of access by name; the application says which there are. */
// biome-ignore lint/suspicious/noEmptyInterface: augmented by the application
export interface AccessKinds {}

/** Who may use a route. Every route names one; there is no default. */
export type Access = AccessKinds[keyof AccessKinds];

/** Lets a request in, or answers it otherwise and says no. @throws Forbidden */
export type Gate = (access: Access, req: Request, res: Response) => boolean;

export type Handler = (req: Request, res: Response) => void | Promise<void>;

/** What a route declares beside who may. */
export interface RouteOptions {
  readonly cost: Cost;
  /** Its form may bring a file (`uploads.ts`). */
  readonly takesFile?: boolean;
  /** Megabytes such a file may have; 5 otherwise. */
  readonly mostMb?: number;
}

export interface DeclaredRoute extends RouteOptions {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly access: Access;
}

/** What a heavy route without a file declares: exports, passwords. */
export const heavy: RouteOptions = { cost: 'heavy' };
/** What a route declares whose form brings a file. */
export const upload: RouteOptions = { cost: 'heavy', takesFile: true };
const light: RouteOptions = { cost: 'light' };

type Declaration = [handler: Handler] | [options: RouteOptions, handler: Handler];

/** Routes that can't be added without saying who may; `declared` feeds the site tests. */
export class Routes {
  readonly declared: DeclaredRoute[] = [];
  readonly #adds: ((router: Router, gate: Gate) => void)[] = [];

  get(path: string, access: Access, ...rest: Declaration): this {
    return this.#add('GET', path, access, ...declared(rest));
  }

  post(path: string, access: Access, ...rest: Declaration): this {
    return this.#add('POST', path, access, ...declared(rest));
  }

  /** A list as a file: `PATH.csv` and `PATH.xlsx`, each heavy. */
  export<Row>(path: string, access: Access, make: ExportMaker<Row>): this {
    for (const format of ['csv', 'xlsx'] as const) {
      this.get(`${path}.${format}`, access, heavy, async (req, res) => sendTable(res, format, await make(req)));
    }
    return this;
  }

  #add(method: 'GET' | 'POST', path: string, access: Access, options: RouteOptions, handler: Handler): this {
    this.declared.push({ method, path, access, ...options });
    const isHeavy = options.cost === 'heavy';
    this.#adds.push((router, gate) => {
      const guarded: RequestHandler = (req, res) => {
        if (!gate(access, req, res)) return undefined;
        return isHeavy ? inPlace(req, res, () => handler(req, res)) : handler(req, res);
      };
      if (method === 'GET') router.get(path, guarded);
      else router.post(path, guarded);
    });
    return this;
  }

  /** Adds each route to the router that is kept for the first segment of its path. */
  addTo(routerOf: (segment: string) => Router, gate: Gate): void {
    for (const [at, { path }] of this.declared.entries()) this.#adds[at]?.(routerOf(firstSegment(path)), gate);
  }
}

const declared = (rest: Declaration): [RouteOptions, Handler] => (rest.length === 1 ? [light, rest[0]] : rest);

/** All routes behind one handler, and `gate` before each. The first segment of an address leads to the few that can match, instead of past all of them. */
export function routing(all: readonly Routes[], gate: Gate): RequestHandler {
  const routers = new Map<string, Router>();
  const routerOf = (segment: string): Router => {
    const router = routers.get(segment) ?? Router({ caseSensitive: false });
    routers.set(segment, router);
    return router;
  };
  for (const routes of all) routes.addTo(routerOf, gate);
  return (req, res, next) => {
    if (req.path.includes('%00')) throw new NotFound(); // PostgreSQL takes no such text: nothing can be called so
    const router = routers.get(firstSegment(req.path));
    if (router) router(req, res, next);
    else next();
  };
}

/** `/Account/LogOn` → `account` */
const firstSegment = (path: string): string => (path.split('/', 2)[1] ?? '').toLowerCase();
