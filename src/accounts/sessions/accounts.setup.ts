import type { Express, RequestHandler } from 'express';
import session from 'express-session';
import { actorOf, plainAddress } from '#src/accounts/accounts.rules.ts';
import { sessionUser } from '#src/accounts/log-on/passport.ts';
import { ANONYMOUS } from '#src/platform/actor.ts';
import { Forbidden } from '#src/platform/errors.ts';
import type { Portal } from '#src/platform/scope.ts';
import { SessionStore } from './session.store.ts';

/** Sessions, who is logged on, and the scope that everything a request does is bounded by. */
export function setUpSession(app: Express, portal: Portal): void {
  const { isProduction, keys } = portal.config;
  if (isProduction) trustOrigin(app);
  app.use(
    session({
      store: new SessionStore(portal),
      name: isProduction ? '__Host-sid' : 'sid',
      secret: keys.texts('session'),
      resave: false,
      saveUninitialized: false,
      cookie: { httpOnly: true, sameSite: 'lax', path: '/', secure: isProduction },
    }),
  );
  app.use(sessionUser());
  app.use(setScope(portal));
  app.use(lookingOnly);
}

/**
 * In production people reach the portal by https only (PORTAL_URL is checked at the start), whatever the proxy in front tells
 * of the hop behind it. express-session sends no Secure cookie while `req.secure` is false: behind a proxy without
 * X-Forwarded-Proto nobody could log on.
 */
function trustOrigin(app: Express): void {
  Object.defineProperty(app.request, 'secure', { value: true });
}

/** What those who look as a partner may still send: the ways out, done under their own name. */
const WAYS_OUT = /^\/(view-as\/end|account\/logoff)\/?$/i;

/** «Посмотреть как партнёр» changes nothing: every other POST is refused here, and every command once more on its own. */
const lookingOnly: RequestHandler = (req, _res, next) => {
  const { user } = req;
  if (!user?.viewing || req.method === 'GET' || req.method === 'HEAD') return next();
  if (!WAYS_OUT.test(req.path))
    throw new Forbidden('Вы смотрите портал как партнёр: изменить ничего нельзя. Закончите просмотр, чтобы действовать от своего имени.');
  req.scope = { ...req.scope, actor: actorOf({ ...user, role: user.viewing.role, partnerId: null }) };
  next();
};

function setScope(portal: Portal): RequestHandler {
  return (req, _res, next) => {
    req.scope = {
      portal,
      actor: req.user ? { ...actorOf(req.user), ...(req.user.viewing ? { isReadOnly: true } : {}) } : ANONYMOUS,
      requestId: req.requestId,
      address: req.ip ? plainAddress(req.ip) : null,
    };
    next();
  };
}
