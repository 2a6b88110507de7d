import { type Request, type RequestHandler, type Response, Router } from 'express';
import { Forbidden, NotFound } from '../errors.ts';
import type { Role } from '../scope.ts';
import { type Cost, inPlace } from './cost.ts';
import { type ExportMaker, sendTable } from './exports.ts';
import { keepWayBack } from './way-back.ts';

/** Who may use a route. Every route names one; there is no default. */
export type Access =
  | { readonly kind: 'everyone' }
  | { readonly kind: 'loggedOn'; readonly evenWithStartPassword: boolean }
  | { readonly kind: 'roles'; readonly roles: readonly Role[] };

/** Anyone, logged on or not. */
export const everyone: Access = { kind: 'everyone' };
/** Anyone who is logged on and has set a password of their own. */
export const loggedOn: Access = { kind: 'loggedOn', evenWithStartPassword: false };
/** Also those who still have to replace their start password. */
export const loggedOnAnyhow: Access = { kind: 'loggedOn', evenWithStartPassword: true };
/** The roles named; others get 403. */
export const only = (...roles: Role[]): Access => ({ kind: 'roles', roles });

/** People of a partner who sell. */
export const sellers = only('partner_owner', 'partner_manager');
/** Everyone of a partner. */
export const partnerPeople = only('partner_owner', 'partner_manager', 'partner_accountant');
/** MONT's people. */
export const staff = only('manager', 'admin');

export type Handler = (req: Request, res: Response) => void | Promise<void>;

/** What a route declares beside who may. */
export interface RouteOptions {
  readonly cost: Cost;
  /** Its form may bring a file (`uploads.ts`). */
  readonly takesFile?: boolean;
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
  readonly #adds: ((router: Router) => void)[] = [];

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
    const guarded: RequestHandler = (req, res) => {
      if (!admit(access, req, res)) return undefined;
      return isHeavy ? inPlace(req, res, () => handler(req, res)) : handler(req, res);
    };
    this.#adds.push((router) => void (method === 'GET' ? router.get(path, guarded) : router.post(path, guarded)));
    return this;
  }

  /** Adds each route to the router that is kept for the first segment of its path. */
  addTo(routerOf: (segment: string) => Router): void {
    for (const [at, { path }] of this.declared.entries()) this.#adds[at]?.(routerOf(firstSegment(path)));
  }
}

const declared = (rest: Declaration): [RouteOptions, Handler] => (rest.length === 1 ? [light, rest[0]] : rest);

/** All routes behind one handler. The first segment of an address leads to the few that can match, instead of past all of them. */
export function routing(all: readonly Routes[]): RequestHandler {
  const routers = new Map<string, Router>();
  const routerOf = (segment: string): Router => {
    const router = routers.get(segment) ?? Router({ caseSensitive: false });
    routers.set(segment, router);
    return router;
  };
  for (const routes of all) routes.addTo(routerOf);
  return (req, res, next) => {
    if (req.path.includes('%00')) throw new NotFound(); // PostgreSQL takes no such text: nothing can be called so
    const router = routers.get(firstSegment(req.path));
    if (router) router(req, res, next);
    else next();
  };
}

/** `/Account/LogOn` → `account` */
const firstSegment = (path: string): string => (path.split('/', 2)[1] ?? '').toLowerCase();

/** May this person use it, as far as the role tells? */
export function mayUse(access: Access, user: Request['user']): boolean {
  return access.kind === 'everyone' || (user !== undefined && (access.kind === 'loggedOn' || access.roles.includes(user.role)));
}

/** Lets the request in, sends it to log-on or to the forced password change, or refuses it. */
function admit(access: Access, req: Request, res: Response): boolean {
  if (access.kind === 'everyone') return true;
  if (!req.user) {
    if (req.method === 'GET' && req.get('X-Fragment') === undefined) keepWayBack(req, res);
    res.redirect(303, '/Account/LogOn');
    return false;
  }
  if (req.user.mustChangePassword && !(access.kind === 'loggedOn' && access.evenWithStartPassword)) {
    res.redirect(303, '/Account/Password');
    return false;
  }
  if (isToEnrol(req) && !(access.kind === 'loggedOn' && access.evenWithStartPassword)) {
    res.redirect(303, '/Account/SecondFactor');
    return false;
  }
  if (!mayUse(access, req.user)) throw new Forbidden();
  return true;
}

/** Administrators of a real portal have a second factor before they do anything else (product rule §3). */
const isToEnrol = ({ user, scope }: Request): boolean =>
  scope.portal.config.isProduction && user?.role === 'admin' && !user.hasSecondFactor;
