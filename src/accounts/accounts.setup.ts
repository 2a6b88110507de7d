import type { Express, RequestHandler } from 'express';
import session from 'express-session';
import { ANONYMOUS, type Portal } from '#src/platform/scope.ts';
import { actorOf, plainAddress } from './accounts.rules.ts';
import { sessionUser } from './passport.ts';
import { SessionStore } from './session.store.ts';

/** Sessions, who is logged on, and the scope that everything a request does is bounded by. */
export function setUpSession(app: Express, portal: Portal): void {
  const { isProduction, sessionSecret } = portal.config;
  app.use(
    session({
      store: new SessionStore(portal),
      name: isProduction ? '__Host-sid' : 'sid',
      secret: sessionSecret,
      resave: false,
      saveUninitialized: false,
      // In production the origin is https whatever the proxy in front tells; the cookie is Secure all the same.
      proxy: isProduction ? true : undefined,
      cookie: { httpOnly: true, sameSite: 'lax', path: '/', secure: isProduction },
    }),
  );
  app.use(sessionUser());
  app.use(setScope(portal));
}

function setScope(portal: Portal): RequestHandler {
  return (req, _res, next) => {
    req.scope = {
      portal,
      actor: req.user ? actorOf(req.user) : ANONYMOUS,
      requestId: req.requestId,
      address: req.ip ? plainAddress(req.ip) : null,
    };
    next();
  };
}
