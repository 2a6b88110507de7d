import type { Request, RequestHandler, Response } from 'express';
import passport from 'passport';
import { Strategy } from 'passport-local';
import type { Account } from '#src/accounts/accounts.types.ts';
import { accountOf, type SessionUser } from '#src/accounts/sessions/session.store.ts';
import { deviceOf } from './known-device.ts';
import { type LogOnOutcome, logOn } from './log-on.service.ts';

/** Keeps no state of a portal: everything comes with the request, so one serves any number of them. */
const authenticator = new passport.Passport();

authenticator.use(
  new Strategy({ usernameField: 'login', passwordField: 'password', passReqToCallback: true }, (req, login, password, done) => {
    logOn(req.scope, { login, password, device: deviceOf(req) }).then(
      (outcome) => (outcome.kind === 'in' ? done(null, outcome.account) : done(null, false, outcome as never)),
      (error: unknown) => done(error),
    );
  }),
);

authenticator.serializeUser<SessionUser>((user, done) => done(null, { id: user.userId, version: user.sessionVersion }));

/** The account came with the session: nothing is asked from the database again. */
authenticator.deserializeUser<SessionUser, Request>(
  (req: Request, _kept: SessionUser, done: (error: unknown, user?: Account | false) => void) => done(null, accountOf(req.session) ?? false),
);

/** Puts the account of the session into `req.user`. */
export const sessionUser = (): RequestHandler => authenticator.session() as RequestHandler;

/** Checks the login and password of a log-on form that was read: the strategy sees the parsed fields only, never the raw body. */
export function authenticate(req: Request, res: Response, typed: { login: string; password: string }): Promise<LogOnOutcome> {
  req.body = typed;
  return new Promise((resolve, reject) => {
    const check = authenticator.authenticate('local', (error: unknown, account: Account | false, outcome: LogOnOutcome) => {
      req.body = undefined;
      if (error) reject(error);
      else resolve(account ? { kind: 'in', account } : outcome);
    }) as RequestHandler;
    void check(req, res, reject);
  });
}

/** Begins a session of the person under a new id; whatever the browser had before is gone. */
export function startSession(req: Request, account: Account, returnTo: string | null): Promise<void> {
  return new Promise((resolve, reject) => {
    req.logIn(account, { session: true, keepSessionInfo: false }, (error: unknown) => {
      if (error) return reject(error);
      if (returnTo) req.session.returnTo = returnTo;
      resolve();
    });
  });
}

/** Ends the session of this browser. */
export function endThisSession(req: Request): Promise<void> {
  return new Promise((resolve, reject) => {
    req.session.destroy((error: unknown) => (error ? reject(error) : resolve()));
  });
}
